package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.util.NoSuchElementException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Unchecked exceptions and errors inside an adapter. */
class UncheckedExceptionTest extends FetcherTestBed {

  private static final int MANY = Breaker.WINDOW + 1;

  static Stream<RuntimeException> decoderFaults() {
    return Stream.of(
        new NullPointerException("fault"),
        new ClassCastException("fault"),
        new IndexOutOfBoundsException("fault"),
        new NoSuchElementException("fault"),
        new IllegalStateException("fault"));
  }

  @ParameterizedTest
  @MethodSource("decoderFaults")
  void faultOfADecoderIsUnreadableWithItsCauseAndKeepsTheBreakerClosed(RuntimeException fault) {
    upstream.answers(found());
    for (int i = 0; i < MANY; i++) {
      MediaSourceException failure =
          catchThrowableOfType(
              MediaSourceException.class,
              () ->
                  decode(
                      json -> {
                        throw fault;
                      }));
      assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(failure).hasCause(fault).hasMessage("Testhub sent a malformed answer.");
    }
    assertThat(upstream.requests()).hasSize(MANY);
  }

  @Test
  void malformedJsonForTheDecoderOpensTheBreaker() {
    upstream.answers(found());
    for (int i = 0; i < Breaker.MINIMUM; i++) {
      assertThatExceptionOfType(MediaSourceException.class)
          .isThrownBy(
              () ->
                  decode(
                      json -> {
                        throw new IllegalArgumentException("no id");
                      }));
    }
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("open");
  }

  @Test
  void errorPassesThroughAndKeepsTheBreakerClosed() {
    upstream.answers(found());
    for (int i = 0; i < MANY; i++) {
      assertThatExceptionOfType(OutOfMemoryError.class)
          .isThrownBy(
              () ->
                  decode(
                      json -> {
                        throw new OutOfMemoryError("test");
                      }));
    }
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
    assertThat(fetch()).isNotNull();
  }

  @Test
  void errorDuringAProbeLeavesRoomForTheNextProbe() {
    upstream.answers(status(500));
    for (int i = 0; i < Breaker.MINIMUM; i++) {
      failure();
    }
    clock.advance(Breaker.OPEN_FOR.plusMillis(1));
    upstream.answers(found());
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(
            () ->
                decode(
                    json -> {
                      throw new StackOverflowError("test");
                    }));

    fetch();
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
  }

  static Stream<Supplier<OkHttpClient>> brokenClients() {
    return Stream.of(
        () -> {
          throw new IllegalStateException("Unexpected default trust managers");
        },
        () -> {
          throw new AssertionError("No System TLS");
        },
        () -> {
          throw new RejectedExecutionException("no thread");
        });
  }

  @ParameterizedTest
  @MethodSource("brokenClients")
  void undeclaredExceptionOfTheHttpClientIsUnavailableWithItsCause(Supplier<OkHttpClient> client) {
    var transport = new HttpTransport(client, new LargeBodyLimit(1), "Testhub");
    Request request = new Request.Builder().url("http://127.0.0.1:1/").build();

    AttemptException failure =
        catchThrowableOfType(
            AttemptException.class, () -> transport.send(request, MockUpstream.TIMEOUT));

    assertThat(failure.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.failure()).hasCauseInstanceOf(Throwable.class);
    assertThat(failure.failure().isFromUpstream()).isFalse();
    assertThat(failure.health()).isEqualTo(AttemptException.Health.UNKNOWN);
  }

  private void decode(Function<Json, String> decoder) {
    Request request = new Request.Builder().url(fetcher.address().build()).build();
    fetcher.fetch(request, upstream.call(), decoder);
  }
}

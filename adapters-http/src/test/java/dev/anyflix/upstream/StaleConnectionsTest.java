package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Upstreams that are well, but close connections that they said they would keep. */
@Timeout(60)
class StaleConnectionsTest extends FetcherTestBed {

  private static MockResponse foundAndClosed() {
    return MockUpstream.json(200, "{\"name\": \"x\"}")
        .onResponseEnd(new SocketEffect.CloseSocket())
        .build();
  }

  private static MockResponse broken() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  @Test
  void closedIdleConnectionsDoNotOpenTheBreaker() {
    upstream.answers(request -> foundAndClosed());

    for (int i = 0; i < Breaker.MINIMUM * 2; i++) {
      assertThat(fetch()).isEqualTo(Answer.of("x"));
      assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
    }
    assertThat(outcomes).contains(Outcome.UNAVAILABLE);
  }

  @Test
  void oneClosedConnectionEvictsTheOtherIdleOnes() {
    int many = 4;
    var together = new CyclicBarrier(many);
    upstream.answers(
        request -> {
          await(together);
          return foundAndClosed();
        });
    List<CompletableFuture<Answer<String>>> burst =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(this::fetch, task -> new Thread(task).start()))
            .limit(many)
            .toList();
    burst.forEach(CompletableFuture::join);

    upstream.answers(request -> found());
    assertThat(fetch()).isEqualTo(Answer.of("x"));
  }

  @Test
  void lostConnectionsCountPerCallNotPerAttempt() {
    upstream.answers(request -> broken());

    for (int i = 0; i < Breaker.MINIMUM; i++) {
      assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
      assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    }
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("open");
    assertThat(upstream.requests()).hasSize(Breaker.MINIMUM * 2);
  }

  @Test
  void lostConnectionWithoutBudgetForARetryCountsAsFailure() {
    fetcher =
        new Fetcher(
            upstream.http(), PROFILE, upstream.config(allowing(1, clock), MockUpstream.TIMEOUT));
    upstream.answers(request -> broken());

    for (int i = 0; i < Breaker.MINIMUM; i++) {
      assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(upstream.requests()).hasSize(Breaker.MINIMUM);
    assertThat(fetcher.status("metadata", null).breaker()).isNotEqualTo("closed");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures come from the upstream and so hold for every instance. */
class FailureOriginTest extends FetcherTestBed {

  @ParameterizedTest
  @CsvSource({
    "400, true",
    "404, true",
    "410, true",
    "422, true",
    "429, true",
    "500, true",
    "502, true",
    "503, true",
    "401, false",
    "403, false"
  })
  void statusIsFromTheUpstreamUnlessItIsAboutCredentials(int status, boolean fromUpstream) {
    upstream.answers(status(status));
    assertThat(failure().isFromUpstream()).isEqualTo(fromUpstream);
  }

  @Test
  void forbiddenIsFromAnUpstreamThatIsClosedForAll() {
    UpstreamProfile closing =
        new UpstreamProfile(
            "test", "Testhub", null, Map.of(), Duration.ofMinutes(1), (http, body) -> http);
    fetcher = new Fetcher(upstream.http(), closing, upstream.config());
    upstream.answers(status(403));

    assertThat(failure().isFromUpstream()).isTrue();
    assertThat(failure().isFromUpstream()).as("refused here without a call").isFalse();
    assertThat(upstream.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "[1, 2", "<html></html>"})
  void unreadableBodyIsFromTheUpstream(String body) {
    upstream.answers(200, body);

    MediaSourceException failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(failure.isFromUpstream()).isTrue();
  }

  @Test
  void bodyThatEndsTooEarlyIsAFailureOfThisConnection() {
    upstream.answers(
        new MockResponse.Builder()
            .body("{\"name\": \"a long enough text\"}")
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    assertThat(failure().isFromUpstream()).isFalse();
  }

  @Test
  void brokenConnectionIsNotFromTheUpstream() {
    upstream.answers(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    assertThat(failure().isFromUpstream()).isFalse();
  }

  @Test
  void deadlineIsNotFromTheUpstream() {
    MediaSourceException failure =
        Assertions.catchThrowableOfType(
            MediaSourceException.class, () -> fetch(Call.before(clock.instant())));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure.isFromUpstream()).isFalse();
  }

  @Test
  void silentUpstreamIsATimeoutOfThisInstance() {
    upstream.isSilent();
    MediaSourceException failure =
        Assertions.catchThrowableOfType(
            MediaSourceException.class, () -> fetch(Call.before(clock.instant().plusMillis(200))));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure.isFromUpstream()).isFalse();
  }

  @Test
  void spentBudgetIsNotFromTheUpstream() {
    Budget budget = allowing(1, clock);
    fetcher = new Fetcher(upstream.http(), PROFILE, upstream.config(budget, MockUpstream.TIMEOUT));
    upstream.answers(found());
    fetch();

    MediaSourceException failure = failure();
    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure.isFromUpstream()).isFalse();
  }

  @Test
  void openBreakerIsNotFromTheUpstream() {
    upstream.answers(status(500));
    for (int i = 0; i < Breaker.MINIMUM; i++) {
      assertThat(failure().isFromUpstream()).isTrue();
    }

    assertThat(failure().isFromUpstream()).isFalse();
    assertThat(upstream.requests()).hasSize(Breaker.MINIMUM);
  }
}

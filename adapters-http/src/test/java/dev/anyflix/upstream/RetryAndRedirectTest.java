package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.util.List;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a request is sent again, and where to. */
class RetryAndRedirectTest extends FetcherTestBed {

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void temporaryOutageIsRetried(int status) {
    answersInTurn(status(status), found());

    assertThat(fetch()).isEqualTo(Answer.of("x"));
    assertThat(outcomes).containsExactly(Outcome.UNAVAILABLE, Outcome.OK);
    assertThat(fetcher.status("metadata", null).requests()).isEqualTo(2);
    assertThat(fetcher.status("metadata", null).errors()).isEqualTo(1);
  }

  @Test
  void persistentOutageIsRetriedOnce() {
    upstream.answers(503, "{}");
    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void retryTakesFromTheBudget() {
    fetcher =
        new Fetcher(
            upstream.http(), PROFILE, upstream.config(allowing(1, clock), MockUpstream.TIMEOUT));
    upstream.answers(503, "{}");

    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(upstream.requests()).hasSize(1);
    assertThat(outcomes).containsExactly(Outcome.UNAVAILABLE, Outcome.BUDGET_SPENT);
  }

  @Test
  void noRetryAfterTheDeadline() {
    answersInTurn(status(503), found());
    Call call = Call.before(clock.instant().plusMillis(40));

    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, () -> fetch(call));
    assertThat(failure.kind()).isIn(Kind.UNAVAILABLE, Kind.TIMED_OUT);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void redirectWithinTheHostIsFollowed() {
    answersInTurn(moved(301, "/new"), moved(308, "newer?x=1"), found());

    assertThat(fetch()).isEqualTo(Answer.of("x"));
    assertThat(upstream.lastRequest().getTarget()).isEqualTo("/newer?x=1");
    assertThat(outcomes).containsExactly(Outcome.REDIRECTED, Outcome.REDIRECTED, Outcome.OK);
  }

  @Test
  void redirectToAnotherHostIsNotFollowed() {
    try (MockUpstream other = MockUpstream.open()) {
      other.answers(request -> found());
      String sameNameOtherPort = other.server().url("/").toString();
      String otherName = sameNameOtherPort.replace(other.server().getHostName(), "127.0.0.1");
      for (String location :
          List.of(
              otherName, sameNameOtherPort, "ftp://x/", "http://[", "https://elsewhere.test/")) {
        upstream.answers(moved(302, location));
        assertThat(failure().kind()).as(location).isEqualTo(Kind.UNREADABLE);
        clock.advance(Breaker.OPEN_FOR.plusSeconds(1));
      }
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void redirectLoopEnds() {
    upstream.answers(moved(302, "/round"));
    assertThat(failure().kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(upstream.requests()).hasSize(ResponseHandler.MAX_REDIRECTS + 1);
  }

  @Test
  void redirectDoesNotTurnAPostIntoAGet() {
    upstream.answers(moved(302, "/new"));
    Request post =
        new Request.Builder()
            .url(fetcher.address().build())
            .post(RequestBody.create(new byte[] {'{', '}'}, null))
            .build();
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class,
            () -> fetcher.fetch(post, upstream.call(), json -> "never"));
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(upstream.requests()).hasSize(1);
  }
}

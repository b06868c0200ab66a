package dev.anyflix.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Budget;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.http.UpstreamListener.Outcome;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statuses, budget, breaker, retries and redirects; see {@link HostileAnswersTest} for the rest.
 */
class FetcherTest {

  private static final UpstreamProfile PROFILE =
      new UpstreamProfile("test", "Testhub", null, Map.of(), null, (http, body) -> http);

  private final ManualClock clock = new ManualClock();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final StandIn upstream =
      new StandIn(clock, (id, outcome, duration) -> outcomes.add(outcome));
  private Fetcher fetcher = new Fetcher(upstream.http(), PROFILE, upstream.config());

  @AfterEach
  void close() {
    upstream.close();
  }

  private Answer<String> fetch() {
    return fetch(upstream.call());
  }

  private Answer<String> fetch(Call call) {
    Request request = new Request.Builder().url(fetcher.address().build()).build();
    return fetcher.fetch(request, call, json -> String.valueOf(json.text("name")));
  }

  private MediaSourceException failure() {
    return catchThrowableOfType(MediaSourceException.class, this::fetch);
  }

  private void answersInTurn(MockResponse... responses) {
    Queue<MockResponse> queue = new ConcurrentLinkedQueue<>(List.of(responses));
    upstream.answers(request -> queue.remove());
  }

  private static MockResponse status(int status) {
    return StandIn.json(status, "{}").build();
  }

  private static MockResponse found() {
    return StandIn.json(200, "{\"name\": \"x\"}").build();
  }

  private static MockResponse moved(int status, String location) {
    return StandIn.json(status, "{}").addHeader("Location", location).build();
  }

  private static Budget allowing(int calls, ManualClock clock) {
    return new TokenBucket(calls * 3, Duration.ofMinutes(1), clock);
  }

  @ParameterizedTest
  @CsvSource({
    "400, REJECTED",
    "401, REJECTED",
    "403, REJECTED",
    "404, NOT_FOUND",
    "405, REJECTED",
    "410, NOT_FOUND",
    "422, REJECTED",
    "429, RATE_LIMITED",
    "500, UNAVAILABLE",
    "501, UNAVAILABLE",
    "204, UNREADABLE",
    "206, UNREADABLE",
    "304, UNREADABLE"
  })
  void everyStatusHasItsKindAndIsAskedOnce(int status, Kind kind) {
    boolean bodiless = status == 204 || status == 304;
    upstream.answers(bodiless ? new MockResponse.Builder().code(status).build() : status(status));

    assertThat(failure().kind()).isEqualTo(kind);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void notFoundWithoutJsonIsAboutTheAddressNotTheMedium() {
    upstream.answers(new MockResponse.Builder().code(404).body("<h1>nginx</h1>").build());
    assertThat(failure().kind()).isEqualTo(Kind.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503, 504})
  void aPassingOutageIsTriedOnceMore(int status) {
    answersInTurn(status(status), found());

    assertThat(fetch()).isEqualTo(Answer.of("x"));
    assertThat(outcomes).containsExactly(Outcome.UNAVAILABLE, Outcome.OK);
    assertThat(fetcher.status("metadata", null).requests()).isEqualTo(2);
    assertThat(fetcher.status("metadata", null).errors()).isEqualTo(1);
  }

  @Test
  void aLastingOutageIsTriedTwiceAndNoMore() {
    upstream.answers(503, "{}");
    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void aSecondTryCostsBudgetToo() {
    fetcher =
        new Fetcher(upstream.http(), PROFILE, upstream.config(allowing(1, clock), StandIn.TIMEOUT));
    upstream.answers(503, "{}");

    assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(upstream.requests()).hasSize(1);
    assertThat(outcomes).containsExactly(Outcome.UNAVAILABLE, Outcome.BUDGET_SPENT);
  }

  @Test
  void noSecondTryComesAfterTheDeadline() {
    answersInTurn(status(503), found());
    Call call = Call.before(clock.instant().plusMillis(40));

    MediaSourceException failure =
        catchThrowableOfType(MediaSourceException.class, () -> fetch(call));
    assertThat(failure.kind()).isIn(Kind.UNAVAILABLE, Kind.TIMED_OUT);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void anOutageThatSaysWhenItEndsIsLeftAloneUntilThen() {
    upstream.answers(StandIn.json(503, "{}").addHeader("Retry-After", "20").build());
    MediaSourceException first = failure();
    assertThat(first.retryAfter()).isEqualTo(Duration.ofSeconds(20));

    clock.advance(Duration.ofSeconds(19));
    assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(upstream.requests()).hasSize(1);
    assertThat(outcomes).containsExactly(Outcome.UNAVAILABLE, Outcome.HELD_BACK);
  }

  @Test
  void aCallBeyondTheBudgetIsRefusedAtOnceAndToldWhenToComeBack() {
    fetcher =
        new Fetcher(upstream.http(), PROFILE, upstream.config(allowing(2, clock), StandIn.TIMEOUT));
    upstream.answers(request -> found());
    fetch();
    fetch();
    MediaSourceException refused = failure();

    assertThat(refused.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(refused).hasMessage("The calls that Testhub allows are used up for now");
    assertThat(upstream.requests()).hasSize(2);
    clock.advance(refused.retryAfter());
    assertThat(fetch()).isEqualTo(Answer.of("x"));
  }

  @Test
  void aLimitGivenAsADateIsUnderstood() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().plusSeconds(42).atOffset(java.time.ZoneOffset.UTC));
    upstream.answers(StandIn.json(429, "{}").addHeader("Retry-After", date).build());

    assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(42));
  }

  @ParameterizedTest
  @CsvSource({
    "Retry-After, soon, 30",
    "Retry-After, -5, 30",
    "Retry-After, 0, 1",
    "Retry-After, 99999999999, 3600",
    "X-RateLimit-Reset, 1767225625, 25",
    "X-RateLimit-Reset, 99999999999, 30",
    "X-Other, 1, 30"
  })
  void aSenselessLimitIsReplacedBySomethingSensible(String header, String value, long seconds) {
    upstream.answers(StandIn.json(429, "{}").addHeader(header, value).build());

    assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void whatTheUpstreamSaysIsLeftIsBelieved() {
    upstream.answers(StandIn.json(200, "{}").addHeader("X-RateLimit-Remaining", "1").build());
    fetch();
    assertThat(fetcher.status("metadata", null).budgetLeft()).isEqualTo(1);
    fetch();
    assertThat(failure().kind()).isEqualTo(Kind.RATE_LIMITED);
  }

  @Test
  void theBreakerOpensAfterFiveFailuresAndLetsOneTryLater() {
    upstream.answers(500, "{}");
    for (int i = 0; i < Breaker.MINIMUM; i++) {
      failure();
    }
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("open");
    assertThat(fetcher.status("metadata", null).reason()).isEqualTo("Testhub is down for now");
    MediaSourceException held = failure();
    assertThat(held.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(held.retryAfter()).isEqualTo(Breaker.OPEN_FOR);
    assertThat(upstream.requests()).hasSize(Breaker.MINIMUM);

    upstream.answers(request -> found());
    clock.advance(Breaker.OPEN_FOR.plusMillis(1));
    fetch();
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("half_open");
    fetch();
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
  }

  @Test
  void answersThatAreNotTheUpstreamsFaultNeverOpenTheBreaker() {
    for (int status : new int[] {400, 401, 404, 422, 404, 400, 404, 404}) {
      upstream.answers(status, "{}");
      failure();
    }
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
  }

  @Test
  void aRedirectWithinTheHostIsFollowed() {
    answersInTurn(moved(301, "/new"), moved(308, "newer?x=1"), found());

    assertThat(fetch()).isEqualTo(Answer.of("x"));
    assertThat(upstream.lastRequest().getTarget()).isEqualTo("/newer?x=1");
    assertThat(outcomes).containsExactly(Outcome.REDIRECTED, Outcome.REDIRECTED, Outcome.OK);
  }

  @Test
  void aRedirectElsewhereIsNotFollowed() {
    try (StandIn other = StandIn.open()) {
      other.answers(request -> found());
      String sameNameOtherPort = other.server().url("/").toString();
      String otherName = sameNameOtherPort.replace(other.server().getHostName(), "127.0.0.1");
      for (String location : List.of(otherName, sameNameOtherPort, "ftp://x/", "http://[", "")) {
        upstream.answers(moved(302, location.isEmpty() ? "https://elsewhere.test/" : location));
        assertThat(failure().kind()).as(location).isEqualTo(Kind.UNREADABLE);
        clock.advance(Breaker.OPEN_FOR.plusSeconds(1));
      }
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void endlessRedirectsEnd() {
    upstream.answers(moved(302, "/round"));
    assertThat(failure().kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(upstream.requests()).hasSize(Judge.MAX_REDIRECTS + 1);
  }

  @Test
  void aPostIsNotTurnedIntoAGetByARedirect() {
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

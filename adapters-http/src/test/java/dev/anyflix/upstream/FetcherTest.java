package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses, budget and breaker. */
class FetcherTest extends FetcherTestBed {

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
  void statusMapsToItsKindAfterOneRequest(int status, Kind kind) {
    boolean bodiless = status == 204 || status == 304;
    upstream.answers(bodiless ? new MockResponse.Builder().code(status).build() : status(status));

    assertThat(failure().kind()).isEqualTo(kind);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void notFoundWithoutJsonBlamesTheUrl() {
    upstream.answers(new MockResponse.Builder().code(404).body("<h1>nginx</h1>").build());
    assertThat(failure().kind()).isEqualTo(Kind.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void notFoundForAListBlamesTheUrlAndKeepsTheBreakerClosed(int status) {
    upstream.answers(status, "{}");
    Request list = new Request.Builder().url(fetcher.address().build()).build();

    for (int i = 0; i < Breaker.MINIMUM + 1; i++) {
      MediaSourceException failure =
          catchThrowableOfType(
              MediaSourceException.class,
              () -> fetcher.fetch(list, upstream.call(), json -> "never"));
      assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(failure)
          .hasMessage("Testhub has no API at this address (HTTP %d). Check its URL.", status);
    }
  }

  @Test
  void outageWithRetryAfterPausesCalls() {
    upstream.answers(MockUpstream.json(503, "{}").addHeader("Retry-After", "20").build());
    MediaSourceException first = failure();
    assertThat(first.retryAfter()).isEqualTo(Duration.ofSeconds(20));

    clock.advance(Duration.ofSeconds(19));
    assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(upstream.requests()).hasSize(1);
    assertThat(outcomes).containsExactly(Outcome.UNAVAILABLE, Outcome.HELD_BACK);
  }

  @Test
  void callOverTheBudgetIsRefusedWithRetryAfter() {
    fetcher =
        new Fetcher(
            upstream.http(), PROFILE, upstream.config(allowing(2, clock), MockUpstream.TIMEOUT));
    upstream.answers(request -> found());
    fetch();
    fetch();
    MediaSourceException refused = failure();

    assertThat(refused.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(refused).hasMessage("Testhub request budget used up.");
    assertThat(upstream.requests()).hasSize(2);
    clock.advance(refused.retryAfter());
    assertThat(fetch()).isEqualTo(Answer.of("x"));
  }

  @Test
  void retryAfterDateIsParsed() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            clock.instant().plusSeconds(42).atOffset(ZoneOffset.UTC));
    upstream.answers(MockUpstream.json(429, "{}").addHeader("Retry-After", date).build());

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
  void malformedRetryAfterIsReplaced(String header, String value, long seconds) {
    upstream.answers(MockUpstream.json(429, "{}").addHeader(header, value).build());

    assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"500, ", "503, ", "403, 60"})
  void rateLimitResetIsNotTheEndOfAnOutage(int status, @Nullable Long seconds) {
    var closing =
        new UpstreamProfile(
            "test", "Testhub", null, Map.of(), Duration.ofSeconds(60), (http, body) -> http);
    fetcher = new Fetcher(upstream.http(), closing, upstream.config());
    long reset = clock.instant().plusSeconds(42).getEpochSecond();
    upstream.answers(
        MockUpstream.json(status, "{}")
            .addHeader("X-RateLimit-Reset", Long.toString(reset))
            .build());

    assertThat(failure().retryAfter())
        .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    assertThat(fetcher.status("metadata", null).reason() == null).isEqualTo(seconds == null);
  }

  @Test
  void remainingCallsFromHeadersAreObserved() {
    upstream.answers(MockUpstream.json(200, "{}").addHeader("X-RateLimit-Remaining", "1").build());
    fetch();
    assertThat(fetcher.status("metadata", null).budgetLeft()).isEqualTo(1);
    fetch();
    assertThat(failure().kind()).isEqualTo(Kind.RATE_LIMITED);
  }

  @Test
  void noRemainingCallsPausesUntilTheReset() {
    long reset = clock.instant().plusSeconds(42).getEpochSecond();
    upstream.answers(
        MockUpstream.json(200, "{}")
            .addHeader("X-RateLimit-Remaining", "0")
            .addHeader("X-RateLimit-Reset", Long.toString(reset))
            .build());
    fetch();

    assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(42));
    assertThat(fetcher.status("metadata", null).budgetLeft()).isZero();
    clock.advance(Duration.ofSeconds(42));
    assertThat(fetch()).isNotNull();
    assertThat(upstream.requests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"429, 20", "503, 20", "403, 60"})
  void pauseIsPassedToTheSharedBudget(int status, long seconds) {
    var closing =
        new UpstreamProfile(
            "test", "Testhub", null, Map.of(), Duration.ofSeconds(60), (http, body) -> http);
    Budget budget = allowing(2, clock);
    fetcher = new Fetcher(upstream.http(), closing, upstream.config(budget, MockUpstream.TIMEOUT));
    MockResponse.Builder answer = MockUpstream.json(status, "{}");
    upstream.answers((status == 403 ? answer : answer.addHeader("Retry-After", "20")).build());
    failure();

    assertThat(budget.tryTake(Urgency.FOREGROUND)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void breakerOpensAfterFiveFailuresAndPermitsAProbeLater() {
    upstream.answers(500, "{}");
    for (int i = 0; i < Breaker.MINIMUM; i++) {
      failure();
    }
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("open");
    Availability paused = fetcher.status("metadata", null).availability();
    assertThat(paused.state()).isEqualTo(Availability.State.PAUSED);
    assertThat(paused.reason()).isEqualTo("Testhub unavailable (HTTP 500).");
    assertThat(paused.since()).isEqualTo(clock.instant());
    assertThat(paused.nextAttemptAt()).isEqualTo(clock.instant().plus(Breaker.OPEN_FOR));
    MediaSourceException held = failure();
    assertThat(held.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(held.retryAfter()).isEqualTo(Breaker.OPEN_FOR);
    assertThat(upstream.requests()).hasSize(Breaker.MINIMUM);

    upstream.answers(request -> found());
    clock.advance(Breaker.OPEN_FOR.plusMillis(1));
    fetch();
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
    assertThat(fetcher.status("metadata", null).availability()).isEqualTo(Availability.ok());
  }

  @Test
  void halfOpenBreakerPermitsOneProbe() throws InterruptedException {
    upstream.answers(500, "{}");
    for (int i = 0; i < Breaker.MINIMUM; i++) {
      failure();
    }
    clock.advance(Breaker.OPEN_FOR.plusMillis(1));
    var arrived = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    upstream.answers(
        request -> {
          arrived.countDown();
          await(answered);
          return found();
        });
    CompletableFuture<Answer<String>> probe = CompletableFuture.supplyAsync(this::fetch);
    arrived.await();

    for (int i = 0; i < 5; i++) {
      assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    }
    answered.countDown();
    assertThat(probe.join()).isEqualTo(Answer.of("x"));
    assertThat(upstream.requests()).hasSize(Breaker.MINIMUM + 1);
    assertThat(fetch()).isEqualTo(Answer.of("x"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void answersOfAHealthyUpstreamNeverOpenTheBreaker() {
    for (int status : new int[] {400, 401, 404, 422, 404, 400, 404, 404}) {
      upstream.answers(status, "{}");
      failure();
    }
    assertThat(fetcher.status("metadata", null).breaker()).isEqualTo("closed");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"ok\"', true",
    "'W/\"ok\"', true",
    "ok, false",
    "'\"ü\"', false",
    "'\"a\nb\"', false"
  })
  void onlyAWellFormedValidatorIsSent(String validator, boolean sent) {
    upstream.answers(request -> found());
    fetch(new Call(clock.instant().plusSeconds(9), Urgency.FOREGROUND, validator));

    assertThat(upstream.lastRequest().getHeaders().get("If-None-Match"))
        .isEqualTo(sent ? validator : null);
  }

  @Test
  void connectionIsReused() {
    upstream.answers(request -> found());
    fetch();
    fetch();

    assertThat(upstream.lastRequest().getConnectionIndex()).isZero();
    assertThat(upstream.lastRequest().getExchangeIndex()).isEqualTo(1);
  }
}

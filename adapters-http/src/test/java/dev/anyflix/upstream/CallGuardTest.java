package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.budget.CallPermit;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.upstream.AttemptException.Health;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallGuardTest {

  private final ManualClock clock = new ManualClock();
  private final TokenBucket budget = new TokenBucket(Quota.perMinute(60), clock);
  private final CallGuard guard = new CallGuard("Sample", budget, clock);

  private interface Step {
    void run() throws AttemptException;
  }

  private static AttemptException refused(Step step) {
    AttemptException refusal = catchThrowableOfType(AttemptException.class, step::run);
    assertThat(refusal).isNotNull();
    assertThat(refusal.health()).isEqualTo(Health.UNKNOWN);
    return refusal;
  }

  private static Call call() {
    return Call.before(Instant.MAX);
  }

  private void call(AttemptException failure) throws AttemptException {
    guard.begin();
    guard.end(failure);
  }

  private static AttemptException failure(Kind kind, Health health) {
    return AttemptException.local(kind, "Sample failed.", health, false);
  }

  private void openBreaker() throws AttemptException {
    for (int i = 0; i < Breaker.MINIMUM; i++) {
      call(failure(Kind.UNAVAILABLE, Health.UNHEALTHY));
    }
  }

  private void spendBudget() {
    Duration wait = Duration.ZERO;
    while (wait.isZero()) {
      wait = budget.tryTake(Urgency.FOREGROUND);
    }
  }

  @Test
  void pauseRefusesCallsUntilItsEnd() throws Exception {
    guard.pause(Duration.ofSeconds(30));

    for (Step step : new Step[] {guard::begin, () -> guard.permit(call())}) {
      AttemptException refusal = refused(step);
      assertThat(refusal.outcome()).isEqualTo(Outcome.HELD_BACK);
      assertThat(refusal.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(refusal.failure().retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }
    clock.advance(Duration.ofSeconds(30));
    guard.begin();
    guard.permit(call());
  }

  @Test
  void shorterPauseDoesNotEndALongerOne() {
    guard.pause(Duration.ofSeconds(30));
    guard.pause(Duration.ofSeconds(5));
    clock.advance(Duration.ofSeconds(10));

    assertThat(refused(guard::begin).failure().retryAfter()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void openBreakerRefusesCallsWithTheCauseOfTheOutage() throws Exception {
    openBreaker();

    AttemptException refusal = refused(guard::begin);
    assertThat(refusal.outcome()).isEqualTo(Outcome.HELD_BACK);
    assertThat(refusal.failure().retryAfter()).isEqualTo(Breaker.OPEN_FOR);
    assertThat(refusal).hasMessage("Sample failed.");
    assertThat(refused(() -> guard.permit(call())).outcome()).isEqualTo(Outcome.HELD_BACK);
  }

  @Test
  void breakerPermitsOneProbeAndClosesWhenItSucceeds() throws Exception {
    openBreaker();
    clock.advance(Breaker.OPEN_FOR.plusMillis(1));

    guard.begin();
    refused(guard::begin);
    guard.end(null);
    assertThat(guard.breakerState()).isEqualTo(Breaker.CLOSED);
    guard.begin();
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, UNHEALTHY, open",
    "RATE_LIMITED, HEALTHY, closed",
    "REJECTED, HEALTHY, closed",
    "UNAVAILABLE, UNKNOWN, closed"
  })
  void onlyAnUnhealthyUpstreamOpensTheBreaker(Kind kind, Health health, String state)
      throws Exception {
    for (int i = 0; i < Breaker.WINDOW && guard.breakerState().equals(Breaker.CLOSED); i++) {
      call(failure(kind, health));
    }

    assertThat(guard.breakerState()).isEqualTo(state);
  }

  @Test
  void abandonedProbeLetsAnotherOneBegin() throws Exception {
    openBreaker();
    clock.advance(Breaker.OPEN_FOR.plusMillis(1));
    guard.begin();
    guard.abandon();

    guard.begin();
  }

  @Test
  void spentBudgetRefusesARequestAndSaysWhenToTryAgain() throws Exception {
    spendBudget();

    AttemptException refusal = refused(() -> guard.permit(call()));
    assertThat(refusal.outcome()).isEqualTo(Outcome.BUDGET_SPENT);
    assertThat(refusal.failure().kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(refusal.failure().retryAfter()).isPositive();
    assertThat(refusal.failure().isFromUpstream()).isFalse();
  }

  @Test
  void permitOfTheCallPaysForItsFirstRequestOnly() throws Exception {
    spendBudget();
    Call call = new Call(Instant.MAX, Urgency.FOREGROUND, null, CallPermit.granted());

    guard.permit(call);
    assertThat(refused(() -> guard.permit(call)).outcome()).isEqualTo(Outcome.BUDGET_SPENT);
  }
}

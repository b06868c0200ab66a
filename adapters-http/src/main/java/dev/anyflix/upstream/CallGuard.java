package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.CallPermit;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.Availability.State;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.AttemptException.Health;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request to one upstream may be sent now: calls are not paused, the circuit
 * breaker is not open, the call has a permit or the budget has a unit left. Never waits. Thread
 * safe.
 */
final class CallGuard {

  private final String upstream;
  private final Budget budget;
  private final Clock clock;
  private final Outage outage;
  private final MemoizingSupplier<Breaker> breaker;

  /** Milliseconds since 1970 until which calls are paused. */
  private final AtomicLong pausedUntil = new AtomicLong();

  private volatile @Nullable Instant pausedSince;

  CallGuard(String upstream, Budget budget, Clock clock) {
    this.upstream = upstream;
    this.budget = budget;
    this.clock = clock;
    outage = new Outage(upstream, clock);
    breaker = new MemoizingSupplier<>(() -> new Breaker(upstream, outage, clock));
  }

  /** Begins a call; {@link #end} or {@link #abandon} must follow. */
  void begin() throws AttemptException {
    checkPause();
    if (!breaker.get().tryAcquire()) {
      throw breakerOpen();
    }
  }

  /**
   * Permits one HTTP request of a call that has begun. The call's permit pays for the first, the
   * budget for every further one.
   */
  void permit(Call call) throws AttemptException {
    checkPause();
    if (isBreakerOpen()) {
      throw breakerOpen();
    }
    CallPermit permit = call.permit();
    if (permit != null && permit.use()) {
      return;
    }
    Duration wait = budget.tryTake(call.urgency());
    if (!wait.isZero()) {
      throw budgetSpent(wait);
    }
  }

  /**
   * Ends a call that has begun.
   *
   * @param failure null when the call succeeded, whether or not an attempt failed before
   */
  void end(@Nullable AttemptException failure) {
    if (failure == null) {
      breaker.get().recordSuccess();
      outage.ended();
      return;
    }
    boolean isRefused = failure.failure().kind() == Kind.REJECTED;
    if (isRefused || failure.health() == Health.UNHEALTHY) {
      outage.failed(String.valueOf(failure.getMessage()));
    } else if (failure.health() == Health.HEALTHY) {
      outage.ended();
    }
    switch (failure.health()) {
      case HEALTHY -> breaker.get().recordSuccess();
      case UNHEALTHY -> breaker.get().recordFailure(failure);
      case UNKNOWN -> breaker.get().release();
    }
  }

  /** Ends a call that broke off for a reason of our own, such as an {@link Error}. */
  void abandon() {
    breaker.get().release();
  }

  /** Permits no request for some time; a shorter pause does not end a longer one. */
  void pause(Duration time) {
    if (remainingPause().isZero()) {
      pausedSince = clock.instant();
    }
    pausedUntil.accumulateAndGet(clock.instant().plus(time).toEpochMilli(), Math::max);
  }

  AttemptException budgetSpent(Duration wait) {
    String message = upstream + " request budget used up.";
    return refusal(Kind.RATE_LIMITED, message, wait, Outcome.BUDGET_SPENT);
  }

  String breakerState() {
    return breaker.isCreated() ? breaker.get().state() : Breaker.CLOSED;
  }

  /** Whether requests are permitted now, the budget aside. */
  Availability availability() {
    Outage.Current current = outage.current();
    Instant since = current == null ? null : current.since();
    if (!remainingPause().isZero()) {
      Instant end = Instant.ofEpochMilli(pausedUntil.get());
      return new Availability(
          State.PAUSED, pausedMessage(), since == null ? pausedSince : since, end);
    }
    if (current == null) {
      return Availability.ok();
    }
    return isBreakerOpen()
        ? new Availability(State.PAUSED, current.cause(), since, breaker.get().nextAttemptAt())
        : new Availability(State.FAILING, current.cause(), since, null);
  }

  private void checkPause() throws AttemptException {
    Duration pause = remainingPause();
    if (!pause.isZero()) {
      throw refusal(Kind.UNAVAILABLE, pausedMessage(), pause, Outcome.HELD_BACK);
    }
  }

  private AttemptException breakerOpen() {
    Duration wait = breaker.get().remainingOpenTime();
    return refusal(Kind.UNAVAILABLE, breakerOpenMessage(), wait, Outcome.HELD_BACK);
  }

  private String pausedMessage() {
    return upstream + " unavailable: it asked to pause calls.";
  }

  /** The cause of the outage, so that callers and the log see one reason throughout. */
  private String breakerOpenMessage() {
    Outage.Current current = outage.current();
    return current == null ? upstream + " unavailable: circuit breaker open." : current.cause();
  }

  private boolean isBreakerOpen() {
    return breaker.isCreated() && breaker.get().isOpen();
  }

  private Duration remainingPause() {
    return Duration.ofMillis(Math.max(0, pausedUntil.get() - clock.instant().toEpochMilli()));
  }

  private static AttemptException refusal(
      Kind kind, String message, Duration wait, Outcome outcome) {
    return AttemptException.notSent(new MediaSourceException(kind, message, wait, null), outcome);
  }
}

package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.FailedAttempt.Blame;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a call may begin and a request may go out now: the upstream is not cooling down,
 * its breaker is closed, its budget is not spent. Nobody waits here. Thread safe.
 */
final class Gate {

  private final String upstream;
  private final Budget budget;
  private final Clock clock;
  private final Lazy<Breaker> breaker;

  /** Milliseconds since 1970 until which nothing is let out. */
  private final AtomicLong coolUntil = new AtomicLong();

  Gate(String upstream, Budget budget, Clock clock) {
    this.upstream = upstream;
    this.budget = budget;
    this.clock = clock;
    breaker = new Lazy<>(() -> new Breaker(upstream, clock));
  }

  /** Begins a call; {@link #leave} must follow. */
  void enter() throws FailedAttempt {
    checkCooling();
    if (!breaker.get().allows()) {
      throw down();
    }
  }

  /** Lets one request of a call out that has entered. */
  void pass(Urgency urgency) throws FailedAttempt {
    checkCooling();
    if (isDown()) {
      throw down();
    }
    Duration wait = budget.tryTake(urgency);
    if (!wait.isZero()) {
      throw spent(wait);
    }
  }

  private void checkCooling() throws FailedAttempt {
    Duration cooling = cooling();
    if (!cooling.isZero()) {
      throw held(Kind.UNAVAILABLE, upstream + " is closed for now", cooling, Outcome.HELD_BACK);
    }
  }

  private FailedAttempt down() {
    String message = upstream + " is down for now";
    return held(Kind.UNAVAILABLE, message, breaker.get().opensIn(), Outcome.HELD_BACK);
  }

  /**
   * Learns how a call that has entered ended; what went wrong on the way and was mended is well.
   */
  void leave(@Nullable FailedAttempt failure) {
    if (failure == null || failure.blame() == Blame.NOBODY) {
      breaker.get().succeeded();
    } else if (failure.blame() == Blame.UPSTREAM) {
      breaker.get().failed(failure);
    } else {
      breaker.get().release();
    }
  }

  /** Lets nothing out for some time. */
  void coolDown(Duration time) {
    coolUntil.accumulateAndGet(clock.instant().plus(time).toEpochMilli(), Math::max);
  }

  FailedAttempt spent(Duration wait) {
    String message = upstream + " can take no more calls for now";
    return held(Kind.RATE_LIMITED, message, wait, Outcome.BUDGET_SPENT);
  }

  String breakerState() {
    return breaker.isMade() ? breaker.get().state() : Breaker.CLOSED;
  }

  /** Why nothing is let out for now, or null when it is. */
  @Nullable String closedBecause() {
    if (!cooling().isZero()) {
      return upstream + " is closed for now";
    }
    return isDown() ? upstream + " is down for now" : null;
  }

  private boolean isDown() {
    return breaker.isMade() && breaker.get().open();
  }

  private Duration cooling() {
    return Duration.ofMillis(Math.max(0, coolUntil.get() - clock.instant().toEpochMilli()));
  }

  private static FailedAttempt held(Kind kind, String message, Duration wait, Outcome outcome) {
    return FailedAttempt.notMade(new MediaSourceException(kind, message, wait, null), outcome);
  }
}

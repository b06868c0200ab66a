package dev.anyflix.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fixed-window rate limiter, as AniList has one: the first call opens a window, and the count
 * restarts when its period is over. Thread safe.
 */
final class CallBudget {

  /**
   * The decision about one call.
   *
   * @param allowed whether the call is within the limit
   * @param limit calls per window
   * @param remaining calls left in this window
   * @param resetsAt when the window ends
   * @param retryAfter time until the window ends, in whole seconds rounded up
   */
  record Grant(boolean allowed, int limit, int remaining, Instant resetsAt, Duration retryAfter) {}

  private final Clock clock;
  private @Nullable Rate current;
  private Instant opened = Instant.EPOCH;
  private int used;

  CallBudget(Clock clock) {
    this.clock = clock;
  }

  synchronized Grant take(Rate rate) {
    Instant now = clock.instant();
    if (!rate.equals(current) || !now.isBefore(opened.plus(rate.period()))) {
      current = rate;
      opened = now;
      used = 0;
    }
    boolean allowed = used < rate.calls();
    if (allowed) {
      used++;
    }
    Instant end = opened.plus(rate.period());
    Duration left = Duration.between(now, end);
    Duration seconds = Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds());
    return new Grant(allowed, rate.calls(), rate.calls() - used, end, seconds);
  }
}

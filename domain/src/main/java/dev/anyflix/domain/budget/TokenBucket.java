package dev.anyflix.domain.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A budget of this process alone: the generic cell rate algorithm, a token bucket that keeps one
 * number. Thread safe, without locks.
 *
 * @see Quota
 */
public final class TokenBucket implements Budget {

  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final Quota quota;
  private final Clock clock;
  private final Instant epoch;

  /** Nanoseconds in which one call comes back. */
  private final long interval;

  private final long burst;

  /** Nanoseconds since {@link #epoch} at which the bucket is full again. */
  private final AtomicLong fullAt = new AtomicLong(Long.MIN_VALUE / 2);

  /** Nanoseconds since {@link #epoch} until which nothing is granted. */
  private final AtomicLong pausedUntil = new AtomicLong(Long.MIN_VALUE / 2);

  /**
   * @param limit calls allowed in any {@code period}, more than zero
   * @param period more than zero
   */
  public TokenBucket(double limit, Duration period, Clock clock) {
    this(Quota.of(limit, period), clock);
  }

  /** A full bucket. */
  public TokenBucket(Quota quota, Clock clock) {
    this.quota = quota;
    this.clock = clock;
    epoch = clock.instant();
    burst = quota.burst();
    interval = quota.interval().toNanos();
  }

  /** So many calls in any minute. */
  public static TokenBucket perMinute(double limit, Clock clock) {
    return new TokenBucket(Quota.perMinute(limit), clock);
  }

  /** So many calls in any second. */
  public static TokenBucket perSecond(double limit, Clock clock) {
    return new TokenBucket(Quota.perSecond(limit), clock);
  }

  @Override
  public Duration tryTake(Urgency urgency) {
    long room = (burst - 1 - quota.leftTo(urgency)) * interval;
    while (true) {
      long now = now();
      long pause = pausedUntil.get() - now;
      if (pause > 0) {
        return Duration.ofNanos(pause);
      }
      long known = fullAt.get();
      long full = Math.max(now, plausible(known, now));
      long early = full - room - now;
      if (early > 0) {
        return Duration.ofNanos(early);
      }
      if (fullAt.compareAndSet(known, full + interval)) {
        return Duration.ZERO;
      }
    }
  }

  @Override
  public void pause(Duration time) {
    Duration bounded = time.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : time;
    pausedUntil.accumulateAndGet(now() + bounded.toNanos(), Math::max);
  }

  @Override
  public void observe(long remaining, @Nullable Duration resetsIn) {
    if (remaining == 0 && resetsIn != null) {
      pause(resetsIn);
    }
    if (remaining < burst) {
      fullAt.accumulateAndGet(now() + (burst - remaining) * interval, Math::max);
    }
  }

  @Override
  public boolean isPaused() {
    return pausedUntil.get() > now();
  }

  @Override
  public double limit() {
    return quota.limit();
  }

  @Override
  public double left() {
    long now = now();
    if (pausedUntil.get() > now) {
      return 0;
    }
    long missing = Math.max(0, plausible(fullAt.get(), now) - now);
    return quota.left(Duration.ofNanos(missing));
  }

  @Override
  public Duration period() {
    return quota.period();
  }

  /** A full bucket is never further away than an empty one takes, unless the clock was set back. */
  private long plausible(long fullAt, long now) {
    return Math.min(fullAt, now + burst * interval);
  }

  private long now() {
    return Duration.between(epoch, clock.instant()).toNanos();
  }

  @Override
  public double capacity() {
    return quota.burst();
  }
}

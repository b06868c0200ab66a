package dev.anyflix.http;

import dev.anyflix.domain.media.Budget;
import dev.anyflix.domain.media.Call.Urgency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A budget of this process alone: the generic cell rate algorithm, a token bucket that keeps one
 * number.
 *
 * <p>Of {@code limit} calls a third may be made in a burst; the rest come back evenly. The rate is
 * chosen so that no window of one period, wherever it begins, holds more than {@code limit} calls,
 * not even the first one. A {@code limit} that is no whole number is rounded down, or, below one,
 * makes the period longer. Thread safe, without locks.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-I.371-200403-I">ITU-T I.371, annex A.1: the virtual
 *     scheduling form of the algorithm</a>
 */
public final class TokenBucket implements Budget {

  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final double limit;
  private final Duration period;
  private final Clock clock;
  private final Instant epoch;

  /** Nanoseconds in which one call comes back. */
  private final long interval;

  private final long burst;
  private final long reserve;

  /** Nanoseconds since {@link #epoch} at which the bucket is full again. */
  private final AtomicLong fullAt = new AtomicLong(Long.MIN_VALUE / 2);

  /** Nanoseconds since {@link #epoch} until which nothing is granted. */
  private final AtomicLong pausedUntil = new AtomicLong(Long.MIN_VALUE / 2);

  /**
   * @param limit calls allowed in any {@code period}, more than zero
   * @param period more than zero
   */
  public TokenBucket(double limit, Duration period, Clock clock) {
    if (!(limit > 0) || Double.isInfinite(limit) || period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("a budget needs a positive limit and period");
    }
    this.limit = limit;
    this.period = period;
    this.clock = clock;
    epoch = clock.instant();
    long calls = Math.max(1, (long) Math.min(limit, 1_000_000));
    double window = limit < 1 ? period.toNanos() / limit : period.toNanos();
    burst = Math.max(1, calls / 3);
    reserve = Math.min(burst - 1, calls / 5);
    interval = (long) Math.ceil(window / (calls - burst + 1));
  }

  /** So many calls in any minute. */
  public static TokenBucket perMinute(double limit, Clock clock) {
    return new TokenBucket(limit, Duration.ofMinutes(1), clock);
  }

  /** So many calls in any second. */
  public static TokenBucket perSecond(double limit, Clock clock) {
    return new TokenBucket(limit, Duration.ofSeconds(1), clock);
  }

  @Override
  public Duration tryTake(Urgency urgency) {
    long room = (burst - 1 - (urgency == Urgency.BACKGROUND ? reserve : 0)) * interval;
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
  public double limit() {
    return limit;
  }

  @Override
  public double left() {
    long now = now();
    if (pausedUntil.get() > now) {
      return 0;
    }
    long missing = Math.max(0, plausible(fullAt.get(), now) - now);
    return Math.max(0, burst - (missing + interval - 1) / interval);
  }

  @Override
  public Duration period() {
    return period;
  }

  /** A full bucket is never further away than an empty one takes, unless the clock was set back. */
  private long plausible(long fullAt, long now) {
    return Math.min(fullAt, now + burst * interval);
  }

  private long now() {
    return Duration.between(epoch, clock.instant()).toNanos();
  }
}

package dev.anyflix.domain.budget;

import java.time.Duration;

/**
 * How many calls are allowed in a period, and how they are spread over it: the parameters of the
 * generic cell rate algorithm.
 *
 * <p>A third of the limit may be called in a burst; the rest come back evenly. The rate is chosen
 * so that no window of one period, wherever it begins, holds more calls than the limit, not even
 * the first one. A limit that is no whole number is rounded down, or, below one, makes the interval
 * longer than the period.
 *
 * @param limit calls allowed in any period, more than zero
 * @param period more than zero
 * @param burst calls that a full budget holds, at least one
 * @param reserve of those, how many the background leaves to users
 * @param interval in which one call comes back
 * @see <a href="https://www.itu.int/rec/T-REC-I.371-200403-I">ITU-T I.371, annex A.1: the virtual
 *     scheduling form of the algorithm</a>
 */
public record Quota(double limit, Duration period, long burst, long reserve, Duration interval) {

  /** A little longer than the period, because calls that leave evenly do not arrive evenly. */
  private static final double WINDOW = 1.02;

  /**
   * The quota of a limit and its period.
   *
   * @param limit calls allowed in any {@code period}, more than zero
   * @param period more than zero
   */
  public static Quota of(double limit, Duration period) {
    if (!(limit > 0) || Double.isInfinite(limit) || period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("a budget needs a positive limit and period");
    }
    long calls = Math.max(1, (long) Math.min(limit, 1_000_000));
    double window = (limit < 1 ? period.toNanos() / limit : period.toNanos()) * WINDOW;
    long burst = Math.max(1, calls / 3);
    long interval = (long) Math.ceil(window / (calls - burst + 1));
    long reserve = Math.min(burst - 1, calls / 5);
    return new Quota(limit, period, burst, reserve, Duration.ofNanos(interval));
  }

  /** So many calls in any minute. */
  public static Quota perMinute(double limit) {
    return of(limit, Duration.ofMinutes(1));
  }

  /** So many calls in any second. */
  public static Quota perSecond(double limit) {
    return of(limit, Duration.ofSeconds(1));
  }

  /**
   * What each of several may call without asking the others: together they call no faster than one
   * with the whole, and no more of them at once unless there are more members than the burst has
   * calls.
   *
   * @param members how many share, at least one
   */
  public Quota share(int members) {
    long part = Math.max(1, burst / members);
    return new Quota(
        limit / members,
        period,
        part,
        Math.min(part - 1, reserve / members),
        interval.multipliedBy(members));
  }

  /** Calls to leave in the budget. */
  public long leftTo(Urgency urgency) {
    return urgency == Urgency.BACKGROUND ? reserve : 0;
  }

  /**
   * How long until a call may be made.
   *
   * @param fullIn how long until the budget is full again
   */
  public Duration retryAfter(Urgency urgency, Duration fullIn) {
    Duration early = fullIn.minus(interval.multipliedBy(burst - 1 - leftTo(urgency)));
    return early.isNegative() ? Duration.ZERO : early;
  }

  /**
   * Calls that could be made at once.
   *
   * @param fullIn how long until the budget is full again
   */
  public long left(Duration fullIn) {
    Duration there = refill().minus(fullIn);
    return there.isNegative() ? 0 : there.toNanos() / interval.toNanos();
  }

  /** How long an empty budget takes to be full again. */
  public Duration refill() {
    return Duration.ofNanos(Math.multiplyExact(interval.toNanos(), burst));
  }
}

package dev.anyflix.domain.budget;

import java.time.Duration;
import java.time.Instant;

/**
 * What an instance knows of a shared budget: how much is lacking at least. Others may have taken
 * more since. Immutable.
 *
 * @param fullAt when the budget is full again
 * @param pausedUntil until when nothing is granted
 * @param members how many shared it when it was last seen
 */
record BudgetEstimate(Instant fullAt, Instant pausedUntil, int members) {

  /** Nothing is known of other members. */
  static final BudgetEstimate NONE = new BudgetEstimate(Instant.EPOCH, Instant.EPOCH, 1);

  /**
   * What is known after an answer.
   *
   * @param asked when the question was sent; to count from then takes the time on the way for time
   *     in which calls came back, so that telling what is known never takes calls off
   */
  BudgetEstimate with(BudgetGrant drawn, Instant asked) {
    return lacking(asked.plus(drawn.level().fullIn()))
        .paused(asked.plus(drawn.level().pausedFor()))
        .among(drawn.members());
  }

  BudgetEstimate lacking(Instant until) {
    return new BudgetEstimate(later(fullAt, until), pausedUntil, members);
  }

  BudgetEstimate paused(Instant until) {
    return new BudgetEstimate(fullAt, later(pausedUntil, until), members);
  }

  private BudgetEstimate among(int seen) {
    return new BudgetEstimate(fullAt, pausedUntil, seen);
  }

  /** What is lacking now, never more than can be unless the clock was set back. */
  BudgetLevel level(Quota quota, Instant now) {
    return new BudgetLevel(
        until(fullAt, now, quota.refill()), until(pausedUntil, now, SharedBudgets.LONGEST_PAUSE));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Duration until(Instant time, Instant now, Duration atMost) {
    if (!time.isAfter(now)) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(now, time);
    return left.compareTo(atMost) < 0 ? left : atMost;
  }
}

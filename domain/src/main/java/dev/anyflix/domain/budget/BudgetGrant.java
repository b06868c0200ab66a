package dev.anyflix.domain.budget;

import java.time.Duration;

/**
 * What became of a {@link BudgetDraw}.
 *
 * @param retryAfter zero when a call is granted, or would be, else how long to wait before asking
 *     again
 * @param level what the budget lacks after it
 * @param members how many members have asked lately, the one that asks among them
 */
public record BudgetGrant(Duration retryAfter, BudgetLevel level, int members) {

  /** Refuses what no budget answers. */
  public BudgetGrant {
    if (retryAfter.isNegative() || members < 1) {
      throw new IllegalArgumentException(
          "not drawn on a budget: wait " + retryAfter + " among " + members);
    }
  }
}

package dev.anyflix.domain.budget;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Budgets that all instances of a fleet share. Thread safe. */
@FunctionalInterface
public interface SharedBudgets {

  /** How long a member that stops drawing still counts as one of those that share a budget. */
  Duration MEMBERSHIP = Duration.ofSeconds(5);

  /** The longest pause of a budget. */
  Duration LONGEST_PAUSE = Duration.ofHours(1);

  /**
   * Draws on a budget.
   *
   * @param budget the name of the budget, such as {@code anilist}
   * @return null while the budget cannot be reached
   */
  @Nullable BudgetGrant draw(String budget, BudgetDraw draw);
}

package dev.anyflix.domain.budget;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Budgets that all instances of a fleet share. Thread safe. */
@FunctionalInterface
public interface SharedBudgets {

  /** How long a member that stops drawing still counts as one of those that share a budget. */
  Duration MEMBERSHIP = Duration.ofSeconds(5);

  /** The longest pause of a budget. */
  Duration LONGEST_PAUSE = Duration.ofHours(1);

  /**
   * Draws on a budget by the generic cell rate algorithm and the shared clock. What the member
   * knows to be lacking or owes is taken off first, but never more than a full budget holds. Does
   * not wait.
   *
   * @param budget the name of the budget, such as {@code anilist}
   * @return completed with null while the budget cannot be reached; an adapter may also complete it
   *     exceptionally with the reason
   */
  CompletableFuture<@Nullable BudgetGrant> draw(String budget, BudgetDraw draw);
}

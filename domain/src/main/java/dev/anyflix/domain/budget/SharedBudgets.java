package dev.anyflix.domain.budget;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Budgets that all instances of a fleet share. Thread safe. */
public interface SharedBudgets {

  /** How long a member that stops drawing still counts as one of those that share a budget. */
  Duration MEMBERSHIP = Duration.ofSeconds(5);

  /** The longest pause of a budget. */
  Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** Budgets that cannot be reached. */
  SharedBudgets UNREACHABLE =
      new SharedBudgets() {
        @Override
        public CompletableFuture<@Nullable BudgetGrant> draw(String budget, BudgetDraw draw) {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<?> leave(String budget, String member) {
          return CompletableFuture.completedFuture(null);
        }
      };

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

  /**
   * How long a call may wait for a draw. A call that has waited so long comes from the share of the
   * member, and is paid by the draw when that is granted later. By default as long as the draw
   * takes.
   */
  default Duration patience() {
    return LONGEST_PAUSE;
  }

  /**
   * Ends a membership at once, so that the others need not wait until it has lapsed. A later draw
   * begins another one. Does not wait.
   *
   * @return completed when it is done or need not be; an adapter may also complete it exceptionally
   *     with the reason
   */
  CompletableFuture<?> leave(String budget, String member);
}

package dev.anyflix.domain.budget;

import org.jspecify.annotations.Nullable;

/**
 * What a member asks of a budget that all share, and what it knows that the others may not.
 *
 * @param member the name of the instance that draws, unique in the fleet
 * @param quota how the budget is spent
 * @param call how urgent the call to take is, or null to take none, but tell and learn
 * @param known what the budget lacks at least, as far as the member knows
 * @param owed calls made without asking while the shared cache was away, which have not come back
 *     to the member's own share yet
 */
public record BudgetDraw(
    String member, Quota quota, @Nullable Urgency call, BudgetLevel known, long owed) {

  /** Refuses a negative debt. */
  public BudgetDraw {
    if (owed < 0) {
      throw new IllegalArgumentException("owed must not be negative: " + owed);
    }
  }

  /** Calls that are left in the budget for others. */
  public long leaves() {
    return call == null ? 0 : quota.leftTo(call);
  }
}

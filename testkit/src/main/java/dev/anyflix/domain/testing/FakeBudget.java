package dev.anyflix.domain.testing;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.budget.BudgetLevel;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.SharedBudgets;
import dev.anyflix.domain.budget.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** One budget in a {@link FakeSharedStore}; guarded by the store's lock. */
final class FakeBudget {

  private final Map<String, Instant> members = new HashMap<>();
  private Instant fullAt = Instant.MIN;
  private Instant pausedUntil = Instant.MIN;

  FakeBudget copy() {
    var copy = new FakeBudget();
    copy.members.putAll(members);
    copy.fullAt = fullAt;
    copy.pausedUntil = pausedUntil;
    return copy;
  }

  BudgetGrant draw(BudgetDraw draw, Instant now) {
    Quota quota = draw.quota();
    Duration interval = quota.interval();
    Duration full =
        least(
            most(until(fullAt, now, quota.refill()), draw.known().fullIn())
                .plus(interval.multipliedBy(draw.owed())),
            quota.refill());
    Duration paused =
        most(until(pausedUntil, now, SharedBudgets.LONGEST_PAUSE), draw.known().pausedFor());
    Urgency urgency = draw.call() == null ? Urgency.FOREGROUND : draw.call();
    Duration wait = most(paused, quota.retryAfter(urgency, full));
    if (wait.isZero() && draw.call() != null) {
      full = full.plus(interval);
    }
    fullAt = now.plus(full);
    pausedUntil = now.plus(paused);
    members.put(draw.member(), now);
    members.values().removeIf(seen -> !seen.plus(SharedBudgets.MEMBERSHIP).isAfter(now));
    return new BudgetGrant(wait, new BudgetLevel(full, paused), members.size());
  }

  /** Returns whether there was such a member. */
  boolean leave(String member) {
    return members.remove(member) != null;
  }

  private static Duration until(Instant time, Instant now, Duration atMost) {
    return time.isAfter(now) ? least(Duration.between(now, time), atMost) : Duration.ZERO;
  }

  private static Duration most(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

package dev.anyflix.domain.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A budget that this instance has in common with all members of its {@link Fleet}.
 *
 * <p>A call is asked for in the shared cache, unless the budget is known to be spent. While the
 * shared cache is away, calls come from a {@link LocalShare} among the members last seen, which
 * begins with a part of what was left; when it is back, it is told what was taken meanwhile, and
 * what the member knows to be lacking, in case it has lost its data. Thread safe; a member waits
 * for nothing but the shared cache's answer.
 */
public final class FleetBudget implements Budget {

  private final String member;
  private final String name;
  private final Quota quota;
  private final SharedBudgets shared;
  private final Function<Quota, Budget> alone;
  private final Clock clock;
  private final AtomicReference<BudgetEstimate> known = new AtomicReference<>(BudgetEstimate.NONE);

  /** Null while the shared cache answers. */
  private final AtomicReference<@Nullable LocalShare> share = new AtomicReference<>();

  public FleetBudget(
      String member,
      String name,
      Quota quota,
      SharedBudgets shared,
      Function<Quota, Budget> alone,
      Clock clock) {
    this.member = member;
    this.name = name;
    this.quota = quota;
    this.shared = shared;
    this.alone = alone;
    this.clock = clock;
  }

  @Override
  public Duration tryTake(Urgency urgency) {
    if (share.get() == null) {
      BudgetLevel level = level();
      Duration early = quota.wait(urgency, level.fullIn());
      if (level.pausedFor().compareTo(early) > 0) {
        early = level.pausedFor();
      }
      if (!early.isZero()) {
        return early;
      }
    }
    BudgetGrant drawn = draw(urgency, quota.interval());
    return drawn == null ? share().tryTake(urgency) : drawn.retryAfter();
  }

  @Override
  public void pause(Duration time) {
    Duration bounded =
        time.compareTo(SharedBudgets.LONGEST_PAUSE) > 0 ? SharedBudgets.LONGEST_PAUSE : time;
    Instant until = clock.instant().plus(bounded);
    known.updateAndGet(before -> before.paused(until));
    LocalShare mine = share.get();
    if (mine != null) {
      mine.pause(bounded);
    }
    tell();
  }

  @Override
  public void observe(long remaining, @Nullable Duration resetsIn) {
    LocalShare mine = share.get();
    if (mine != null) {
      mine.observe(remaining);
    }
    if (remaining == 0 && resetsIn != null) {
      pause(resetsIn);
    }
    if (remaining < quota.burst()) {
      Duration lacking = quota.interval().multipliedBy(quota.burst() - remaining);
      Instant until = clock.instant().plus(lacking);
      BudgetEstimate before = known.getAndUpdate(now -> now.lacking(until));
      if (before.fullAt().isBefore(until)) {
        tell();
      }
    }
  }

  @Override
  public double limit() {
    return quota.limit();
  }

  @Override
  public double left() {
    LocalShare mine = share.get();
    if (mine != null) {
      return mine.left();
    }
    BudgetLevel level = level();
    return level.pausedFor().isZero() ? quota.left(level.fullIn()) : 0;
  }

  @Override
  public Duration period() {
    return quota.period();
  }

  /** Tells the others that this member is there, and learns how many they are and what is left. */
  public void beat() {
    if (draw(null, quota.interval()) == null) {
      share();
    }
  }

  /** Tells the others what this member has just learnt. */
  private void tell() {
    draw(null, Duration.ZERO);
  }

  /**
   * Asks the shared cache; null when it is away.
   *
   * @param slack what is known to be lacking is told less so much, lest the differences of the time
   *     on the way add up
   */
  private @Nullable BudgetGrant draw(@Nullable Urgency call, Duration slack) {
    LocalShare mine = share.get();
    Instant asked = clock.instant();
    BudgetLevel lacking = known().level(quota, asked).after(slack);
    long owed = mine == null ? 0 : mine.owed();
    BudgetGrant drawn = shared.draw(name, new BudgetDraw(member, quota, call, lacking, owed));
    if (drawn != null) {
      known.updateAndGet(before -> before.with(drawn, asked));
      share.compareAndSet(mine, null);
    }
    return drawn;
  }

  private LocalShare share() {
    return share.updateAndGet(
        present ->
            present == null ? new LocalShare(quota, level(), known().members(), alone) : present);
  }

  private BudgetEstimate known() {
    return Objects.requireNonNull(known.get());
  }

  private BudgetLevel level() {
    return known().level(quota, clock.instant());
  }
}

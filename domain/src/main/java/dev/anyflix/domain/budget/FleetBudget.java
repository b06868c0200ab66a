package dev.anyflix.domain.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A budget that this instance shares with all members of its fleet. Thread safe.
 *
 * <p>A call is drawn on the shared budget, unless that is known to be spent. While the shared cache
 * is unavailable or too slow, calls come from a {@link LocalShare}: an even share among the members
 * last seen, which begins with a part of what was left. When the shared cache is back, the member
 * reports what it took meanwhile, and what it knows to be lacking in case the shared cache has lost
 * its data. A pause is reported once, when the upstream has just asked for it.
 */
public final class FleetBudget implements Budget {

  private final String member;
  private final String name;
  private final Quota quota;
  private final SharedBudgets shared;
  private final Function<Quota, Budget> localBudget;
  private final Clock clock;
  private final AtomicReference<BudgetEstimate> estimate =
      new AtomicReference<>(BudgetEstimate.NONE);

  /** Whether a pause was learnt that the shared budget does not know yet. */
  private final AtomicBoolean unreportedPause = new AtomicBoolean();

  /** Null while the shared cache answers. */
  private final AtomicReference<@Nullable LocalShare> share = new AtomicReference<>();

  /**
   * @param member a name that is unique to the instance
   * @param name the name of the budget, the same in all instances, such as {@code anilist}
   * @param localBudget makes a full budget for this instance alone
   * @param clock a steady clock
   */
  public FleetBudget(
      String member,
      String name,
      Quota quota,
      SharedBudgets shared,
      Function<Quota, Budget> localBudget,
      Clock clock) {
    this.member = member;
    this.name = name;
    this.quota = quota;
    this.shared = shared;
    this.localBudget = localBudget;
    this.clock = clock;
  }

  @Override
  public Duration tryTake(Urgency urgency) {
    return tryTakeAsync(urgency).join();
  }

  @Override
  public CompletableFuture<Duration> tryTakeAsync(Urgency urgency) {
    BudgetLevel level = level();
    Duration spent =
        share.get() == null ? quota.retryAfter(urgency, level.fullIn()) : Duration.ZERO;
    Duration wait = longer(spent, level.pausedFor());
    if (!wait.isZero()) {
      return CompletableFuture.completedFuture(wait);
    }
    CompletableFuture<@Nullable BudgetGrant> drawn = draw(urgency, quota.interval());
    return inTime(drawn)
        .thenCompose(
            grant ->
                grant == null
                    ? takeShare(urgency, drawn)
                    : CompletableFuture.completedFuture(grant.retryAfter()));
  }

  /** Completed with null where a draw takes too long. */
  private CompletableFuture<@Nullable BudgetGrant> inTime(
      CompletableFuture<@Nullable BudgetGrant> drawn) {
    Duration patience = shared.patience();
    if (patience.isZero() && !drawn.isDone()) {
      return CompletableFuture.completedFuture(null);
    }
    return drawn.copy().completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Takes a call from the share of this member; waits for the draw where the share is spent.
   *
   * @param drawn the draw for the same call, which pays for it if it is granted later
   */
  private CompletableFuture<Duration> takeShare(
      Urgency urgency, CompletableFuture<@Nullable BudgetGrant> drawn) {
    LocalShare mine = share();
    Duration wait = mine.tryTake(urgency);
    if (!wait.isZero()) {
      return drawn.thenApply(grant -> grant == null ? wait : grant.retryAfter());
    }
    var unused =
        drawn.thenAccept(
            grant -> {
              if (grant == null || !grant.retryAfter().isZero()) {
                mine.owe();
                share.compareAndSet(null, mine);
              }
            });
    return CompletableFuture.completedFuture(wait);
  }

  @Override
  public void pause(Duration time) {
    Duration bounded =
        time.compareTo(SharedBudgets.LONGEST_PAUSE) > 0 ? SharedBudgets.LONGEST_PAUSE : time;
    Instant until = clock.instant().plus(bounded);
    estimate.updateAndGet(before -> before.paused(until));
    unreportedPause.set(true);
    LocalShare mine = share.get();
    if (mine != null) {
      mine.pause(bounded);
    }
    report();
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
      BudgetEstimate before =
          Objects.requireNonNull(estimate.getAndUpdate(now -> now.lacking(until)));
      if (before.fullAt().isBefore(until)) {
        report();
      }
    }
  }

  @Override
  public boolean isPaused() {
    LocalShare mine = share.get();
    return mine != null ? mine.isPaused() : !level().pausedFor().isZero();
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

  /**
   * Tells the other members that this one is alive, and learns how many they are and what is left.
   */
  public CompletableFuture<?> heartbeat() {
    return draw(null, quota.interval())
        .thenAccept(
            grant -> {
              if (grant == null) {
                share();
              }
            });
  }

  /** The name of the budget. */
  public String name() {
    return name;
  }

  /** Tells the other members that this one stops. */
  public CompletableFuture<?> leave() {
    return shared.leave(name, member);
  }

  /** Tells the other members what this one has just learnt. */
  private void report() {
    var unused = draw(null, Duration.ZERO);
  }

  /**
   * Draws on the shared budget; completed with null when the shared cache is unavailable.
   *
   * @param slack by how much less is reported than is known to be lacking, so that the time that
   *     messages take does not add up
   */
  private CompletableFuture<@Nullable BudgetGrant> draw(@Nullable Urgency call, Duration slack) {
    LocalShare mine = share.get();
    Instant asked = clock.instant();
    boolean reportsPause = unreportedPause.get();
    BudgetLevel known = estimate().level(quota, asked).after(slack);
    BudgetLevel reported = reportsPause ? known : new BudgetLevel(known.fullIn(), Duration.ZERO);
    long unpaid = mine == null ? 0 : mine.unpaid();
    long owed = mine == null ? 0 : mine.owed(unpaid);
    return shared
        .draw(name, new BudgetDraw(member, quota, call, reported, owed))
        .handle(
            (grant, failure) -> {
              if (grant != null) {
                estimate.updateAndGet(before -> before.with(grant, asked));
                if (mine != null && mine.settle(unpaid)) {
                  share.compareAndSet(mine, null);
                }
                if (reportsPause) {
                  unreportedPause.set(false);
                }
              }
              return grant;
            });
  }

  private LocalShare share() {
    return Objects.requireNonNull(
        share.updateAndGet(
            present ->
                present == null
                    ? new LocalShare(quota, level(), estimate().members(), localBudget)
                    : present));
  }

  private BudgetEstimate estimate() {
    return Objects.requireNonNull(estimate.get());
  }

  private BudgetLevel level() {
    return estimate().level(quota, clock.instant());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public double capacity() {
    return quota.burst();
  }
}

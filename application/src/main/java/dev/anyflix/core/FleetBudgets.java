package dev.anyflix.core;

import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.core.concurrent.LoggedTask;
import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.budget.FleetBudget;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.SharedBudgets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets that this instance shares with the other members of its fleet. Thread safe.
 *
 * <p>Every second the instance reports to the other members that it is alive, and learns what the
 * budgets lack, so that it knows its share when the shared cache becomes unavailable.
 */
public final class FleetBudgets implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FleetBudgets.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String member = UUID.randomUUID().toString();
  private final Function<Quota, Budget> localBudget;
  private final Clock clock;
  private final List<FleetBudget> budgets = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("fleet-budgets"));
  private volatile SharedBudgets shared = SharedBudgets.UNREACHABLE;

  /**
   * @param localBudget makes a full budget for this instance alone
   * @param clock a steady clock
   */
  public FleetBudgets(Function<Quota, Budget> localBudget, Clock clock) {
    this.localBudget = localBudget;
    this.clock = clock;
  }

  /**
   * A budget that this instance shares with the fleet as soon as it has joined.
   *
   * @param name the same in all instances, such as {@code anilist}
   */
  public Budget budget(String name, Quota quota) {
    var budget = new FleetBudget(member, name, quota, new Current(), localBudget, clock);
    budgets.add(budget);
    return budget;
  }

  /** The shared budgets, from the time on at which this instance has joined. */
  private final class Current implements SharedBudgets {

    @Override
    public CompletableFuture<@Nullable BudgetGrant> draw(String budget, BudgetDraw draw) {
      return shared.draw(budget, draw);
    }

    @Override
    public Duration patience() {
      return shared.patience();
    }

    @Override
    public CompletableFuture<?> leave(String budget, String leaving) {
      return shared.leave(budget, leaving);
    }
  }

  /**
   * Joins the fleet.
   *
   * @param used the names of the budgets that calls are drawn on
   */
  public void join(SharedBudgets with, Set<String> used) {
    budgets.removeIf(budget -> !used.contains(budget.name()));
    shared = with;
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            new LoggedTask(
                log,
                "Internal error while comparing budgets; trying again. Report it",
                this::heartbeat),
            0,
            HEARTBEAT.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void heartbeat() {
    for (FleetBudget budget : budgets) {
      var unused = budget.heartbeat();
    }
  }

  /** Leaves the fleet, so that the others share the budgets among themselves at once. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      boolean unused = thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    CompletableFuture<?>[] left =
        budgets.stream().map(FleetBudget::leave).toArray(CompletableFuture<?>[]::new);
    shared = SharedBudgets.UNREACHABLE;
    CompletableFuture.allOf(left)
        .exceptionally(failure -> null)
        .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}

package dev.anyflix.core.fleet;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.budget.FleetBudget;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.SharedBudgets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
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
 * The instances that share a cache, and with it the budgets of the upstreams. Thread safe.
 *
 * <p>Every second each member tells the others that it is there and learns what the budgets lack,
 * so that it knows its share when the shared cache goes away.
 */
public final class Fleet implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Fleet.class);
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final String member = UUID.randomUUID().toString();
  private final Function<Quota, Budget> alone;
  private final Clock clock;
  private final List<FleetBudget> budgets = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "fleet");
            created.setDaemon(true);
            return created;
          });
  private volatile SharedBudgets shared = (budget, draw) -> null;

  /**
   * @param alone makes a full budget for this instance alone
   */
  public Fleet(Function<Quota, Budget> alone, Clock clock) {
    this.alone = alone;
    this.clock = clock;
  }

  /**
   * A budget that this instance shares with the fleet as soon as it has joined.
   *
   * @param name the same in all instances, such as {@code anilist}
   */
  public Budget budget(String name, Quota quota) {
    var budget = new FleetBudget(member, name, quota, this::draw, alone, clock);
    budgets.add(budget);
    return budget;
  }

  /** Joins the fleet. */
  public void join(SharedBudgets with) {
    shared = with;
    Future<?> unused =
        thread.scheduleWithFixedDelay(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private @Nullable BudgetGrant draw(String budget, BudgetDraw draw) {
    return shared.draw(budget, draw);
  }

  private void beat() {
    try {
      budgets.forEach(FleetBudget::beat);
    } catch (RuntimeException e) {
      log.error("The budgets could not be compared; this is a fault of the service", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

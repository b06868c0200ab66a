package dev.anyflix.domain.budget;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A budget that leaves every call to another one, the base of decorators that change some of them.
 * As thread safe as that budget.
 */
public abstract class ForwardingBudget implements Budget {

  private final Budget budget;

  /**
   * @param budget the budget that answers
   */
  protected ForwardingBudget(Budget budget) {
    this.budget = budget;
  }

  @Override
  public Duration tryTake(Urgency urgency) {
    return budget.tryTake(urgency);
  }

  @Override
  public CompletableFuture<Duration> tryTakeAsync(Urgency urgency) {
    return budget.tryTakeAsync(urgency);
  }

  @Override
  public void pause(Duration time) {
    budget.pause(time);
  }

  @Override
  public void observe(long remaining, @Nullable Duration resetsIn) {
    budget.observe(remaining, resetsIn);
  }

  @Override
  public boolean isPaused() {
    return budget.isPaused();
  }

  @Override
  public double limit() {
    return budget.limit();
  }

  @Override
  public double left() {
    return budget.left();
  }

  @Override
  public double capacity() {
    return budget.capacity();
  }

  @Override
  public Duration period() {
    return budget.period();
  }
}

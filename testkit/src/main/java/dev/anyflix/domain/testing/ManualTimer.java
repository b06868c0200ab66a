package dev.anyflix.domain.testing;

import dev.anyflix.domain.budget.CallQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A timer that runs its tasks when a test moves the clock. Not thread safe. */
public final class ManualTimer implements CallQueue.Timer {

  private record Task(Instant at, long order, Runnable action) {}

  private final ManualClock clock;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::order));
  private long order;

  public ManualTimer(ManualClock clock) {
    this.clock = clock;
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    tasks.add(new Task(clock.instant().plus(delay), order++, task));
  }

  /** Moves the clock, and runs the tasks that are due on the way, each at its time. */
  public void advance(Duration by) {
    Instant end = clock.instant().plus(by);
    while (!tasks.isEmpty() && !tasks.peek().at().isAfter(end)) {
      Task next = tasks.remove();
      if (next.at().isAfter(clock.instant())) {
        clock.advance(Duration.between(clock.instant(), next.at()));
      }
      next.action().run();
    }
    clock.advance(Duration.between(clock.instant(), end));
  }
}

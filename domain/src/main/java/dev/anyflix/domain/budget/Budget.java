package dev.anyflix.domain.budget;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How many calls an upstream allows in a period, and how many of them are left.
 *
 * <p>A budget never blocks: it grants a call at once or returns how long to wait. One budget may be
 * shared by all instances of the service. Implementations are thread safe and do not throw.
 */
public interface Budget {

  /**
   * Takes the right to make one call now.
   *
   * @param urgency whether a user waits; calls in the background leave about a fifth to users
   * @return zero when the call may be made, else how long to wait before asking again
   */
  Duration tryTake(Urgency urgency);

  /**
   * As {@link #tryTake}, without waiting for a budget that is kept elsewhere. The future may be
   * completed on a thread that must not be held up.
   */
  default CompletableFuture<Duration> tryTakeAsync(Urgency urgency) {
    return CompletableFuture.completedFuture(tryTake(urgency));
  }

  /**
   * Grants nothing for some time, because the upstream said so.
   *
   * @param time from now; a shorter pause does not end a longer one
   */
  void pause(Duration time);

  /**
   * Learns how many calls the upstream itself says are left; only ever makes the budget smaller.
   *
   * @param remaining calls left, never negative
   * @param resetsIn when the upstream grants calls anew, or null when it did not say
   */
  void observe(long remaining, @Nullable Duration resetsIn);

  /** Whether the upstream has asked to pause calls, so that none is granted for now. */
  boolean isPaused();

  /** Calls allowed in any {@link #period()}. */
  double limit();

  /** Calls that could be made at once. */
  double left();

  /** Calls that a full budget grants at once. */
  double capacity();

  /** The period that {@link #limit()} speaks of. */
  Duration period();
}

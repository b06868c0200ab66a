package dev.anyflix.core.tier;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;

/**
 * Removes cleared entries from the shared cache behind the clear, one prefix set after the other.
 *
 * <p>It is a matter of room only: a cleared entry is void whether it is removed or not, so that
 * work beyond the queue is left to the entries' own expiry.
 */
final class Reclaimer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int QUEUE = 64;

  private final ToLongFunction<Set<String>> purge;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          task -> {
            Thread created = new Thread(task, "redis-reclaimer");
            created.setDaemon(true);
            return created;
          });

  Reclaimer(ToLongFunction<Set<String>> purge) {
    this.purge = purge;
    thread.allowCoreThreadTimeOut(true);
  }

  /** Removes the entries, and says how many when that does not take long, else 0. */
  long reclaim(Set<String> prefixes) {
    try {
      Future<Long> count = thread.submit(() -> purge.applyAsLong(prefixes));
      return count.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | RejectedExecutionException e) {
      return 0;
    } catch (ExecutionException e) {
      throw new IllegalStateException("purging failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  void reclaimLater(Set<String> prefixes) {
    try {
      Future<Long> unused = thread.submit(() -> purge.applyAsLong(prefixes));
    } catch (RejectedExecutionException e) {
      // Left to the entries' own expiry, as the class says.
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

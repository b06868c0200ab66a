package dev.anyflix.core.tier;

import dev.anyflix.core.concurrent.DaemonThreads;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes cleared entries from the shared cache in the background, one set of prefixes after the
 * other.
 *
 * <p>It only reclaims space: a cleared entry is void whether it is removed or not, so that work
 * beyond the queue is left to the entries' own expiry.
 */
final class PurgeQueue implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PurgeQueue.class);

  /** How long a clear waits for the number of removed entries. */
  private static final Duration PATIENCE = Duration.ofMillis(1500);

  private static final int QUEUE = 64;

  private final BiConsumer<Set<String>, LongConsumer> purge;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          DaemonThreads.named("redis-purge"));

  /**
   * The outcome of a purge.
   *
   * @param removed how many entries were removed so far
   * @param isComplete false when the removal goes on in the background
   */
  record Purged(long removed, boolean isComplete) {}

  /**
   * @param purge removes the entries of some prefixes and reports the number of each step
   */
  PurgeQueue(BiConsumer<Set<String>, LongConsumer> purge) {
    this.purge = purge;
    thread.allowCoreThreadTimeOut(true);
  }

  /** Removes the entries, and waits a moment for their number. */
  Purged purge(Set<String> prefixes) {
    var removed = new LongAdder();
    try {
      Future<?> end = thread.submit(() -> purge.accept(prefixes, removed::add));
      end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new Purged(removed.sum(), true);
    } catch (TimeoutException | RejectedExecutionException e) {
      return new Purged(removed.sum(), false);
    } catch (ExecutionException e) {
      log.warn(
          "Removing cleared entries from the shared cache failed; they are not served and expire by themselves",
          e.getCause());
      return new Purged(removed.sum(), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Purged(removed.sum(), false);
    }
  }

  void purgeLater(Set<String> prefixes) {
    try {
      Future<?> unused = thread.submit(() -> purge.accept(prefixes, removed -> {}));
    } catch (RejectedExecutionException e) {
      log.debug("Cleared entries of {} are left to their own expiry", prefixes);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

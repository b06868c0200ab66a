package dev.anyflix.core.tier;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link CachePort} that may block behind the memory cache and the circuit breaker. Calls
 * run on threads of their own, each no longer than the timeout for its caller. Thread safe.
 */
public final class BlockingCacheConnector implements SharedCache.Connector, AutoCloseable {

  private static final int THREADS = 8;
  private static final int QUEUE = 64;

  private final CachePort cache;
  private final String name;
  private final Duration timeout;
  private final Clock clock;
  private final LongAdder foundChecks = new LongAdder();
  private final LongAdder missedChecks = new LongAdder();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          DaemonThreads.named("blocking-cache"));

  /**
   * @param cache the cache, which is not closed with this
   * @param timeout how long a caller waits for one call
   * @param clock a steady clock
   */
  public BlockingCacheConnector(CachePort cache, Duration timeout, Clock clock) {
    this.cache = cache;
    this.name = cache.name();
    this.timeout = timeout;
    this.clock = clock;
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public SharedCache connect(SharedCache.Listener listener) {
    return new BlockingCacheSession(this, cache, clock, listener);
  }

  @Override
  public String name() {
    return name;
  }

  /** The entry under a key, by a look-up of the service's own that its figures leave out. */
  @Nullable CacheEntry check(CacheKey key) {
    CacheEntry entry = cache.get(key);
    (entry == null ? missedChecks : foundChecks).increment();
    return entry;
  }

  /** The figures of the cache. */
  CacheStats stats() {
    CacheStats all = cache.stats();
    return new CacheStats(
        all.connectedClients(),
        all.usedMemoryBytes(),
        Math.max(0, all.hits() - foundChecks.sum()),
        Math.max(0, all.misses() - missedChecks.sum()),
        all.commands(),
        all.entries(),
        all.evictions(),
        all.unreadable());
  }

  /** Runs a call on a thread of its own. */
  <T extends @Nullable Object> CompletableFuture<T> run(Supplier<T> call) {
    try {
      return CompletableFuture.supplyAsync(call, threads)
          .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionallyCompose(failure -> CompletableFuture.failedFuture(known(failure)));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new CacheUnavailableException(Reason.TIMED_OUT, name + " is busy", e));
    }
  }

  private CacheUnavailableException known(Throwable failure) {
    Throwable cause = Async.unwrapped(failure);
    if (cause instanceof CacheUnavailableException unavailable) {
      return unavailable;
    }
    return cause instanceof TimeoutException
        ? new CacheUnavailableException(
            Reason.TIMED_OUT, name + " did not answer within " + timeout.toMillis() + " ms", cause)
        : new CacheUnavailableException(Reason.DOWN, name + " failed: " + cause, cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

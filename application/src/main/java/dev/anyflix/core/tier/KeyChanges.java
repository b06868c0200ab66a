package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the reported changes of keys, and wakes those that wait for one. Thread safe.
 *
 * <p>The counters are striped: a change of one key may look like a change of another, never the
 * other way round.
 */
final class KeyChanges {

  private static final int STRIPES = 4096;

  private final AtomicLongArray counts = new AtomicLongArray(STRIPES);
  private final ConcurrentMap<CacheKey, CompletableFuture<Void>> waiters =
      new ConcurrentHashMap<>();

  /** How often the key's stripe has changed so far. */
  long count(CacheKey key) {
    return counts.get(stripe(key));
  }

  void changed(CacheKey key) {
    counts.incrementAndGet(stripe(key));
    wake(key);
  }

  void wake(CacheKey key) {
    CompletableFuture<Void> waiter = waiters.remove(key);
    if (waiter != null) {
      waiter.complete(null);
    }
  }

  /** Completes at the next change of the key, or after the given time; sometimes early. */
  CompletableFuture<Void> await(CacheKey key, Duration atMost) {
    CompletableFuture<Void> waiter =
        waiters.computeIfAbsent(key, absent -> new CompletableFuture<>());
    CompletableFuture<Void> mine =
        waiter.copy().completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS);
    return mine.whenComplete((none, failure) -> waiters.remove(key, waiter));
  }

  private static int stripe(CacheKey key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }
}

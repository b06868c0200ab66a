package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheKey;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the changes that others make to keys, and wakes those who wait for one. Thread safe.
 *
 * <p>The counters are striped: a change of one key may look like a change of another, never the
 * other way round.
 */
final class Changes {

  private static final int STRIPES = 4096;

  private final AtomicLongArray counts = new AtomicLongArray(STRIPES);
  private final ConcurrentMap<CacheKey, CountDownLatch> waiters = new ConcurrentHashMap<>();

  /** Outcome often the key's stripe has changed so far. */
  long count(CacheKey key) {
    return counts.get(stripe(key));
  }

  void changed(CacheKey key) {
    counts.incrementAndGet(stripe(key));
    wake(key);
  }

  void wake(CacheKey key) {
    CountDownLatch latch = waiters.remove(key);
    if (latch != null) {
      latch.countDown();
    }
  }

  /** Waits for a change of the key, at most as long as given; returns for no reason at times. */
  void await(CacheKey key, Duration atMost) throws InterruptedException {
    CountDownLatch latch = waiters.computeIfAbsent(key, absent -> new CountDownLatch(1));
    try {
      boolean changed = latch.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
      if (!changed) {
        waiters.remove(key, latch);
      }
    } catch (InterruptedException e) {
      waiters.remove(key, latch);
      throw e;
    }
  }

  private static int stripe(CacheKey key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }
}

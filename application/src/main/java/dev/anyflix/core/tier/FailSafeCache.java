package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.UnknownCursorException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cache in memory whose failures are misses, so that a request goes on to the next tier or to the
 * upstream. Thread safe.
 */
final class FailSafeCache implements CachePort {

  private static final Logger log = LoggerFactory.getLogger(FailSafeCache.class);
  private static final CacheStats NO_FIGURES = new CacheStats(0, 0, 0, 0, 0, 0, 0, 0);

  private final CachePort cache;
  private final AtomicBoolean failing = new AtomicBoolean();

  FailSafeCache(CachePort cache) {
    this.cache = cache;
  }

  @Override
  public boolean mayBlock() {
    return cache.mayBlock();
  }

  @Override
  public @Nullable CacheEntry get(CacheKey key) {
    try {
      CacheEntry entry = cache.get(key);
      worked();
      return entry;
    } catch (RuntimeException e) {
      failed(e);
      return null;
    }
  }

  @Override
  public void put(CacheKey key, CacheEntry entry, Duration keepFor) {
    try {
      cache.put(key, entry, keepFor);
      worked();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  @Override
  public boolean remove(CacheKey key) {
    return or(false, () -> cache.remove(key));
  }

  @Override
  public long purge(Set<String> prefixes, Generations generations) {
    return or(0L, () -> cache.purge(prefixes, generations));
  }

  @Override
  public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    try {
      return cache.keys(prefixes, cursor, limit);
    } catch (UnknownCursorException e) {
      throw e;
    } catch (RuntimeException e) {
      failed(e);
      return new KeyPage(List.of(), null);
    }
  }

  @Override
  public CacheStats stats() {
    return or(NO_FIGURES, cache::stats);
  }

  @Override
  public void close() {
    cache.close();
  }

  private <T> T or(T instead, Supplier<T> action) {
    try {
      T result = action.get();
      worked();
      return result;
    } catch (RuntimeException e) {
      failed(e);
      return instead;
    }
  }

  private void failed(RuntimeException e) {
    if (failing.compareAndSet(false, true)) {
      log.warn(
          "The memory cache fails: {}. Requests go on to the shared cache or the upstream",
          e.getMessage());
    }
  }

  private void worked() {
    if (failing.get() && failing.compareAndSet(true, false)) {
      log.info("The memory cache works again");
    }
  }
}

package dev.anyflix.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.UnknownCursorException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache in this process's memory, bounded in bytes; what is used least goes first (W-TinyLFU, as
 * Caffeine does it). Thread safe.
 */
public final class CaffeineCache implements CachePort {

  /**
   * What an entry costs on the heap beside its body and request: objects, headers and the table.
   */
  private static final int OVERHEAD_BYTES = 420;

  /**
   * An entry and until when it is kept, by the clock of nanoseconds.
   *
   * <p>Caffeine's own expiration of single entries notes every read, to order them by their ends.
   * Without it a hit touches nothing but what it looks up while the cache is less than half full,
   * and what is over leaves when it is asked for or its room is needed.
   */
  private record Kept(CacheEntry entry, long until) {}

  private final Cache<CacheKey, Kept> cache;
  private final LongSupplier nanoClock;

  /**
   * @param maxBytes how many bytes the entries may take, their compressed copies included
   */
  public CaffeineCache(long maxBytes) {
    this(maxBytes, System::nanoTime);
  }

  /**
   * @param maxBytes how many bytes the entries may take, their compressed copies included
   * @param nanoClock nanoseconds since any fixed moment, by which entries expire
   */
  public CaffeineCache(long maxBytes, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    cache =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(CaffeineCache::weight)
            .executor(Runnable::run)
            .recordStats()
            .build();
  }

  private static int weight(CacheKey key, Kept kept) {
    CacheEntry entry = kept.entry();
    Body body = entry.body();
    int gzipCopy = body.size() < Body.MIN_GZIP_BYTES ? 0 : body.size() / 3;
    int held = body.isPacked() ? body.heldBytes() : body.size() + gzipCopy;
    return OVERHEAD_BYTES + 2 * entry.request().length() + held;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public @Nullable CacheEntry get(CacheKey key) {
    Kept kept = cache.getIfPresent(key);
    if (kept == null) {
      return null;
    }
    if (isOver(kept)) {
      cache.asMap().remove(key, kept);
      return null;
    }
    return kept.entry();
  }

  private boolean isOver(Kept kept) {
    return nanoClock.getAsLong() - kept.until() >= 0;
  }

  @Override
  public void put(CacheKey key, CacheEntry entry, Duration keepFor) {
    var kept = new Kept(entry, nanoClock.getAsLong() + keepFor.toNanos());
    Kept unused =
        cache
            .asMap()
            .merge(
                key,
                kept,
                (held, put) -> isOver(held) || entry.replaces(held.entry()) ? put : held);
  }

  @Override
  public boolean remove(CacheKey key) {
    Kept removed = cache.asMap().remove(key);
    return removed != null && !isOver(removed);
  }

  @Override
  public long purge(Set<String> prefixes, Generations generations) {
    long removed = 0;
    for (Map.Entry<CacheKey, Kept> held : cache.asMap().entrySet()) {
      CacheKey key = held.getKey();
      if (prefixes.contains(key.prefix())
          && !generations.admits(key.prefix(), held.getValue().entry())
          && cache.asMap().remove(key, held.getValue())) {
        removed++;
      }
    }
    return removed;
  }

  /** Keys come in their natural order; the cursor is the last key of the page before. */
  @Override
  public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    CacheKey after = cursor == null ? null : parsed(cursor);
    List<CacheKey> keys =
        cache.asMap().entrySet().stream()
            .filter(held -> prefixes.contains(held.getKey().prefix()) && !isOver(held.getValue()))
            .map(Map.Entry::getKey)
            .filter(key -> after == null || key.compareTo(after) > 0)
            .sorted()
            .limit(limit)
            .toList();
    return new KeyPage(keys, keys.size() < limit ? null : keys.get(limit - 1).toString());
  }

  private static CacheKey parsed(String cursor) {
    return CacheKey.parse(cursor).orElseThrow(() -> new UnknownCursorException(cursor));
  }

  @Override
  public dev.anyflix.domain.cache.CacheStats stats() {
    CacheStats stats = cache.stats();
    long bytes = cache.policy().eviction().orElseThrow().weightedSize().orElse(0);
    return new dev.anyflix.domain.cache.CacheStats(
        1,
        bytes,
        stats.hitCount(),
        stats.missCount(),
        stats.requestCount() + stats.loadCount(),
        cache.estimatedSize(),
        stats.evictionCount(),
        0);
  }

  @Override
  public void close() {
    cache.invalidateAll();
  }
}

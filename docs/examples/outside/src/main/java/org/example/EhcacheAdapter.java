package org.example;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.UnknownCursorException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.ehcache.Cache;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ExpiryPolicyBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.ehcache.core.internal.statistics.DefaultStatisticsService;
import org.ehcache.core.spi.service.StatisticsService;

/** A cache on the disk tier of Ehcache, which keeps its entries across restarts. Thread safe. */
public final class EhcacheAdapter implements CachePort {

  private static final String NAME = "anyflix";

  private final StatisticsService statistics = new DefaultStatisticsService();
  private final PersistentCacheManager manager;
  private final Cache<String, StoredEntry> cache;
  private final Clock clock;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * @param folder holds the entries; one service at a time uses it
   * @param megabytes the size of the cache
   */
  public EhcacheAdapter(Path folder, long megabytes, Clock clock) {
    this.clock = clock;
    var resources = ResourcePoolsBuilder.heap(1000).disk(megabytes, MemoryUnit.MB, true);
    var configuration =
        CacheConfigurationBuilder.newCacheConfigurationBuilder(
                String.class, StoredEntry.class, resources)
            .withExpiry(
                ExpiryPolicyBuilder.expiry()
                    .create(
                        (String key, StoredEntry stored) ->
                            Duration.between(clock.instant(), stored.until()))
                    .update((key, old, stored) -> Duration.between(clock.instant(), stored.until()))
                    .build());
    manager =
        CacheManagerBuilder.newCacheManagerBuilder()
            .using(statistics)
            .with(CacheManagerBuilder.persistence(folder.toFile()))
            .withCache(NAME, configuration)
            .build(true);
    cache = manager.getCache(NAME, String.class, StoredEntry.class);
  }

  @Override
  public boolean mayBlock() {
    return true;
  }

  @Override
  public CacheEntry get(CacheKey key) {
    CacheEntry entry = live(key);
    (entry == null ? misses : hits).increment();
    return entry;
  }

  @Override
  public synchronized void put(CacheKey key, CacheEntry entry, Duration keepFor) {
    CacheEntry current = live(key);
    if (current == null || entry.replaces(current)) {
      cache.put(key.toString(), StoredEntry.of(entry, clock.instant().plus(keepFor)));
    }
  }

  @Override
  public synchronized boolean remove(CacheKey key) {
    boolean isThere = live(key) != null;
    cache.remove(key.toString());
    return isThere;
  }

  @Override
  public long purge(Set<String> prefixes, Generations generations) {
    return keysOf(prefixes).stream().filter(key -> removeCleared(key, generations)).count();
  }

  private synchronized boolean removeCleared(CacheKey key, Generations generations) {
    CacheEntry entry = live(key);
    return entry != null && !generations.admits(key.prefix(), entry) && remove(key);
  }

  @Override
  public KeyPage keys(Set<String> prefixes, String cursor, int limit) {
    if (cursor != null && CacheKey.parse(cursor).isEmpty()) {
      throw new UnknownCursorException(cursor);
    }
    List<CacheKey> page =
        keysOf(prefixes).stream()
            .filter(key -> cursor == null || key.toString().compareTo(cursor) > 0)
            .limit(limit)
            .toList();
    return new KeyPage(page, page.size() < limit ? null : page.get(limit - 1).toString());
  }

  @Override
  public CacheStats stats() {
    long found = hits.sum();
    long absent = misses.sum();
    var disk = statistics.getCacheStatistics(NAME).getTierStatistics().get("Disk");
    return new CacheStats(
        1, disk.getOccupiedByteSize(), found, absent, found + absent, -1, disk.getEvictions(), 0);
  }

  @Override
  public void close() {
    manager.close();
  }

  private CacheEntry live(CacheKey key) {
    StoredEntry stored = cache.get(key.toString());
    Instant now = clock.instant();
    return stored != null && now.isBefore(stored.until()) ? stored.entry() : null;
  }

  /** The keys in the order of their texts. */
  private List<CacheKey> keysOf(Set<String> prefixes) {
    var keys = new TreeMap<String, CacheKey>();
    for (Cache.Entry<String, StoredEntry> each : cache) {
      CacheKey.parse(each.getKey())
          .filter(key -> prefixes.contains(key.prefix()))
          .ifPresent(key -> keys.put(each.getKey(), key));
    }
    return List.copyOf(keys.values());
  }
}

package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.UnknownCursorException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A cache in a map, without any bound. Thread safe. */
public final class FakeCache implements CachePort {

  private record Held(CacheEntry entry, Instant until) {}

  private final TreeMap<String, Held> held = new TreeMap<>();
  private final Clock clock;
  private long hits;
  private long misses;
  private long commands;

  public FakeCache() {
    this(Clock.systemUTC());
  }

  public FakeCache(Clock clock) {
    this.clock = clock;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  @Override
  public synchronized @Nullable CacheEntry get(CacheKey key) {
    CacheEntry entry = live(key);
    commands++;
    if (entry == null) {
      misses++;
    } else {
      hits++;
    }
    return entry;
  }

  @Override
  public synchronized void put(CacheKey key, CacheEntry entry, Duration keepFor) {
    commands++;
    CacheEntry current = live(key);
    if (current == null || entry.replaces(current)) {
      held.put(key.toString(), new Held(entry, clock.instant().plus(keepFor)));
    }
  }

  @Override
  public synchronized boolean remove(CacheKey key) {
    boolean there = live(key) != null;
    held.remove(key.toString());
    return there;
  }

  @Override
  public synchronized long purge(Set<String> prefixes, Generations generations) {
    int before = held.size();
    held.entrySet()
        .removeIf(
            each ->
                prefixes.contains(prefixOf(each.getKey()))
                    && !generations.admits(prefixOf(each.getKey()), each.getValue().entry()));
    return before - held.size();
  }

  @Override
  public synchronized KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    if (cursor != null && CacheKey.parse(cursor).isEmpty()) {
      throw new UnknownCursorException(cursor);
    }
    List<CacheKey> keys =
        held.tailMap(cursor == null ? "" : cursor, false).keySet().stream()
            .filter(key -> prefixes.contains(prefixOf(key)))
            .limit(limit)
            .map(key -> CacheKey.parse(key).orElseThrow())
            .toList();
    return new KeyPage(keys, keys.size() < limit ? null : keys.get(limit - 1).toString());
  }

  @Override
  public synchronized CacheStats stats() {
    return new CacheStats(1, 100L * held.size() + 1, hits, misses, commands, held.size(), 0, 0);
  }

  @Override
  public synchronized void close() {
    held.clear();
  }

  private @Nullable CacheEntry live(CacheKey key) {
    Held there = held.get(key.toString());
    return there != null && clock.instant().isBefore(there.until()) ? there.entry() : null;
  }

  private static String prefixOf(String key) {
    return key.substring(0, key.indexOf(':'));
  }
}

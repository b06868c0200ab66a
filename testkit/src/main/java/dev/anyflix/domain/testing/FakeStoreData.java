package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The data in a {@link FakeSharedStore}; guarded by the store's lock. */
final class FakeStoreData {

  record Stored(CacheEntry entry, Instant until) {}

  /** A lock, or a remembered failure where there is one. */
  record Lock(LoadLease lease, @Nullable LoadFailure failure, Instant until) {}

  final Map<CacheKey, Stored> entries = new HashMap<>();
  final Map<CacheKey, Lock> locks = new HashMap<>();
  final Map<String, FakeBudget> budgets = new HashMap<>();

  /** Null when the record was never made or is lost. */
  @Nullable Generations generations;

  String dataset = "";

  FakeStoreData copy() {
    var copy = new FakeStoreData();
    copy.entries.putAll(entries);
    copy.locks.putAll(locks);
    budgets.forEach((name, budget) -> copy.budgets.put(name, budget.copy()));
    copy.generations = generations;
    copy.dataset = dataset;
    return copy;
  }

  FakeBudget budget(String name) {
    return budgets.computeIfAbsent(name, absent -> new FakeBudget());
  }

  @Nullable CacheEntry entry(CacheKey key) {
    Stored stored = entries.get(key);
    return stored == null ? null : stored.entry();
  }

  /** The lock of a key, unless it is of an earlier generation. */
  @Nullable Lock lock(CacheKey key, long generation) {
    Lock lock = locks.get(key);
    return lock == null || lock.lease().generation() < generation ? null : lock;
  }

  boolean isOwn(LoadLease lease) {
    Lock lock = locks.get(lease.key());
    return lock != null && lock.failure() == null && lease.equals(lock.lease());
  }

  /** Drops the entries whose time is over, and returns their keys. */
  List<CacheKey> expiredEntries(Instant now) {
    return expired(entries, Stored::until, now);
  }

  /** Drops the locks and failures whose time is over, and returns their keys. */
  List<CacheKey> expiredLocks(Instant now) {
    return expired(locks, Lock::until, now);
  }

  private static <T> List<CacheKey> expired(
      Map<CacheKey, T> map, Function<T, Instant> until, Instant now) {
    List<CacheKey> expired = new ArrayList<>();
    map.forEach(
        (key, value) -> {
          if (!until.apply(value).isAfter(now)) {
            expired.add(key);
          }
        });
    expired.forEach(map::remove);
    return expired;
  }
}

package dev.anyflix.domain.testing;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.LoadFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lies in a {@link FakeSharedStore}; guarded by the store's lock. */
final class FakeStoreData {

  record Kept(CacheEntry entry, Instant until) {}

  /** A claim when it has an owner, else a remembered failure. */
  record Load(@Nullable String owner, @Nullable LoadFailure failure, Instant until) {}

  final Map<CacheKey, Kept> entries = new HashMap<>();
  final Map<CacheKey, Load> loads = new HashMap<>();
  final Map<String, FakeBudget> budgets = new HashMap<>();
  Generations generations = Generations.NONE;

  FakeStoreData copy() {
    var copy = new FakeStoreData();
    copy.entries.putAll(entries);
    copy.loads.putAll(loads);
    budgets.forEach((name, budget) -> copy.budgets.put(name, budget.copy()));
    copy.generations = generations;
    return copy;
  }

  /** Drops the entries whose time has come, and says which. */
  List<CacheKey> expiredEntries(Instant now) {
    List<CacheKey> expired = new ArrayList<>();
    entries.forEach(
        (key, kept) -> {
          if (!kept.until().isAfter(now)) {
            expired.add(key);
          }
        });
    expired.forEach(entries::remove);
    return expired;
  }

  /** Drops the claims and failures whose time has come, and says which. */
  List<CacheKey> expiredLoads(Instant now) {
    List<CacheKey> expired = new ArrayList<>();
    loads.forEach(
        (key, load) -> {
          if (!load.until().isAfter(now)) {
            expired.add(key);
          }
        });
    expired.forEach(loads::remove);
    return expired;
  }

  boolean ownedBy(CacheKey key, String owner) {
    Load load = loads.get(key);
    return load != null && owner.equals(load.owner());
  }
}

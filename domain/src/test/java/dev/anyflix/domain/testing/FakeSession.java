package dev.anyflix.domain.testing;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.Claim;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.UnknownCursorException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One instance's session with a {@link FakeSharedStore}. */
final class FakeSession implements SharedCache {

  private final FakeSharedStore store;
  private final Listener listener;
  private final String server;
  private final AtomicBoolean ended = new AtomicBoolean();

  FakeSession(FakeSharedStore store, Listener listener, String server) {
    this.store = store;
    this.listener = listener;
    this.server = server;
  }

  void tell(Consumer<Listener> change) {
    if (!ended.get()) {
      change.accept(listener);
    }
  }

  void end() {
    if (ended.compareAndSet(false, true)) {
      listener.closed();
    }
  }

  @Override
  public @Nullable CacheEntry get(CacheKey key) {
    return store.carryOut(
        this,
        "get",
        false,
        command -> {
          CacheEntry entry = entryOf(command, key);
          store.countLookUp(entry != null);
          return entry;
        });
  }

  @Override
  public CompletableFuture<@Nullable CacheEntry> getLater(CacheKey key) {
    try {
      return CompletableFuture.completedFuture(get(key));
    } catch (CacheUnavailableException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void put(CacheKey key, CacheEntry entry, Duration keepFor) {
    store.carryOut(
        this,
        "put",
        true,
        command -> {
          CacheEntry present = entryOf(command, key);
          if (present == null || entry.replaces(present)) {
            command.data.entries.put(
                key, new FakeStoreData.Kept(entry.inSession(0), command.now.plus(keepFor)));
            command.tellOthers(other -> other.entryChanged(key));
          }
          return true;
        });
  }

  @Override
  public boolean remove(CacheKey key) {
    return store.carryOut(this, "remove", true, command -> removed(command, key));
  }

  @Override
  public long purge(Generations generations) {
    return store.carryOut(
        this,
        "purge",
        true,
        command -> {
          List<CacheKey> old =
              command.data.entries.keySet().stream()
                  .filter(key -> generations.byPrefix().containsKey(key.prefix()))
                  .filter(key -> !generations.admit(key.prefix(), entryOf(command, key)))
                  .toList();
          old.forEach(key -> removed(command, key));
          return (long) old.size();
        });
  }

  @Override
  public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    if (cursor != null && CacheKey.parse(cursor).isEmpty()) {
      throw new UnknownCursorException(cursor);
    }
    return store.carryOut(
        this,
        "keys",
        false,
        command -> {
          List<CacheKey> keys =
              command.data.entries.keySet().stream()
                  .filter(key -> prefixes.contains(key.prefix()))
                  .filter(key -> cursor == null || key.toString().compareTo(cursor) > 0)
                  .sorted((a, b) -> a.toString().compareTo(b.toString()))
                  .limit(limit + 1L)
                  .toList();
          if (keys.size() <= limit) {
            return new KeyPage(keys, null);
          }
          List<CacheKey> page = keys.subList(0, limit);
          return new KeyPage(page, page.get(limit - 1).toString());
        });
  }

  @Override
  public CacheStats stats() {
    return store.carryOut(
        this,
        "stats",
        false,
        command -> {
          long bytes =
              command.data.entries.values().stream().mapToLong(k -> k.entry().body().size()).sum();
          return new CacheStats(
              store.sessions(),
              bytes + 1,
              store.hits(),
              store.misses(),
              store.commands(),
              -1,
              0,
              0);
        });
  }

  @Override
  public String server() {
    return server;
  }

  @Override
  public Generations exchange(Generations known, Set<String> owed) {
    boolean writes = !known.byPrefix().isEmpty() || !owed.isEmpty();
    return store.carryOut(
        this,
        "exchange",
        writes,
        command -> {
          Generations before = command.data.generations;
          Generations after = before.max(known).next(owed);
          if (!after.equals(before)) {
            command.data.generations = after;
            command.tellOthers(Listener::generationsChanged);
          }
          return after;
        });
  }

  @Override
  public Claim claim(CacheKey key, String owner, Duration lease) {
    return store.carryOut(
        this,
        "claim",
        true,
        command -> {
          FakeStoreData.Load load = command.data.loads.get(key);
          if (load != null && load.failure() != null) {
            return new Claim.Failed(load.failure());
          }
          if (load != null && !owner.equals(load.owner())) {
            return new Claim.Busy();
          }
          command.data.loads.put(key, new FakeStoreData.Load(owner, null, command.now.plus(lease)));
          command.tellOthers(other -> other.loadChanged(key));
          return new Claim.Granted(entryOf(command, key));
        });
  }

  @Override
  public boolean renew(CacheKey key, String owner, Duration lease) {
    return store.carryOut(
        this,
        "renew",
        true,
        command -> {
          boolean mine = command.data.ownedBy(key, owner);
          if (mine) {
            command.data.loads.put(
                key, new FakeStoreData.Load(owner, null, command.now.plus(lease)));
          }
          return mine;
        });
  }

  @Override
  public void release(CacheKey key, String owner) {
    store.carryOut(
        this,
        "release",
        true,
        command -> {
          if (command.data.ownedBy(key, owner)) {
            command.data.loads.remove(key);
            command.tellOthers(other -> other.loadChanged(key));
          }
          return true;
        });
  }

  @Override
  public void fail(CacheKey key, String owner, LoadFailure failure, Duration rememberFor) {
    store.carryOut(
        this,
        "fail",
        true,
        command -> {
          if (command.data.ownedBy(key, owner)) {
            command.data.loads.put(
                key, new FakeStoreData.Load(null, failure, command.now.plus(rememberFor)));
            command.tellOthers(other -> other.loadChanged(key));
          }
          return true;
        });
  }

  @Override
  public BudgetGrant draw(String budget, BudgetDraw draw) {
    return store.carryOut(
        this,
        "draw",
        true,
        command ->
            command
                .data
                .budgets
                .computeIfAbsent(budget, absent -> new FakeBudget())
                .draw(draw, command.now));
  }

  @Override
  public void probeWrite() {
    store.carryOut(this, "probeWrite", true, command -> true);
  }

  @Override
  public void close() {
    store.leave(this);
    end();
  }

  private static @Nullable CacheEntry entryOf(FakeCommand command, CacheKey key) {
    FakeStoreData.Kept kept = command.data.entries.get(key);
    return kept == null ? null : kept.entry();
  }

  private static boolean removed(FakeCommand command, CacheKey key) {
    boolean there = command.data.entries.remove(key) != null;
    if (there) {
      command.tellOthers(other -> other.entryChanged(key));
    }
    return there;
  }
}

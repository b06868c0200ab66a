package dev.anyflix.domain.testing;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.budget.SharedBudgets;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LoadLocks;
import dev.anyflix.domain.cache.LockResult;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.cache.SharedGenerations;
import dev.anyflix.domain.cache.UnknownCursorException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One instance's session with a {@link FakeSharedStore}. */
final class FakeSession implements SharedCache, LoadLocks {

  private final FakeSharedStore store;
  private final Listener listener;
  private final String server;
  private final AtomicBoolean ended = new AtomicBoolean();

  FakeSession(FakeSharedStore store, Listener listener, String server) {
    this.store = store;
    this.listener = listener;
    this.server = server;
  }

  void report(Consumer<Listener> change) {
    if (!ended.get()) {
      change.accept(listener);
    }
  }

  void end() {
    if (ended.compareAndSet(false, true)) {
      listener.closed();
    }
  }

  private <T extends @Nullable Object> CompletableFuture<T> async(
      String method, boolean writes, Function<FakeCommand, T> work) {
    try {
      return store.delayed(store.carryOut(this, method, writes, work));
    } catch (CacheUnavailableException e) {
      return CompletableFuture.failedFuture(e);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<@Nullable CacheEntry> get(CacheKey key) {
    return async(
        "get",
        false,
        command -> {
          CacheEntry entry = command.data.entry(key);
          store.countLookUp(entry != null);
          return entry;
        });
  }

  @Override
  public CompletableFuture<Boolean> put(
      CacheKey key, CacheEntry entry, Duration keepFor, @Nullable LoadLease release) {
    return async(
        "put",
        true,
        command -> {
          CacheEntry present = command.data.entry(key);
          boolean isBetter = present == null || entry.replaces(present);
          if (isBetter) {
            var stored = entry.storedIn(0);
            command.data.entries.put(
                key, new FakeStoreData.Stored(stored, command.now.plus(keepFor)));
            command.report(each -> each.entryChanged(key));
          }
          if (release != null) {
            release(command, release);
          }
          return isBetter;
        });
  }

  @Override
  public CompletableFuture<Boolean> remove(CacheKey key) {
    return async("remove", true, command -> command.removed(key));
  }

  @Override
  public void purge(Set<String> prefixes, Generations generations, LongConsumer progress) {
    long removed =
        store.carryOut(
            this,
            "purge",
            true,
            command -> {
              List<CacheKey> old =
                  command.data.entries.keySet().stream()
                      .filter(key -> prefixes.contains(key.prefix()))
                      .filter(key -> !generations.admits(key.prefix(), command.data.entry(key)))
                      .toList();
              old.forEach(command::removed);
              return (long) old.size();
            });
    progress.accept(removed);
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
              command.data.entries.values().stream().mapToLong(s -> s.entry().body().size()).sum();
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
  public SharedGenerations exchange(
      Generations known, long highestSeen, Set<String> clears, Set<String> expires) {
    return store.carryOut(
        this,
        "exchange",
        false,
        command -> {
          store.checkPrimary();
          FakeStoreData data = command.data;
          long now = command.now.toEpochMilli();
          boolean isLost = data.generations == null;
          Generations before =
              isLost
                  ? new Generations(
                      known.base() > 0 ? known.base() : now,
                      Generations.NONE.cleared(),
                      Generations.NONE.expired())
                  : data.generations;
          Generations after =
              before.max(known).next(clears, expires, Math.max(now, highestSeen + 1));
          if (!after.equals(data.generations)) {
            store.checkWritable();
            data.generations = after;
            if (isLost) {
              data.dataset = store.nextDataset();
            }
            command.report(Listener::generationsChanged);
          }
          return new SharedGenerations(after, data.dataset);
        });
  }

  @Override
  public @Nullable SharedGenerations generations() {
    return store.<@Nullable SharedGenerations>carryOut(
        this,
        "generations",
        false,
        command ->
            command.data.generations == null
                ? null
                : new SharedGenerations(command.data.generations, command.data.dataset));
  }

  @Override
  public LoadLocks locks() {
    return this;
  }

  @Override
  public SharedBudgets budgets() {
    return new SharedBudgets() {
      @Override
      public CompletableFuture<@Nullable BudgetGrant> draw(String budget, BudgetDraw draw) {
        return async("draw", true, command -> command.data.budget(budget).draw(draw, command.now));
      }

      @Override
      public CompletableFuture<?> leave(String budget, String member) {
        return async("leave", true, command -> command.data.budget(budget).leave(member));
      }
    };
  }

  @Override
  public CompletableFuture<LockResult> acquire(LoadLease lease, Duration lasts) {
    return async(
        "acquire",
        true,
        command -> {
          CacheKey key = lease.key();
          FakeStoreData.Lock lock = command.data.lock(key, lease.generation());
          if (lock != null && lock.failure() != null) {
            return new LockResult.Failed(lock.failure());
          }
          if (lock != null && !lease.equals(lock.lease())) {
            return new LockResult.Held();
          }
          command.data.locks.put(key, new FakeStoreData.Lock(lease, null, command.now.plus(lasts)));
          command.report(each -> each.lockChanged(key));
          return new LockResult.Acquired(command.data.entry(key));
        });
  }

  @Override
  public CompletableFuture<?> renew(Collection<LoadLease> leases, Duration lasts) {
    return async(
        "renew",
        true,
        command -> {
          for (LoadLease lease : leases) {
            FakeStoreData.Lock lock = command.data.locks.get(lease.key());
            if (lock == null || lease.equals(lock.lease())) {
              command.data.locks.put(
                  lease.key(), new FakeStoreData.Lock(lease, null, command.now.plus(lasts)));
            }
          }
          return true;
        });
  }

  @Override
  public CompletableFuture<?> release(LoadLease lease) {
    return async("release", true, command -> release(command, lease));
  }

  private static boolean release(FakeCommand command, LoadLease lease) {
    boolean isOwn = command.data.isOwn(lease);
    if (isOwn) {
      command.data.locks.remove(lease.key());
      command.report(each -> each.lockChanged(lease.key()));
    }
    return isOwn;
  }

  @Override
  public CompletableFuture<?> fail(LoadLease lease, LoadFailure failure, Duration rememberFor) {
    return async(
        "fail",
        true,
        command -> {
          boolean isOwn = command.data.isOwn(lease);
          if (isOwn) {
            command.data.locks.put(
                lease.key(), new FakeStoreData.Lock(lease, failure, command.now.plus(rememberFor)));
            command.report(each -> each.lockChanged(lease.key()));
          }
          return isOwn;
        });
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
}

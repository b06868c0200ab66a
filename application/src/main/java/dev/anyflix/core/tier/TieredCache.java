package dev.anyflix.core.tier;

import dev.anyflix.core.tier.ClearResult.SharedOutcome;
import dev.anyflix.core.tier.PurgeQueue.Purged;
import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.budget.SharedBudgets;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LockResult;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache of the service: memory in front of the shared cache, and in its place while it is
 * unavailable. No method fails because of a cache: where a tier fails, the next one is asked, and
 * in the end the upstream. Thread safe.
 *
 * <p>A copy in memory is served without asking the shared cache as long as it is in step with it:
 * compared in the session that still lasts, with no change reported since. The instance's own
 * writes are reported like any other's, so that a written copy is compared once before it is
 * trusted. A copy that is not in step is compared when it is next asked for; the one loaded later
 * wins. While there is no session, memory is all there is, and is served as it is.
 */
public final class TieredCache implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TieredCache.class);

  private final CachePort memory;
  private final SharedTier shared;
  private final SharedCache.@Nullable Connector connector;
  private final KeyChanges changes = new KeyChanges();
  private final SharedLookups lookups = new SharedLookups();
  private final PurgeQueue purges;
  private final Limits limits;
  private final Clock clock;

  /**
   * The bounds of the cache.
   *
   * @param maxEntryBytes a body larger than this many bytes is not stored
   * @param staleFor how long an entry is kept past its TTL
   * @param sharedTimeout how long one request may wait for the shared cache in total
   */
  public record Limits(int maxEntryBytes, Duration staleFor, Duration sharedTimeout) {}

  /**
   * @param memory the tier in memory, which is not closed with this cache
   * @param connector connects to the shared cache, or null for memory only
   * @param clock a steady clock
   */
  public TieredCache(
      CachePort memory, SharedCache.@Nullable Connector connector, Limits limits, Clock clock) {
    this.memory = new FailSafeCache(memory);
    this.limits = limits;
    this.clock = clock;
    this.connector = connector;
    this.shared = new SharedTier(connector, new SharedChanges(), clock);
    this.purges = new PurgeQueue(this::purgeShared);
  }

  /** Begins to connect to the shared cache. */
  public void start() {
    shared.start();
  }

  /**
   * Waits until the first attempt to connect to the shared cache has ended. Without one that is at
   * once.
   *
   * @param atMost how long to wait
   */
  public void awaitFirstAttempt(Duration atMost) {
    shared.awaitFirstAttempt(atMost);
  }

  /** The generation of a prefix, with which a load that begins now is stamped. */
  public long generation(String prefix) {
    return shared.generations().current(prefix);
  }

  /** Whether an entry has not been cleared since its load began. */
  public boolean admits(CacheKey key, CacheEntry entry) {
    return shared.generations().admits(key.prefix(), entry);
  }

  /** Whether an entry was expired since its load began, so that it is stale within its TTL. */
  public boolean isExpired(CacheKey key, CacheEntry entry) {
    return shared.generations().isExpired(key.prefix(), entry);
  }

  /** The time that one request may wait for the shared cache. */
  public WaitLimit newWaitLimit() {
    return new WaitLimit(limits.sharedTimeout());
  }

  /**
   * The entry in memory, where it may be served without asking the shared cache. Never waits.
   *
   * @return null when {@link #find} has to be asked
   */
  public @Nullable CacheHit findNear(CacheKey key) {
    CacheEntry near = admitted(key, memory.get(key));
    if (near == null) {
      return null;
    }
    Session session = shared.readable();
    return session == null || near.isInStep(session.id()) ? new CacheHit(near, Tier.MEMORY) : null;
  }

  /**
   * The entry under a key, fresh or not; null when there is none, or when what there is has been
   * cleared. Does not wait and does not fail.
   */
  public CompletableFuture<@Nullable CacheHit> find(CacheKey key, WaitLimit limit) {
    Session session = shared.readable();
    CacheHit near = findNear(key);
    if (near != null || session == null || limit.isSpent()) {
      return CompletableFuture.completedFuture(near == null ? inMemory(key) : near);
    }
    return limit
        .limit(lookups.find(key, () -> compare(key, session), hit -> admits(key, hit.entry())))
        .exceptionally(failure -> inMemory(key));
  }

  /** As {@link #find}, waits, and leaves both tiers as they are. */
  public @Nullable CacheHit peek(CacheKey key) {
    CacheHit near = findNear(key);
    Session session = near == null ? shared.readable() : null;
    if (session == null) {
      return near;
    }
    try {
      CacheEntry far = admittedFar(key, shared.call(session, cache -> cache.get(key).join()));
      return far == null ? null : new CacheHit(far, Tier.REDIS);
    } catch (CacheUnavailableException e) {
      return inMemory(key);
    }
  }

  private @Nullable CacheHit inMemory(CacheKey key) {
    CacheEntry held = admitted(key, memory.get(key));
    return held == null ? null : new CacheHit(held, Tier.MEMORY);
  }

  /** Looks into the shared cache, and takes the better of its entry and the copy in memory. */
  private CompletableFuture<@Nullable CacheHit> compare(CacheKey key, Session session) {
    long before = changes.count(key);
    return shared
        .ask(session, cache -> cache.get(key))
        .handle(
            (found, failure) ->
                failure == null
                    ? better(key, admittedFar(key, found), session, before)
                    : inMemory(key));
  }

  private @Nullable CacheHit better(
      CacheKey key, @Nullable CacheEntry far, Session session, long before) {
    CacheEntry near = admitted(key, memory.get(key));
    if (far == null) {
      return near == null ? null : reconcile(key, near, session);
    }
    if (near != null && near.isSameLoad(far)) {
      return new CacheHit(keepVerified(key, near, session, before), Tier.MEMORY);
    }
    if (near == null || far.replaces(near)) {
      return new CacheHit(keepVerified(key, far, session, before), Tier.REDIS);
    }
    writeShared(key, near, null);
    return new CacheHit(near, Tier.MEMORY);
  }

  /**
   * Memory has an entry that the shared cache has not: either it was deleted there, or it was never
   * stored there because of an outage or because the server has lost its data.
   */
  private @Nullable CacheHit reconcile(CacheKey key, CacheEntry near, Session session) {
    boolean wasDeleted = near.session() >= session.sinceRestart();
    if (wasDeleted) {
      memory.remove(key);
      return null;
    }
    writeShared(key, near, null);
    return new CacheHit(near, Tier.MEMORY);
  }

  private CacheEntry keepVerified(CacheKey key, CacheEntry entry, Session session, long before) {
    CacheEntry copy = entry.verifiedIn(session.id());
    keep(key, copy);
    if (changes.count(key) != before) {
      keep(key, copy.unverified());
    }
    return copy;
  }

  private void keep(CacheKey key, CacheEntry copy) {
    Duration keep = keepFor(copy);
    if (keep.compareTo(Duration.ZERO) > 0) {
      memory.put(key, copy, keep);
    }
  }

  /**
   * Stores a loaded entry in both tiers, unless it is too large or has been cleared meanwhile. Does
   * not wait.
   *
   * @param lease the lock to release in the same step
   */
  public void store(CacheKey key, CacheEntry entry, LoadLease lease) {
    if (!isStorable(entry) || keepFor(entry).compareTo(Duration.ZERO) <= 0 || !admits(key, entry)) {
      release(lease);
      return;
    }
    keep(key, entry);
    writeShared(key, entry, lease);
  }

  /** Whether an entry is small enough to be stored. */
  public boolean isStorable(CacheEntry entry) {
    return entry.body().size() <= limits.maxEntryBytes();
  }

  private void writeShared(CacheKey key, CacheEntry entry, @Nullable LoadLease release) {
    Session session = shared.writable();
    Duration keep = keepFor(entry);
    if (session == null || keep.compareTo(Duration.ZERO) <= 0) {
      return;
    }
    var unused =
        shared
            .ask(session, cache -> cache.put(key, entry, keep, release))
            .thenAccept(
                isStored -> {
                  CacheEntry held = memory.get(key);
                  if (isStored
                      && held != null
                      && held.isSameLoad(entry)
                      && !held.isInStep(session.id())) {
                    keep(key, held.storedIn(session.id()));
                  }
                });
  }

  /** How much longer an entry is of use: a "not found" for its TTL, others until they are stale. */
  private Duration keepFor(CacheEntry entry) {
    Duration fresh = entry.freshFor(clock.instant());
    return entry.negative() ? fresh : fresh.plus(limits.staleFor());
  }

  /** Whether an answer past its TTL may still be served when a load fails; "not found" may not. */
  public boolean canServeStale(CacheEntry entry) {
    return !entry.negative() && keepFor(entry).compareTo(Duration.ZERO) > 0;
  }

  /**
   * Acquires the lock of a load among all instances. Without a shared cache everyone gets it. Does
   * not fail.
   */
  public CompletableFuture<LockResult> lock(LoadLease lease, Duration lasts, WaitLimit limit) {
    Session session = limit.isSpent() ? null : shared.writable();
    if (session == null) {
      return CompletableFuture.completedFuture(unshared(lease));
    }
    return limit
        .limit(shared.ask(session, cache -> cache.locks().acquire(lease, lasts)))
        .exceptionally(
            failure -> {
              log.debug("Loading {} without a lock: {}", lease.key(), failure.getMessage());
              return unshared(lease);
            });
  }

  private LockResult unshared(LoadLease lease) {
    return new LockResult.Acquired(memory.get(lease.key()));
  }

  /** Prolongs locks, without waiting. */
  public void renew(Collection<LoadLease> leases, Duration lasts) {
    inShared(cache -> cache.locks().renew(leases, lasts));
  }

  /** Releases a lock, without waiting. */
  public void release(LoadLease lease) {
    inShared(cache -> cache.locks().release(lease));
  }

  /** Releases a lock after a failed load, and reports the failure to the other instances. */
  public void fail(LoadLease lease, LoadFailure failure, Duration rememberFor) {
    inShared(cache -> cache.locks().fail(lease, failure, rememberFor));
  }

  /**
   * The budgets that all instances share. A draw is null while the shared cache is unavailable. A
   * call waits for its draw and for the lookup before it no longer than the timeout, as long as
   * both take what a heartbeat takes.
   */
  public SharedBudgets budgets() {
    return new SharedBudgets() {
      @Override
      public CompletableFuture<@Nullable BudgetGrant> draw(String budget, BudgetDraw draw) {
        return askBudgets(budgets -> budgets.draw(budget, draw));
      }

      @Override
      public Duration patience() {
        Duration left = limits.sharedTimeout().minus(sharedLatency());
        return left.isNegative() ? Duration.ZERO : left;
      }

      @Override
      public CompletableFuture<?> leave(String budget, String member) {
        return askBudgets(budgets -> budgets.leave(budget, member).thenApply(done -> null));
      }
    };
  }

  private <T> CompletableFuture<@Nullable T> askBudgets(
      Function<SharedBudgets, CompletableFuture<@Nullable T>> question) {
    Session session = shared.writable();
    return session == null
        ? CompletableFuture.completedFuture(null)
        : shared
            .ask(session, cache -> question.apply(cache.budgets()))
            .exceptionally(failure -> null);
  }

  /** Completes when a key or its lock changes, or after the given time. */
  public CompletableFuture<Void> awaitChange(CacheKey key, Duration atMost) {
    return changes.await(key, atMost);
  }

  /**
   * Clears prefixes: once this has returned, no entry whose load began before is ever served here.
   * Other instances follow as soon as they are notified.
   */
  public ClearResult clear(Set<String> prefixes) {
    SharedOutcome outcome = shared.clear(prefixes, Set.of());
    long inMemory = memory.purge(prefixes, shared.generations());
    Purged purged = outcome == SharedOutcome.CLEARED ? purges.purge(prefixes) : new Purged(0, true);
    return new ClearResult(Math.max(inMemory, purged.removed()), outcome, purged.isComplete());
  }

  /**
   * Expires prefixes: every entry whose load began before is stale. The next request gets a fresh
   * load, or the old answer marked stale where the load fails.
   */
  public ClearResult expire(Set<String> prefixes) {
    return new ClearResult(0, shared.clear(Set.of(), prefixes), true);
  }

  /**
   * Expires one entry in both tiers: it is stale, as after {@link #expire(Set)}. A "not found",
   * which is never served stale, is removed. Where the shared cache cannot carry it out, it deletes
   * the entry before it is read again, and the copy in memory stays.
   *
   * @return null when there is no entry
   */
  public @Nullable ClearResult expire(CacheKey key) {
    CacheHit found = peek(key);
    if (found == null) {
      return null;
    }
    if (found.entry().negative()) {
      return remove(key);
    }
    CacheEntry stale = found.entry().expired(clock.instant());
    Session session = shared.writable();
    SharedOutcome outcome = null;
    if (session != null) {
      try {
        Duration keep = keepFor(stale);
        boolean unused = shared.call(session, cache -> cache.put(key, stale, keep, null).join());
        outcome = SharedOutcome.CLEARED;
      } catch (CacheUnavailableException e) {
        log.debug("Expiring {} is owed to the shared cache: {}", key, e.getMessage());
      }
    }
    if (outcome == null) {
      outcome = shared.oweDeletion(key);
    }
    changes.changed(key);
    keep(key, stale);
    return new ClearResult(1, outcome, true);
  }

  private void purgeShared(Set<String> prefixes, LongConsumer progress) {
    Session session = shared.writable();
    if (session == null) {
      return;
    }
    try {
      shared.<@Nullable Void>call(
          session,
          cache -> {
            cache.purge(prefixes, shared.generations(), progress);
            return null;
          });
    } catch (CacheUnavailableException e) {
      log.debug("The shared cache failed while entries were removed: {}", e.getMessage());
    }
  }

  /** The keys in the shared cache, or in memory while that cannot be read. */
  public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    Session session = shared.readable();
    if (session != null) {
      try {
        return shared.call(session, cache -> cache.keys(prefixes, cursor, limit));
      } catch (CacheUnavailableException e) {
        log.debug("Listing the keys in memory only: {}", e.getMessage());
      }
    }
    return memory.keys(prefixes, cursor, limit);
  }

  /**
   * Removes one entry from both tiers, from memory last, so that no lookup that began before can
   * put it back. A shared cache that takes no writes may still remove.
   */
  public ClearResult remove(CacheKey key) {
    boolean wasShared = false;
    SharedOutcome outcome = null;
    Session session = shared.readable();
    if (session != null) {
      try {
        wasShared = shared.call(session, cache -> cache.remove(key).join());
        outcome = SharedOutcome.CLEARED;
      } catch (CacheUnavailableException e) {
        log.debug("Removing {} is owed to the shared cache: {}", key, e.getMessage());
      }
    }
    if (outcome == null) {
      outcome = shared.oweDeletion(key);
    }
    changes.changed(key);
    boolean wasInMemory = memory.remove(key);
    return new ClearResult(wasInMemory || wasShared ? 1 : 0, outcome, true);
  }

  /** The time by the clock that entries are judged by. */
  public Instant now() {
    return clock.instant();
  }

  /** The state of the shared cache with its reason. */
  public SharedStatus sharedStatus() {
    return shared.breaker().status();
  }

  /** See {@link SharedCache.Connector#afterReplies}. */
  public void afterReplies(Runnable task) {
    if (connector == null) {
      task.run();
    } else {
      connector.afterReplies(task);
    }
  }

  /** The state of the shared cache. */
  public SharedState state() {
    return shared.breaker().state();
  }

  /** The figures of the tier in memory. */
  public CacheStats memoryStats() {
    return memory.stats();
  }

  /** The figures of the shared cache, or null while it does not answer. */
  public @Nullable CacheStats sharedStats() {
    Session session = shared.readable();
    if (session == null) {
      return null;
    }
    try {
      return shared.call(session, SharedCache::stats);
    } catch (CacheUnavailableException e) {
      return null;
    }
  }

  /** How many prefixes and entries are still to be cleared in the shared cache. */
  public int pendingClears() {
    return shared.journal().owedCount();
  }

  /** How long the last heartbeat of the shared cache took; zero before the first. */
  public Duration sharedLatency() {
    return Duration.ofNanos(shared.latencyNanos());
  }

  @Override
  public void close() {
    purges.close();
    shared.close();
  }

  private void inShared(Function<SharedCache, CompletableFuture<?>> action) {
    Session session = shared.writable();
    if (session != null) {
      var unused =
          shared.<@Nullable Void>ask(
              session, cache -> action.apply(cache).thenApply(result -> null));
    }
  }

  private @Nullable CacheEntry admitted(CacheKey key, @Nullable CacheEntry entry) {
    return entry != null && admits(key, entry) ? entry : null;
  }

  private @Nullable CacheEntry admittedFar(CacheKey key, @Nullable CacheEntry entry) {
    if (entry == null || shared.journal().owesDeletion(key)) {
      return null;
    }
    shared.journal().sees(key, entry);
    return admitted(key, entry);
  }

  private final class SharedChanges implements SharedTier.Listener {

    @Override
    public void entryChanged(CacheKey key) {
      changes.changed(key);
      CacheEntry copy = memory.get(key);
      if (copy != null && copy.verified()) {
        keep(key, copy.unverified());
      }
    }

    @Override
    public void lockChanged(CacheKey key) {
      changes.wake(key);
    }

    @Override
    public void owedCleared(Set<String> prefixes) {
      purges.purgeLater(prefixes);
    }
  }
}

package dev.anyflix.core.tier;

import dev.anyflix.core.tier.SharedTier.Cleared;
import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.Claim;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.KeyPage;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache of the service: memory in front of the shared cache, and in its place while it is away.
 * No method fails for a cache's sake: where a tier fails, the next one is asked, and in the end the
 * upstream. Thread safe.
 *
 * <p>A copy in memory is served without a word to the shared cache as long as it is in step with
 * it: taken in the session that still lasts, in which every change by others is heard of. A copy
 * that is not in step is compared with the shared entry when it is next asked for; the one loaded
 * later wins. While there is no session, memory is all there is, and is served as it stands.
 */
public final class TieredCache implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TieredCache.class);

  private final CachePort memory;
  private final SharedTier shared;
  private final Changes changes = new Changes();
  private final Lookups lookups = new Lookups();
  private final Reclaimer reclaimer;
  private final Limits limits;
  private final Clock clock;

  /**
   * What bounds the cache.
   *
   * @param maxEntryBytes a body larger than this many bytes is not kept
   * @param staleFor how long an entry is kept past its TTL
   */
  public record Limits(int maxEntryBytes, Duration staleFor) {}

  /**
   * @param memory the near tier, which is closed with this cache
   * @param connector how to reach the shared cache, or null to do without
   */
  public TieredCache(
      CachePort memory, SharedCache.@Nullable Connector connector, Limits limits, Clock clock) {
    this.memory = new FailSafeCache(memory);
    this.limits = limits;
    this.clock = clock;
    this.shared = new SharedTier(connector, new SharedChanges());
    this.reclaimer = new Reclaimer(this::purgeShared);
  }

  /** Begins to look for the shared cache. */
  public void start() {
    shared.start();
  }

  /**
   * Waits until the shared cache was looked for once, found or not. Without one that is at once.
   *
   * @param atMost how long to wait
   */
  public void awaitFirstAttempt(Duration atMost) {
    shared.awaitFirstAttempt(atMost);
  }

  /** The generation of a prefix, with which a load that begins now is stamped. */
  public long generation(String prefix) {
    return shared.generations().of(prefix);
  }

  /** Whether an entry has not been cleared since its load began. */
  public boolean admits(CacheKey key, CacheEntry entry) {
    return shared.generations().admit(key.prefix(), entry);
  }

  /**
   * The entry under a key, fresh or not.
   *
   * @return null when there is none, or when what there is has been cleared
   */
  public @Nullable CacheHit find(CacheKey key) {
    CacheEntry near = admitted(key, memory.get(key));
    Session session = shared.readable();
    if (session == null || (near != null && near.session() == session.id())) {
      return near == null ? null : new CacheHit(near, Tier.MEMORY);
    }
    return lookups.once(
        key, () -> compare(key, near, session), found -> admits(key, found.entry()));
  }

  /**
   * The entry in memory, where it may be served without a word to the shared cache. Never waits.
   *
   * @return null when {@link #find} has to be asked
   */
  public @Nullable CacheHit findNear(CacheKey key) {
    CacheEntry near = admitted(key, memory.get(key));
    Session session = shared.readable();
    if (near == null || (session != null && near.session() != session.id())) {
      return null;
    }
    return new CacheHit(near, Tier.MEMORY);
  }

  /**
   * The entry that the shared cache has and memory has not, without waiting for it.
   *
   * @return null when {@link #find} has to be asked: there is no shared cache to read, or a copy in
   *     memory to compare; a future of null when nothing was found
   */
  public @Nullable CompletableFuture<@Nullable CacheHit> findLater(CacheKey key) {
    Session session = shared.readable();
    if (session == null || memory.get(key) != null) {
      return null;
    }
    return lookups.later(key, () -> fetch(key, session), found -> admits(key, found.entry()));
  }

  private CompletableFuture<@Nullable CacheHit> fetch(CacheKey key, Session session) {
    long before = changes.count(key);
    return shared
        .askLater(session, cache -> cache.getLater(key))
        .thenApply(
            found -> {
              CacheEntry far = admitted(key, found);
              return far == null
                  ? null
                  : new CacheHit(keepCopy(key, far, session, before), Tier.REDIS);
            });
  }

  /** As {@link #find}, but leaves both tiers as they are, for those who only look. */
  public @Nullable CacheHit peek(CacheKey key) {
    CacheHit near = findNear(key);
    Session session = near == null ? shared.readable() : null;
    if (session == null) {
      return near;
    }
    try {
      CacheEntry far = admitted(key, shared.ask(session, cache -> cache.get(key)));
      return far == null ? null : new CacheHit(far, Tier.REDIS);
    } catch (CacheUnavailableException e) {
      CacheEntry held = admitted(key, memory.get(key));
      return held == null ? null : new CacheHit(held, Tier.MEMORY);
    }
  }

  /** Looks into the shared cache, and takes the better of its entry and the copy in memory. */
  private @Nullable CacheHit compare(CacheKey key, @Nullable CacheEntry near, Session session) {
    long before = changes.count(key);
    CacheEntry far;
    try {
      far = admitted(key, shared.ask(session, cache -> cache.get(key)));
    } catch (CacheUnavailableException e) {
      return near == null ? null : new CacheHit(near, Tier.MEMORY);
    }
    if (far != null && (near == null || far.replaces(near))) {
      return new CacheHit(keepCopy(key, far, session, before), Tier.REDIS);
    }
    return near == null ? null : reconcile(key, near, far, session, before);
  }

  /** The shared entry is gone, or older than the copy in memory that an outage has left. */
  private @Nullable CacheHit reconcile(
      CacheKey key, CacheEntry near, @Nullable CacheEntry far, Session session, long before) {
    boolean deletedByHand = far == null && near.session() >= session.sinceRestart();
    if (deletedByHand) {
      memory.remove(key);
      return null;
    }
    CacheEntry copy = keepCopy(key, near, session, before);
    writeShared(key, copy);
    return new CacheHit(copy, Tier.MEMORY);
  }

  private CacheEntry keepCopy(CacheKey key, CacheEntry entry, Session session, long before) {
    CacheEntry copy = entry.inSession(session.id());
    Duration keep = keepFor(copy);
    if (keep.compareTo(Duration.ZERO) > 0) {
      memory.put(key, copy, keep);
      if (changes.count(key) != before) {
        memory.remove(key);
      }
    }
    return copy;
  }

  /** Puts a loaded entry into both tiers, unless it is too large or has been cleared meanwhile. */
  public void store(CacheKey key, CacheEntry entry) {
    Duration keep = keepFor(entry);
    if (!keeps(entry) || keep.compareTo(Duration.ZERO) <= 0 || !admits(key, entry)) {
      return;
    }
    Session session = shared.writable();
    CacheEntry copy = session == null ? entry : entry.inSession(session.id());
    memory.put(key, copy, keep);
    writeShared(key, copy);
  }

  /** Whether an entry is small enough to be kept. */
  public boolean keeps(CacheEntry entry) {
    return entry.body().size() <= limits.maxEntryBytes();
  }

  private void writeShared(CacheKey key, CacheEntry entry) {
    Duration keep = keepFor(entry);
    inShared(cache -> cache.put(key, entry, keep));
  }

  /**
   * Outcome much longer an entry is of any use: until its TTL and the time for stale answers are
   * over.
   */
  private Duration keepFor(CacheEntry entry) {
    return entry.freshFor(clock.instant()).plus(limits.staleFor());
  }

  /** Whether an answer past its TTL may still be served when a load fails; "not found" may not. */
  public boolean servesStale(CacheEntry entry) {
    return !entry.negative() && keepFor(entry).compareTo(Duration.ZERO) > 0;
  }

  /**
   * Asks to be the one instance that loads a key. Without a shared cache to ask, everyone may.
   *
   * @param owner unique to this load
   */
  public Claim claim(CacheKey key, String owner, Duration lease) {
    Session session = shared.writable();
    if (session != null) {
      try {
        return shared.ask(session, cache -> cache.claim(key, owner, lease));
      } catch (CacheUnavailableException e) {
        log.debug("Loading {} without a claim: {}", key, e.getMessage());
      }
    }
    return new Claim.Granted(memory.get(key));
  }

  /** Prolongs a claim. */
  public void renewClaim(CacheKey key, String owner, Duration lease) {
    inShared(cache -> cache.renew(key, owner, lease));
  }

  /** Gives a claim back after the load. */
  public void releaseClaim(CacheKey key, String owner) {
    inShared(cache -> cache.release(key, owner));
  }

  /** Gives a claim back after a failed load, and tells the other instances why. */
  public void failClaim(CacheKey key, String owner, LoadFailure failure, Duration rememberFor) {
    inShared(cache -> cache.fail(key, owner, failure, rememberFor));
  }

  /** Draws on a budget that all instances share; null while there is no shared cache to ask. */
  public @Nullable BudgetGrant draw(String budget, BudgetDraw draw) {
    Session session = shared.writable();
    if (session == null) {
      return null;
    }
    try {
      return shared.ask(session, cache -> cache.draw(budget, draw));
    } catch (CacheUnavailableException e) {
      log.debug("The budget of {} is this instance's own for now: {}", budget, e.getMessage());
      return null;
    }
  }

  /** Waits until another instance is done with a key, at most as long as given. */
  public void awaitChange(CacheKey key, Duration atMost) throws InterruptedException {
    changes.await(key, atMost);
  }

  /**
   * Clears prefixes: once this has returned, no entry whose load began before is ever served here.
   * Other instances follow as soon as they hear of it.
   */
  public ClearResult clear(Set<String> prefixes) {
    Cleared cleared = shared.clear(prefixes);
    long inMemory = memory.purge(shared.generations().only(prefixes));
    long inShared = cleared == Cleared.DONE ? reclaimer.reclaim(prefixes) : 0;
    return new ClearResult(
        Math.max(inMemory, inShared),
        switch (cleared) {
          case DONE -> ClearResult.SharedOutcome.CLEARED;
          case PENDING -> ClearResult.SharedOutcome.PENDING;
          case NO_SHARED_CACHE -> ClearResult.SharedOutcome.OFF;
        });
  }

  private long purgeShared(Set<String> prefixes) {
    Session session = shared.writable();
    if (session == null) {
      return 0;
    }
    try {
      Generations generations = shared.generations().only(prefixes);
      return shared.ask(session, cache -> cache.purge(generations));
    } catch (CacheUnavailableException e) {
      return 0;
    }
  }

  /** The keys in the shared cache, or in memory while that is not to be read. */
  public KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit) {
    Session session = shared.readable();
    if (session != null) {
      try {
        return shared.ask(session, cache -> cache.keys(prefixes, cursor, limit));
      } catch (CacheUnavailableException e) {
        log.debug("Listing the keys of memory alone: {}", e.getMessage());
      }
    }
    return memory.keys(prefixes, cursor, limit);
  }

  /**
   * Removes one entry from both tiers, from memory last, so that no look that began before can put
   * it back. A shared cache that takes no writes may still remove.
   *
   * @return whether there was one
   */
  public boolean remove(CacheKey key) {
    boolean inShared = false;
    Session session = shared.readable();
    if (session != null) {
      try {
        inShared = shared.ask(session, cache -> cache.remove(key));
      } catch (CacheUnavailableException e) {
        log.debug("Removed {} from memory alone: {}", key, e.getMessage());
      }
    }
    changes.changed(key);
    return memory.remove(key) || inShared;
  }

  /** The time by the clock that entries are judged by. */
  public Instant now() {
    return clock.instant();
  }

  /** Outcome the shared cache is doing. */
  public SharedState state() {
    return shared.state();
  }

  /** The figures of the near tier. */
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
      return shared.ask(session, SharedCache::stats);
    } catch (CacheUnavailableException e) {
      return null;
    }
  }

  /** Outcome many prefixes are still to be cleared in the shared cache. */
  public int pendingClears() {
    return shared.owedClears();
  }

  /** Outcome long the last heartbeat of the shared cache took; zero before the first. */
  public Duration sharedLatency() {
    return Duration.ofNanos(shared.latencyNanos());
  }

  @Override
  public void close() {
    reclaimer.close();
    shared.close();
    memory.close();
  }

  private void inShared(Consumer<SharedCache> action) {
    Session session = shared.writable();
    if (session == null) {
      return;
    }
    try {
      shared.<@Nullable Void>ask(
          session,
          cache -> {
            action.accept(cache);
            return null;
          });
    } catch (CacheUnavailableException e) {
      log.debug("Done in memory alone: {}", e.getMessage());
    }
  }

  private @Nullable CacheEntry admitted(CacheKey key, @Nullable CacheEntry entry) {
    return entry != null && admits(key, entry) ? entry : null;
  }

  private final class SharedChanges implements SharedTier.Listener {

    @Override
    public void entryChanged(CacheKey key) {
      changes.changed(key);
      memory.remove(key);
    }

    @Override
    public void loadChanged(CacheKey key) {
      changes.wake(key);
    }

    @Override
    public void owedCleared(Set<String> prefixes) {
      reclaimer.reclaimLater(prefixes);
    }
  }
}

package dev.anyflix.domain.cache;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One session with a cache that several instances share.
 *
 * <p>A session starts connected and ends for good when the connection is lost or the session is
 * closed; from then on every method fails at once with {@link
 * CacheUnavailableException.Reason#DOWN}. Nothing asked in one session is ever carried out in a
 * later one. While it lasts, its {@link Listener} hears of every change that others make, and of
 * none that the session itself makes: when a method returns, the listener has heard of all changes
 * whose makers had their answer before the method was called. It may hear of a change twice.
 */
public interface SharedCache extends CachePort {

  /**
   * Hears what others change in the shared cache. Called on the cache's own thread: returns fast.
   */
  interface Listener {

    /** The entry under a key was written, edited, deleted or has expired. */
    void entryChanged(CacheKey key);

    /** A load of a key was claimed, renewed, finished or failed, or its claim ran out. */
    void loadChanged(CacheKey key);

    /** A prefix was cleared. */
    void generationsChanged();

    /** Everything was deleted at once. */
    void allChanged();

    /** The session has ended, by loss or by {@link #close}; called once, and last. */
    void closed();
  }

  /** Opens sessions with a shared cache. */
  @FunctionalInterface
  interface Connector {

    /**
     * Opens a session, or fails within the connector's timeout.
     *
     * @throws CacheUnavailableException if the cache cannot be reached or used
     */
    SharedCache connect(Listener listener);
  }

  /**
   * The entry under a key, without waiting for it: as {@link #get}, but what {@code get} returns or
   * throws is what the future is done with, within the same time, on a thread that must not be held
   * up. Finding nothing does not count as a miss, for the caller asks {@code get} next.
   */
  CompletableFuture<@Nullable CacheEntry> getLater(CacheKey key);

  /** A name of the server process behind the session; another one after the server restarted. */
  String server();

  /**
   * Tells the shared cache the generations known here and the clears owed to it, and learns its
   * own. All in one step: nobody sees the generations in between. The known ones are taken over
   * first, so that an owed clear goes beyond them.
   *
   * <p>With nothing to tell it does not write, and serves as the session's heartbeat.
   *
   * @param known generations known here; the shared cache takes over those later than its own
   * @param owed prefixes to clear once more
   * @return the generations after it, for every prefix ever cleared
   */
  Generations exchange(Generations known, Set<String> owed);

  /**
   * Asks to be the one that loads a key. Claiming again what one holds is granted, with the new
   * lease.
   *
   * @param owner who asks; unique to this load
   * @param lease how long the claim stands unless it is renewed
   */
  Claim claim(CacheKey key, String owner, Duration lease);

  /**
   * Prolongs a claim.
   *
   * @return false when the claim is no longer the owner's
   */
  boolean renew(CacheKey key, String owner, Duration lease);

  /** Gives a claim back after the load; without effect when it is no longer the owner's. */
  void release(CacheKey key, String owner);

  /**
   * Gives a claim back after a failed load, and tells the others for a while why it failed; without
   * effect when the claim is no longer the owner's.
   *
   * @param rememberFor how long the others are told
   */
  void fail(CacheKey key, String owner, LoadFailure failure, Duration rememberFor);

  /**
   * Asks for calls of a budget that all sessions share, by the generic cell rate algorithm and the
   * shared cache's own clock. What the member knows to be lacking or owes is taken off first, but
   * never more than a full budget holds. Not heard of by listeners.
   *
   * @param budget its name, such as {@code anilist}
   */
  BudgetGrant draw(String budget, BudgetDraw draw);

  /** Takes a write of no consequence, to learn whether the cache takes writes. */
  void probeWrite();
}

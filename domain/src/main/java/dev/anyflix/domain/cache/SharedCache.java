package dev.anyflix.domain.cache;

import dev.anyflix.domain.budget.SharedBudgets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One session with a cache that several instances share: its entries and generations, and the ports
 * for locks and budgets.
 *
 * <p>A session starts connected and ends for good when the connection is lost or the session is
 * closed; from then on every method fails at once with {@link
 * CacheUnavailableException.Reason#DOWN}. Nothing asked in one session is ever carried out in a
 * later one. While it lasts, its {@link Listener} is called for every change, the session's own
 * ones included: when a method's result is there, the listener has been called for all changes
 * whose makers had their answer before the method was called. A change may be reported twice.
 *
 * <p>Methods that return a future do not wait; the future is completed within the cache's timeout,
 * exceptionally with a {@link CacheUnavailableException} where the cache did not do what it was
 * asked, and on a thread that must not be held up. The other methods block, each round trip no
 * longer than the timeout. Thread safe.
 */
public interface SharedCache extends AutoCloseable {

  /**
   * Is called for changes in the shared cache, on the cache's own thread; returns fast and does not
   * throw.
   */
  interface Listener {

    /** The entry under a key was written, edited, deleted or has expired. */
    void entryChanged(CacheKey key);

    /** A lock of a key was acquired, renewed, released or has expired, or its load failed. */
    void lockChanged(CacheKey key);

    /** The record of generations has changed. */
    void generationsChanged();

    /** Everything was deleted at once. */
    void allChanged();

    /** A new session would reach servers of the cache that this one does not; may repeat. */
    default void outdated() {}

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

    /** The name of the cache in logs and reports: {@code Redis}. */
    default String name() {
      return getClass().isHidden() || getClass().isAnonymousClass()
          ? "Shared cache"
          : getClass().getSimpleName();
    }

    /** The address of the cache without credentials; empty when it has none. */
    default String address() {
      return "";
    }

    /**
     * Runs a task on this thread. A thread that completes futures of this cache runs it after the
     * futures of all replies that have arrived together, so that a caller can do at once what
     * follows each of them; any other thread runs it now.
     */
    default void afterReplies(Runnable task) {
      task.run();
    }

    /** What a person can do about a failure; null when unknown. */
    default @Nullable String advice(CacheUnavailableException failure) {
      return null;
    }
  }

  /** The entry under a key; null when there is none, or when what is there cannot be read. */
  CompletableFuture<@Nullable CacheEntry> get(CacheKey key);

  /**
   * Stores an entry. An entry already there stays when the new one does not {@linkplain
   * CacheEntry#replaces replace} it; what cannot be read is overwritten.
   *
   * @param keepFor how long the cache keeps it, more than zero
   * @param release a lock to release in the same step, or null for none
   * @return whether the entry is stored now
   */
  CompletableFuture<Boolean> put(
      CacheKey key, CacheEntry entry, Duration keepFor, @Nullable LoadLease release);

  /** Removes the entry under a key; returns whether there was one. */
  CompletableFuture<Boolean> remove(CacheKey key);

  /**
   * Removes the entries that the given generations do not {@linkplain Generations#admits admit}.
   * Reclaims space; it is not what makes a clear effective. May take long and does not hold up
   * other callers.
   *
   * @param prefixes the prefixes to look through; others are not touched
   * @param progress receives the number of entries that each step removed
   */
  void purge(Set<String> prefixes, Generations generations, LongConsumer progress);

  /**
   * Some of the keys under the given prefixes; see {@link CachePort#keys}.
   *
   * @throws UnknownCursorException if the cursor is not one of this cache's
   */
  KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit);

  /** The cache's figures, in constant time. */
  CacheStats stats();

  /**
   * A name of the server process behind the session, another one after the server restarted; empty
   * when it is not known.
   */
  String server();

  /**
   * Reports the generations known here and the clears owed to the shared cache, and learns its own,
   * in one step: no other session sees the generations in between. The known ones are taken over
   * first, so that a clear goes beyond them. Where the shared cache has lost its record, a new one
   * is made from what is known here, or, where nothing is, one that makes every entry void.
   *
   * <p>With nothing to report it does not write, and serves as the session's heartbeat. It fails
   * with {@link CacheUnavailableException.Reason#REPLICA} in every session with a read-only
   * replica, whether it writes or not, so that a heartbeat notices when a primary was demoted.
   *
   * @param known generations known here; the shared cache takes over those later than its own
   * @param highestSeen the highest generation of any entry seen here, which clears go beyond
   * @param clears prefixes to clear once more
   * @param expires prefixes to expire once more
   */
  SharedGenerations exchange(
      Generations known, long highestSeen, Set<String> clears, Set<String> expires);

  /** The record of generations as it is, without writing; null where it is lost. */
  @Nullable SharedGenerations generations();

  /** Takes a write of no consequence, to find out whether the cache takes writes. */
  void probeWrite();

  /** The locks of loads. */
  LoadLocks locks();

  /** The budgets that all instances share. */
  SharedBudgets budgets();

  @Override
  void close();
}

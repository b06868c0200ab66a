package dev.anyflix.domain.cache;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cache: keeps entries under keys for a while, and may lose any of them at any time.
 *
 * <p>A cache does not judge freshness or generations; it returns what it holds. Thread safe. Every
 * method may fail with a {@link CacheUnavailableException} where the cache is remote, and blocks no
 * longer than the cache's own timeout.
 */
public interface CachePort extends AutoCloseable {

  /** The name of the cache in logs and reports: {@code Redis}. */
  default String name() {
    return getClass().isAnonymousClass() ? "Cache" : getClass().getSimpleName();
  }

  /**
   * Whether a method other than {@link #purge} may wait for input, output or another process.
   *
   * <p>A cache that never waits is used in place of the memory cache, on the threads of
   * connections. It is empty when a service starts: what it holds then is removed. It keeps {@link
   * CacheEntry#session()} and {@link CacheEntry#verified()}.
   *
   * <p>A cache that may wait stands behind the memory cache and a circuit breaker, on threads of
   * its own. It may keep its entries across restarts, and need not keep those two.
   */
  default boolean mayBlock() {
    return true;
  }

  /**
   * The entry under a key.
   *
   * @return null when there is none, or when what is there cannot be read
   */
  @Nullable CacheEntry get(CacheKey key);

  /**
   * Puts an entry under a key. An entry already there stays when the new one does not {@linkplain
   * CacheEntry#replaces replace} it; what cannot be read is overwritten.
   *
   * @param keepFor how long the cache keeps it, more than zero
   */
  void put(CacheKey key, CacheEntry entry, Duration keepFor);

  /**
   * Removes the entry under a key.
   *
   * @return whether there was one
   */
  boolean remove(CacheKey key);

  /**
   * Removes the entries that the given generations do not {@linkplain Generations#admits admit}.
   * Reclaims space; it is not what makes a clear effective. May take long and does not hold up
   * other callers.
   *
   * @param prefixes the prefixes to look through; others are not touched
   * @return how many entries were removed
   */
  long purge(Set<String> prefixes, Generations generations);

  /**
   * Some of the keys under the given prefixes.
   *
   * @param prefixes whose keys to return
   * @param cursor where to go on, from the page before, or null to start
   * @param limit about how many keys to return, 1 to 1000; at most twice as many
   * @throws UnknownCursorException if the cursor is not one of this cache's
   */
  KeyPage keys(Set<String> prefixes, @Nullable String cursor, int limit);

  /** The cache's figures, in constant time. */
  CacheStats stats();

  @Override
  void close();
}

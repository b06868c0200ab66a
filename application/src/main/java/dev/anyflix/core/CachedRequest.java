package dev.anyflix.core;

import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import java.time.Duration;

/**
 * One request of one operation, with its key made once.
 *
 * @param operation the operation
 * @param request the request
 * @param text the request in its canonical form
 * @param key the key of its answer
 */
public record CachedRequest<Q extends Record, R>(
    CachedOperation<Q, R> operation, Q request, String text, CacheKey key) {

  /** A request of an operation. */
  public static <Q extends Record, R> CachedRequest<Q, R> of(
      CachedOperation<Q, R> operation, Q request) {
    String text = operation.textOf(request);
    return new CachedRequest<>(operation, request, text, CacheKey.of(operation.prefix(), text));
  }

  /**
   * How much longer an entry is fresh; negative when it is past its TTL. A TTL that was shortened
   * since the load applies to entries that are stored already.
   */
  Duration freshFor(CacheEntry entry, Duration age) {
    Duration ttl = operation.ttl();
    Duration allowed = entry.negative() || entry.ttl().compareTo(ttl) < 0 ? entry.ttl() : ttl;
    return allowed.minus(age);
  }
}

package dev.anyflix.core;

import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to load, and for whom.
 *
 * @param request the request
 * @param generation the generation of its prefix when the load began
 * @param held the entry to improve on, or null when there is none
 * @param urgency whether a caller waits
 * @param client the name of the client that waits, such as its address
 * @param deadline when the caller stops waiting
 * @param canServeStale whether the held entry is served instead of waiting for the budget
 * @param stats where to count the load
 */
record LoadOrder<Q extends Record, R>(
    CachedRequest<Q, R> request,
    long generation,
    @Nullable CacheEntry held,
    Urgency urgency,
    String client,
    Instant deadline,
    boolean canServeStale,
    OperationStats stats) {

  /** The order to load a request now. A held entry that was cleared is not confirmed. */
  static <Q extends Record, R> LoadOrder<Q, R> of(
      TieredCache cache,
      CachedRequest<Q, R> request,
      @Nullable CacheEntry held,
      Urgency urgency,
      String client,
      Instant deadline,
      OperationStats stats) {
    CacheKey key = request.key();
    long generation = cache.generation(key.prefix());
    CacheEntry toConfirm = held != null && !cache.admits(key, held) ? null : held;
    boolean canServeStale =
        urgency == Urgency.FOREGROUND && toConfirm != null && cache.canServeStale(toConfirm);
    return new LoadOrder<>(
        request, generation, toConfirm, urgency, client, deadline, canServeStale, stats);
  }

  CacheKey key() {
    return request.key();
  }

  /** Whether an entry makes the load needless: it is fresh, and newer than the one held. */
  boolean isSettledBy(CacheEntry entry, Instant now) {
    return entry.isFresh(now)
        && entry.generation() >= generation
        && (held == null || entry.loadedAt().isAfter(held.loadedAt()));
  }
}

package dev.anyflix.core;

import dev.anyflix.domain.cache.CacheEntry;
import java.time.Duration;

/**
 * An answer and where it came from.
 *
 * @param entry the answer; a {@linkplain CacheEntry#negative() negative} one says that the source
 *     knows no such thing
 * @param outcome where it came from
 * @param freshFor how much longer it is fresh; negative when it is past its TTL
 * @param age how long ago it was loaded
 * @param stored whether it is in the cache now
 */
public record CachedResponse(
    CacheEntry entry, Outcome outcome, Duration freshFor, Duration age, boolean stored) {

  /** Where an answer came from. */
  public enum Outcome {
    MEMORY_HIT,
    REDIS_HIT,
    /** Past its TTL or expired, served because a load failed or cannot be waited for. */
    STALE,
    /** Loaded for this caller. */
    MISS,
    /** Loaded for another caller that asked for the same just before. */
    COLLAPSED,
    /** Loaded without looking into the cache or storing it there. */
    BYPASS
  }
}

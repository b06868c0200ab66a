package dev.anyflix.core;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An answer and where it came from.
 *
 * @param entry the answer; a {@linkplain CacheEntry#negative() negative} one says that the source
 *     knows no such thing
 * @param outcome where it came from
 * @param freshFor how much longer it is fresh; negative when it is past its TTL
 * @param age how long ago it was loaded
 * @param stored whether it is in the cache now
 * @param isFallback whether another source answered, because that of the request is unavailable
 */
public record CachedResponse(
    CacheEntry entry,
    Outcome outcome,
    Duration freshFor,
    Duration age,
    boolean stored,
    boolean isFallback) {

  /** An answer of the source of the request. */
  public CachedResponse(
      CacheEntry entry, Outcome outcome, Duration freshFor, Duration age, boolean stored) {
    this(entry, outcome, freshFor, age, stored, false);
  }

  /** This answer in place of that of another source. */
  CachedResponse asFallback() {
    return new CachedResponse(entry, outcome, freshFor, age, stored, true);
  }

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

  /** The outcomes, the furthest from a hit in memory first. */
  private static final List<Outcome> WORST_FIRST =
      List.of(
          Outcome.BYPASS,
          Outcome.STALE,
          Outcome.MISS,
          Outcome.COLLAPSED,
          Outcome.REDIS_HIT,
          Outcome.MEMORY_HIT);

  /**
   * An answer that is made of others: as old as the oldest, fresh for as long as all are, and a hit
   * when every one is. Made of none, it is not fresh.
   */
  public static CachedResponse combined(List<CachedResponse> parts, Body body) {
    Duration age = Duration.ZERO;
    Duration freshFor = parts.isEmpty() ? Duration.ZERO : Duration.ofDays(365);
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    boolean isStored = !parts.isEmpty();
    boolean isFallback = false;
    for (CachedResponse part : parts) {
      age = part.age().compareTo(age) > 0 ? part.age() : age;
      freshFor = part.freshFor().compareTo(freshFor) < 0 ? part.freshFor() : freshFor;
      outcomes.add(part.outcome());
      isStored &= part.stored();
      isFallback |= part.isFallback();
    }
    Outcome worst =
        WORST_FIRST.stream().filter(outcomes::contains).findFirst().orElse(Outcome.MISS);
    CacheEntry entry = CacheEntry.found("", 0, Instant.EPOCH, Duration.ofSeconds(1), null, body);
    return new CachedResponse(entry, worst, freshFor, age, isStored, isFallback);
  }
}

package dev.anyflix.domain.cache;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One cached answer: the finished body and what is needed to judge it. Immutable.
 *
 * <p>Times are kept as numbers, for a cache holds many entries; {@link #loadedAt()} and {@link
 * #ttl()} give them as what they are.
 *
 * @param request the canonical text of the request that it answers; its hash is the key's
 * @param generation the generation of the key's prefix when its load began; see {@link Generations}
 * @param loadedAtMillis when its load began, in milliseconds since 1970; of two entries the one
 *     loaded later is the better
 * @param ttlMillis how many milliseconds after that it is fresh; more than zero
 * @param validator what the source takes to confirm it, or null when the source gives none
 * @param negative true when the source knows no such thing; the body is then of no use
 * @param body the finished body
 * @param session the session of the shared cache in which this copy was last known to be the shared
 *     one, or 0 when it never was; belongs to the copy and is never stored
 */
public record CacheEntry(
    String request,
    long generation,
    long loadedAtMillis,
    long ttlMillis,
    @Nullable String validator,
    boolean negative,
    Body body,
    long session) {

  public CacheEntry {
    if (generation < 0) {
      throw new IllegalArgumentException("generation must not be negative: " + generation);
    }
    if (ttlMillis <= 0) {
      throw new IllegalArgumentException("ttlMillis must be more than zero: " + ttlMillis);
    }
  }

  /** An answer found by the source. */
  public static CacheEntry found(
      String request,
      long generation,
      Instant loadedAt,
      Duration ttl,
      @Nullable String validator,
      Body body) {
    return new CacheEntry(
        request, generation, loadedAt.toEpochMilli(), ttl.toMillis(), validator, false, body, 0);
  }

  /** The source's word that it knows no such thing. */
  public static CacheEntry notFound(
      String request, long generation, Instant loadedAt, Duration ttl) {
    return new CacheEntry(
        request, generation, loadedAt.toEpochMilli(), ttl.toMillis(), null, true, Body.NULL, 0);
  }

  /** The same entry as a copy known in another session. */
  public CacheEntry inSession(long session) {
    return new CacheEntry(
        request, generation, loadedAtMillis, ttlMillis, validator, negative, body, session);
  }

  /** When its load began. */
  public Instant loadedAt() {
    return Instant.ofEpochMilli(loadedAtMillis);
  }

  /** How long after its load began it is fresh. */
  public Duration ttl() {
    return Duration.ofMillis(ttlMillis);
  }

  /** How long ago it was loaded; zero when a clock says that it comes from the future. */
  public Duration age(Instant now) {
    return Duration.ofMillis(ageMillis(now));
  }

  private long ageMillis(Instant now) {
    return Math.max(0, now.toEpochMilli() - loadedAtMillis);
  }

  /** How much longer it is fresh; negative when it is past its TTL. */
  public Duration freshFor(Instant now) {
    return Duration.ofMillis(ttlMillis - ageMillis(now));
  }

  /** Whether it is within its TTL. */
  public boolean isFresh(Instant now) {
    return ttlMillis > ageMillis(now);
  }

  /**
   * Whether this entry replaces another one: a later generation, else a later load, or the same.
   */
  public boolean replaces(CacheEntry other) {
    return generation != other.generation
        ? generation > other.generation
        : loadedAtMillis >= other.loadedAtMillis;
  }
}

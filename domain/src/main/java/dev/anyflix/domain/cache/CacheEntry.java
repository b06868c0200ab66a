package dev.anyflix.domain.cache;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One cached answer: the finished body and what is needed to judge it. Immutable.
 *
 * <p>Times are those of this instance's steady clock; an adapter converts them where it stores
 * entries for others. They are kept as numbers, because a cache holds many entries.
 *
 * @param request the canonical text of the request that it answers; its hash is the key's
 * @param generation the generation of the key's prefix when its load began; see {@link Generations}
 * @param loadedAtMillis when its load began, in milliseconds since 1970; of two entries of one
 *     generation the one loaded later is the better
 * @param ttlMillis how many milliseconds after that it is fresh; more than zero
 * @param validator what the source takes to confirm it, or null when the source gives none
 * @param negative true when the source knows no such thing; the body is then of no use
 * @param body the finished body
 * @param session the session of the shared cache in which this entry was last known to be stored
 *     there, or 0 when it never was; a property of the copy in memory that is never stored
 * @param verified whether no change of the shared entry was reported since the copy was compared
 *     with it in that session; a property of the copy in memory that is never stored
 */
public record CacheEntry(
    String request,
    long generation,
    long loadedAtMillis,
    long ttlMillis,
    @Nullable String validator,
    boolean negative,
    Body body,
    long session,
    boolean verified) {

  public CacheEntry {
    if (generation < 0 || generation > Generations.MAX) {
      throw new IllegalArgumentException("generation must be 0 to 2^53 - 1: " + generation);
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
        request,
        generation,
        loadedAt.toEpochMilli(),
        ttl.toMillis(),
        validator,
        false,
        body,
        0,
        false);
  }

  /** The source's statement that it knows no such thing. */
  public static CacheEntry notFound(
      String request, long generation, Instant loadedAt, Duration ttl) {
    return new CacheEntry(
        request,
        generation,
        loadedAt.toEpochMilli(),
        ttl.toMillis(),
        null,
        true,
        Body.NULL,
        0,
        false);
  }

  /** The same entry as a copy that is stored in the shared cache, but not compared with it yet. */
  public CacheEntry storedIn(long session) {
    return copy(session, false);
  }

  /** The same entry as a copy that was compared with the shared cache. */
  public CacheEntry verifiedIn(long session) {
    return copy(session, true);
  }

  /** The same entry as a copy that must be compared with the shared cache before it is served. */
  public CacheEntry unverified() {
    return copy(session, false);
  }

  /** The same entry past its TTL, as a copy that is not stored in the shared cache yet. */
  public CacheEntry expired(Instant now) {
    return new CacheEntry(
        request,
        generation,
        loadedAtMillis,
        Math.max(1, Math.min(ttlMillis, ageMillis(now))),
        validator,
        negative,
        body,
        0,
        false);
  }

  private CacheEntry copy(long newSession, boolean isVerified) {
    return new CacheEntry(
        request,
        generation,
        loadedAtMillis,
        ttlMillis,
        validator,
        negative,
        body,
        newSession,
        isVerified);
  }

  /** Whether the copy equals the shared entry, as far as is known in a session. */
  public boolean isInStep(long currentSession) {
    return verified && session == currentSession;
  }

  /** When its load began. */
  public Instant loadedAt() {
    return Instant.ofEpochMilli(loadedAtMillis);
  }

  /** How long after its load began it is fresh. */
  public Duration ttl() {
    return Duration.ofMillis(ttlMillis);
  }

  /** How long ago it was loaded; at least zero. */
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

  /** Whether both are copies of one load with the same TTL. */
  public boolean isSameLoad(CacheEntry other) {
    return generation == other.generation
        && loadedAtMillis == other.loadedAtMillis
        && ttlMillis == other.ttlMillis
        && body.equals(other.body);
  }
}

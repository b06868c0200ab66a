package dev.anyflix.core;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.MediaSourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which loads failed recently, so that a queue of callers is not a queue of failing
 * calls. Thread safe, bounded.
 */
final class Failures {

  /** How long a failure answers in place of another call. */
  static final Duration REMEMBER_FOR = Duration.ofSeconds(1);

  /** How long after a failure a stale answer is given without waiting for another attempt. */
  private static final Duration SERVE_STALE_FOR = Duration.ofSeconds(30);

  private static final int MAX = 10_000;

  /** Whom a failure concerns. */
  enum Scope {
    /** Everybody: callers get it in place of another call. */
    ALL_CALLERS,
    /** Only callers that hold a stale entry: they get that instead of waiting. */
    STALE_HOLDERS,
    /** Only loads in the background. */
    BACKGROUND
  }

  private record Failure(MediaSourceException cause, Instant at, Scope scope) {}

  /** By the text of the key, because a key holds on to the request that it was made of. */
  private final BoundedMap<String, Failure> failures = new BoundedMap<>(MAX);

  private final Clock clock;

  Failures(Clock clock) {
    this.clock = clock;
  }

  void add(CacheKey key, MediaSourceException cause, Scope scope) {
    failures.put(key.toString(), new Failure(cause, clock.instant(), scope));
  }

  void remove(CacheKey key) {
    failures.remove(key.toString());
  }

  /** The failure that a caller gets in place of another call; null when a call is due. */
  @Nullable MediaSourceException inPlaceOfCall(CacheKey key) {
    Failure failure = within(key, REMEMBER_FOR);
    return failure != null && failure.scope() == Scope.ALL_CALLERS ? failure.cause() : null;
  }

  /** Whether a load in the background has to wait because one has just failed. */
  boolean isRecent(CacheKey key) {
    return within(key, REMEMBER_FOR) != null;
  }

  /** Whether a stale entry is served without waiting for another attempt. */
  boolean allowsStale(CacheKey key) {
    Failure failure = within(key, SERVE_STALE_FOR);
    return failure != null && failure.scope() != Scope.BACKGROUND;
  }

  private @Nullable Failure within(CacheKey key, Duration time) {
    Failure failure = failures.get(key.toString());
    return failure != null && clock.instant().isBefore(failure.at().plus(time)) ? failure : null;
  }
}

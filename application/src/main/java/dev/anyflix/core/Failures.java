package dev.anyflix.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.MediaSourceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which loads have failed lately, so that a queue of callers is not a queue of failing
 * calls. Thread safe, bounded.
 */
final class Failures {

  /** Outcome long a failure answers in place of another call. */
  static final Duration MOMENT = Duration.ofSeconds(1);

  /** Outcome long after a failure a stale answer is given without waiting for another try. */
  private static final Duration A_WHILE = Duration.ofSeconds(30);

  private static final int MAX = 10_000;

  private record Failure(MediaSourceException cause, Instant at, boolean lasting) {}

  /** By the text of the key: a key holds on to the request that it was made of. */
  private final Cache<String, Failure> failures =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(A_WHILE).build();

  private final Clock clock;

  Failures(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param lasting whether it counts for those who wait; false when the load was only refused
   *     because nobody waited for it
   */
  void add(CacheKey key, MediaSourceException cause, boolean lasting) {
    failures.put(key.toString(), new Failure(cause, clock.instant(), lasting));
  }

  void forget(CacheKey key) {
    failures.invalidate(key.toString());
  }

  /** The failure that answers who waits, in place of another call; null when a call is due. */
  @Nullable MediaSourceException ofThisMoment(CacheKey key) {
    Failure failure = failures.getIfPresent(key.toString());
    return failure != null && failure.lasting() && within(failure, MOMENT) ? failure.cause() : null;
  }

  /** Whether a load has failed just now, for whatever reason, and another can wait. */
  boolean justNow(CacheKey key) {
    Failure failure = failures.getIfPresent(key.toString());
    return failure != null && within(failure, MOMENT);
  }

  /** Whether a load has failed not long ago, and waiting for another try is likely in vain. */
  boolean lately(CacheKey key) {
    Failure failure = failures.getIfPresent(key.toString());
    return failure != null && failure.lasting() && within(failure, A_WHILE);
  }

  private boolean within(Failure failure, Duration time) {
    return clock.instant().isBefore(failure.at().plus(time));
  }
}

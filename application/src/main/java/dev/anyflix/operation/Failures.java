package dev.anyflix.operation;

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

  /** How long a failure answers in place of another call. */
  static final Duration MOMENT = Duration.ofSeconds(1);

  /** How long after a failure a stale answer is given without waiting for another try. */
  private static final Duration A_WHILE = Duration.ofSeconds(30);

  private static final int MAX = 10_000;

  private record Failure(MediaSourceException cause, Instant at, boolean lasting) {}

  private final Cache<CacheKey, Failure> failures =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(A_WHILE).build();
  private final Clock clock;

  Failures(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param lasting whether callers with a stale answer at hand should not wait for another try for
   *     a while; false when the load was only refused because nobody waited for it
   */
  void add(CacheKey key, MediaSourceException cause, boolean lasting) {
    failures.put(key, new Failure(cause, clock.instant(), lasting));
  }

  void forget(CacheKey key) {
    failures.invalidate(key);
  }

  /** The failure that answers in place of another call, or null when a call is due. */
  @Nullable MediaSourceException ofThisMoment(CacheKey key) {
    Failure failure = failures.getIfPresent(key);
    return failure != null && within(failure, MOMENT) ? failure.cause() : null;
  }

  /** Whether a load has failed not long ago, and waiting for another try is likely in vain. */
  boolean lately(CacheKey key) {
    Failure failure = failures.getIfPresent(key);
    return failure != null && failure.lasting() && within(failure, A_WHILE);
  }

  private boolean within(Failure failure, Duration time) {
    return clock.instant().isBefore(failure.at().plus(time));
  }
}

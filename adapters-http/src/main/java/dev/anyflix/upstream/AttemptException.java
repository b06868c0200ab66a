package dev.anyflix.upstream;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call failed. Holds the exception for the caller, the health of the upstream that
 * the failure proves, and whether a second attempt may succeed.
 */
final class AttemptException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What an attempt proves about the health of the upstream. */
  enum Health {
    UNHEALTHY,
    HEALTHY,
    UNKNOWN
  }

  private final MediaSourceException failure;
  private final Outcome outcome;
  private final Health health;
  private final boolean retryable;

  private AttemptException(
      MediaSourceException failure, Outcome outcome, Health health, boolean retryable) {
    super(failure.getMessage(), null, false, false);
    this.failure = failure;
    this.outcome = outcome;
    this.health = health;
    this.retryable = retryable;
  }

  /** A healthy upstream answered with this failure; a second attempt gives the same. */
  static AttemptException answered(Kind kind, String message) {
    return answered(kind, message, null, Health.HEALTHY, false);
  }

  /** The upstream answered with this failure. */
  static AttemptException answered(
      Kind kind, String message, @Nullable Duration retryAfter, Health health, boolean retryable) {
    return of(
        MediaSourceException.fromUpstream(kind, message, retryAfter, null), health, retryable);
  }

  /** The upstream sent an answer that cannot be read. */
  static AttemptException unreadable(String message) {
    return answered(Kind.UNREADABLE, message, null, Health.UNHEALTHY, false);
  }

  /** This instance got no answer, or one about its own credentials. */
  static AttemptException local(Kind kind, String message, Health health, boolean retryable) {
    return of(new MediaSourceException(kind, message), health, retryable);
  }

  static AttemptException of(MediaSourceException failure, Health health, boolean retryable) {
    return new AttemptException(failure, outcome(failure.kind()), health, retryable);
  }

  /** No request was sent. */
  static AttemptException notSent(MediaSourceException failure, Outcome outcome) {
    return new AttemptException(failure, outcome, Health.UNKNOWN, false);
  }

  private static Outcome outcome(Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> Outcome.NOT_FOUND;
      case REJECTED, NOT_CONFIGURED -> Outcome.REJECTED;
      case RATE_LIMITED -> Outcome.RATE_LIMITED;
      case UNAVAILABLE, STOPPING -> Outcome.UNAVAILABLE;
      case TIMED_OUT -> Outcome.TIMED_OUT;
      case UNREADABLE -> Outcome.UNREADABLE;
    };
  }

  /** The exception for the caller. */
  MediaSourceException failure() {
    return failure;
  }

  Outcome outcome() {
    return outcome;
  }

  Health health() {
    return health;
  }

  boolean isRetryable() {
    return retryable;
  }
}

package dev.anyflix.domain.media;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A source failed to answer. API users see the message: it names the source and never contains a
 * key, a URL or a class name.
 */
public final class MediaSourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why a source failed. */
  public enum Kind {
    /** The source has no medium with this id. */
    NOT_FOUND,
    /** The source refused the request as malformed or not allowed, for example a wrong key. */
    REJECTED,
    /** The rate limit of the source, or its budget in this service, is used up. */
    RATE_LIMITED,
    /** The source is down or unreachable, or its circuit breaker is open. */
    UNAVAILABLE,
    /** The source did not answer before the deadline. */
    TIMED_OUT,
    /** The source sent a malformed answer. */
    UNREADABLE,
    /** A setting that the source needs is missing; the message names it. */
    NOT_CONFIGURED,
    /** This service stops before the source has answered. */
    STOPPING
  }

  private final Kind kind;
  private final @Nullable Duration retryAfter;
  private final boolean fromUpstream;

  /** A failure of this instance, not an answer of the upstream. */
  public MediaSourceException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  /**
   * A failure of this instance, not an answer of the upstream.
   *
   * @param retryAfter when a new attempt can succeed, or null when unknown
   * @param cause the exception that caused this one, or null
   */
  public MediaSourceException(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    this(kind, message, retryAfter, cause, false);
  }

  private MediaSourceException(
      Kind kind,
      String message,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause,
      boolean fromUpstream) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.fromUpstream = fromUpstream;
  }

  /**
   * A failure that the upstream itself answered with.
   *
   * @param retryAfter when a new attempt can succeed, or null when unknown
   * @param cause the exception that caused this one, or null
   */
  public static MediaSourceException fromUpstream(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    return new MediaSourceException(kind, message, retryAfter, cause, true);
  }

  public Kind kind() {
    return kind;
  }

  /** Whether a source was not called, because a setting that it needs is missing. */
  public static boolean isNotConfigured(Throwable failure) {
    return failure instanceof MediaSourceException known && known.kind == Kind.NOT_CONFIGURED;
  }

  /** When a new attempt can succeed, counted from now; null when unknown. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Whether the upstream answered with this failure: 404, 429, 5xx or an unreadable body. Such a
   * failure holds for every instance. False for what only this instance suffers: its network,
   * breaker, budget, deadline, missing settings and refused credentials.
   */
  public boolean isFromUpstream() {
    return fromUpstream;
  }
}

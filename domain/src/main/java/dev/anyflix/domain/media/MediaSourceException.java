package dev.anyflix.domain.media;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A source could not answer. The message is fit for a user: it names the source and never a key, a
 * URL with one, or a class.
 */
public final class MediaSourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why a source could not answer. */
  public enum Kind {
    /** The source knows no such medium. The only kind that says something about the request. */
    NOT_FOUND,
    /** The source refused the request as malformed or not allowed, a wrong key among the causes. */
    REJECTED,
    /** The source, or its budget here, allows no further call for now. */
    RATE_LIMITED,
    /** The source is down, refuses connections, cools down, or its breaker is open. */
    UNAVAILABLE,
    /** The source did not answer within the deadline. */
    TIMED_OUT,
    /** The source's answer makes no sense. */
    UNREADABLE,
    /** The source lacks a setting without which it cannot be asked; the message names it. */
    NOT_CONFIGURED
  }

  private final Kind kind;
  private final @Nullable Duration retryAfter;

  public MediaSourceException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  /**
   * @param retryAfter how long to wait before asking again, or null when unknown
   * @param cause what led to it, or null
   */
  public MediaSourceException(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** How long to wait before asking again, or null when unknown. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}

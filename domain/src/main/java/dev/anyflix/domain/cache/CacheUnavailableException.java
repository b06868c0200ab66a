package dev.anyflix.domain.cache;

import org.jspecify.annotations.Nullable;

/**
 * A cache did not do what it was asked; the message says why in words for the person who runs it.
 */
public final class CacheUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the cache. */
  public enum Reason {
    /** No answer in time; the cache may have done what it was asked. */
    TIMED_OUT,
    /** The cache answers, but takes no writes: it is full, or a read-only replica. */
    READ_ONLY,
    /** The cache answers, but refuses this command, as it will the next time. */
    REFUSED,
    /** The cache cannot be reached, is loading, or refuses the credentials. */
    DOWN
  }

  private final Reason reason;

  public CacheUnavailableException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}

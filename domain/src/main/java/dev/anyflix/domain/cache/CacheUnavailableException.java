package dev.anyflix.domain.cache;

import org.jspecify.annotations.Nullable;

/** A cache did not do what it was asked. The message is for the operator. */
public final class CacheUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the cache. */
  public enum Reason {
    /** No answer in time; the cache may have done what it was asked. */
    TIMED_OUT,
    /** The cache answers, but takes no writes for now: it is full, or cannot save them. */
    READ_ONLY,
    /** The cache answers as a read-only replica: another server takes the writes. */
    REPLICA,
    /** The cache answers, but refuses this command, as it will the next time. */
    REFUSED,
    /** The part of the cache that holds this key cannot be used; the other parts can. */
    SHARD_FAILED,
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

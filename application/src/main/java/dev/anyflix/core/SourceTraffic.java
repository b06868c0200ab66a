package dev.anyflix.core;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How many requests for one source were answered and how many failed, since start. A request for a
 * source that is not configured is neither. Thread safe.
 */
public final class SourceTraffic {

  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder fallback = new LongAdder();
  private volatile @Nullable Failure lastFailure;

  /**
   * A failed request.
   *
   * @param kind the kind of failure; null for an internal error
   * @param message what happened
   */
  public record Failure(@Nullable Kind kind, String message) {}

  void answered() {
    answered.increment();
  }

  void failed(Throwable failure) {
    if (!MediaSourceException.isNotConfigured(failure)) {
      failed.increment();
      lastFailure =
          failure instanceof MediaSourceException cause
              ? new Failure(cause.kind(), String.valueOf(cause.getMessage()))
              : new Failure(null, "internal error; see the log");
    }
  }

  void answeredByFallback() {
    fallback.increment();
  }

  /** How many requests another source answered. */
  public long fallbackCount() {
    return fallback.sum();
  }

  /** The last failure; null when there was none. */
  public @Nullable Failure lastFailure() {
    return lastFailure;
  }

  /** How many requests got an answer, from whichever tier. */
  public long answeredCount() {
    return answered.sum();
  }

  /** How many requests got an error. */
  public long failedCount() {
    return failed.sum();
  }
}

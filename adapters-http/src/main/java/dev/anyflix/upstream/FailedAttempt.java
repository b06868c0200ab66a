package dev.anyflix.upstream;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt of a call that failed: what to tell the caller, and what it means for the next. */
final class FailedAttempt extends Exception {

  private static final long serialVersionUID = 1L;

  /** What an attempt says about the health of the upstream. */
  enum Blame {
    /** It is ill. */
    UPSTREAM,
    /** It is well. */
    NOBODY,
    /** Nothing was learnt. */
    UNKNOWN
  }

  private final MediaSourceException shown;
  private final Outcome outcome;
  private final Blame blame;
  private final boolean retryable;

  private FailedAttempt(
      MediaSourceException shown, Outcome outcome, Blame blame, boolean retryable) {
    super(shown.getMessage(), null, false, false);
    this.shown = shown;
    this.outcome = outcome;
    this.blame = blame;
    this.retryable = retryable;
  }

  /** The upstream answered as it should, if not what was hoped for. */
  static FailedAttempt answered(Kind kind, String message) {
    return of(kind, message, null, Blame.NOBODY, false);
  }

  static FailedAttempt of(
      Kind kind, String message, @Nullable Duration retryAfter, Blame blame, boolean retryable) {
    return of(new MediaSourceException(kind, message, retryAfter, null), blame, retryable);
  }

  static FailedAttempt of(MediaSourceException shown, Blame blame, boolean retryable) {
    Outcome outcome =
        switch (shown.kind()) {
          case NOT_FOUND -> Outcome.NOT_FOUND;
          case REJECTED, NOT_CONFIGURED -> Outcome.REJECTED;
          case RATE_LIMITED -> Outcome.RATE_LIMITED;
          case UNAVAILABLE -> Outcome.UNAVAILABLE;
          case TIMED_OUT -> Outcome.TIMED_OUT;
          case UNREADABLE -> Outcome.UNREADABLE;
        };
    return new FailedAttempt(shown, outcome, blame, retryable);
  }

  /** Nothing was sent. */
  static FailedAttempt notMade(MediaSourceException shown, Outcome outcome) {
    return new FailedAttempt(shown, outcome, Blame.UNKNOWN, false);
  }

  MediaSourceException shown() {
    return shown;
  }

  Outcome outcome() {
    return outcome;
  }

  Blame blame() {
    return blame;
  }

  boolean retryable() {
    return retryable;
  }
}

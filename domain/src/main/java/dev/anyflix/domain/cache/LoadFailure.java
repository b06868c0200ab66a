package dev.anyflix.domain.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why an upstream failed to answer a load, in the form in which instances report it to each other.
 *
 * @param kind the name of the kind of failure
 * @param message the message for the user, at most {@value #MAX_MESSAGE} characters
 * @param retryAfter how long to wait before the next attempt, zero to {@link #MAX_RETRY_AFTER}, or
 *     null when unknown
 */
public record LoadFailure(String kind, String message, @Nullable Duration retryAfter) {

  /** The most characters of a message. */
  public static final int MAX_MESSAGE = 500;

  /** The longest wait that a failure may ask for. */
  public static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

  public LoadFailure {
    if (message.length() > MAX_MESSAGE) {
      throw new IllegalArgumentException("message is too long: " + message.length());
    }
    if (retryAfter != null
        && (retryAfter.isNegative() || retryAfter.compareTo(MAX_RETRY_AFTER) > 0)) {
      throw new IllegalArgumentException("retryAfter must be zero to an hour: " + retryAfter);
    }
  }

  /** A failure whose message and wait are cut to their bounds. */
  public static LoadFailure bounded(String kind, String message, @Nullable Duration retryAfter) {
    String text = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    Duration wait = retryAfter;
    if (wait != null && wait.isNegative()) {
      wait = Duration.ZERO;
    } else if (wait != null && wait.compareTo(MAX_RETRY_AFTER) > 0) {
      wait = MAX_RETRY_AFTER;
    }
    return new LoadFailure(kind, text, wait);
  }
}

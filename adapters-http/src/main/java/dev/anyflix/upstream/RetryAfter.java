package dev.anyflix.upstream;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** What the headers of a response say about when to ask again. */
record RetryAfter(Headers headers, Clock clock) {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** From Retry-After; 1 s to 1 h, or null when it makes no sense. */
  @Nullable Duration duration() {
    String value = headers.get("Retry-After");
    Duration wait = value == null ? null : parse(value.strip());
    return wait == null ? null : bounded(wait);
  }

  /** From X-RateLimit-Reset, seconds since 1970; 1 s to 1 h, or null when it makes no sense. */
  @Nullable Duration reset() {
    Long seconds = number("X-RateLimit-Reset");
    if (seconds == null) {
      return null;
    }
    Duration wait = Duration.between(clock.instant(), Instant.ofEpochSecond(seconds));
    return wait.isNegative() || wait.compareTo(LONGEST) > 0 ? null : bounded(wait);
  }

  /** From X-RateLimit-Remaining: calls left, or null when it makes no sense. */
  @Nullable Long remaining() {
    return number("X-RateLimit-Remaining");
  }

  /** RFC 9110, 10.2.3: seconds or a date. */
  private @Nullable Duration parse(String value) {
    Long seconds = digits(value);
    if (seconds != null) {
      return Duration.ofSeconds(seconds);
    }
    try {
      Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(clock.instant(), date);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private @Nullable Long number(String header) {
    String value = headers.get(header);
    return value == null ? null : digits(value.strip());
  }

  private static @Nullable Long digits(String value) {
    return value.matches("[0-9]{1,11}") ? Long.valueOf(value) : null;
  }

  private static Duration bounded(Duration wait) {
    if (wait.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}

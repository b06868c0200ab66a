package dev.anyflix.upstream;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * When to send the next request, from the headers of a response. A moment counts from the Date
 * header of the same response, so that the clock of this instance does not matter; from that clock
 * where the header is absent.
 */
record RetryAfter(Headers headers, Clock clock) {

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,30}(?:\\.[0-9]{0,30})?");

  /** RFC 9110, 5.6.7: the preferred date, then the two obsolete ones that must be understood. */
  private static final List<Function<String, Instant>> DATES =
      List.of(
          text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant(),
          RetryAfter::rfc850,
          text -> LocalDateTime.parse(text, asctime()).toInstant(ZoneOffset.UTC));

  /** From Retry-After; 1 s to 1 h, or null when it is absent or malformed. */
  @Nullable Duration duration() {
    return headers.values("Retry-After").stream()
        .flatMap(value -> waits(value.strip()))
        .max(Duration::compareTo)
        .map(RetryAfter::bounded)
        .orElse(null);
  }

  /** From X-RateLimit-Reset, seconds since 1970; 1 s to 1 h, or null when absent or malformed. */
  @Nullable Duration reset() {
    Long seconds = number("X-RateLimit-Reset");
    if (seconds == null || seconds > Instant.MAX.getEpochSecond()) {
      return null;
    }
    Duration wait = Duration.between(now(), Instant.ofEpochSecond(seconds));
    return wait.isNegative() || wait.compareTo(LONGEST) > 0 ? null : bounded(wait);
  }

  /** From X-RateLimit-Remaining: calls left, or null when it is absent or malformed. */
  @Nullable Long remaining() {
    return number("X-RateLimit-Remaining");
  }

  /** A date, seconds, or a list of seconds that a proxy joined. */
  private Stream<Duration> waits(String value) {
    Instant date = date(value);
    if (date != null) {
      return Stream.of(Duration.between(now(), date));
    }
    return Stream.of(value.split(",", -1))
        .map(part -> seconds(part.strip()))
        .filter(Objects::nonNull)
        .map(Duration::ofSeconds);
  }

  private Instant now() {
    String date = headers.get("Date");
    Instant now = date == null ? null : date(date.strip());
    return now == null ? clock.instant() : now;
  }

  private @Nullable Long number(String header) {
    String value = headers.get(header);
    return value == null ? null : seconds(value.strip());
  }

  /** Rounded up; at most what a long holds. */
  private static @Nullable Long seconds(String value) {
    if (!DECIMAL.matcher(value).matches()) {
      return null;
    }
    BigDecimal rounded = new BigDecimal(value).setScale(0, RoundingMode.CEILING);
    return rounded.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
  }

  private static @Nullable Instant date(String value) {
    for (Function<String, Instant> format : DATES) {
      try {
        return format.apply(value);
      } catch (DateTimeException e) {
        // The next format may fit.
      }
    }
    return null;
  }

  /** A year of two digits that seems to be more than 50 years ahead is in the past. */
  private static Instant rfc850(String text) {
    LocalDate base = LocalDate.now(ZoneOffset.UTC).minusYears(49);
    DateTimeFormatter format =
        new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, base)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH);
    return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
  }

  private static DateTimeFormatter asctime() {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern("EEE MMM ppd HH:mm:ss yyyy")
        .toFormatter(Locale.ENGLISH);
  }

  private static Duration bounded(Duration wait) {
    if (wait.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}

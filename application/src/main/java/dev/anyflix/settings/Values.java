package dev.anyflix.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Parsers of the values of settings. */
final class Values {

  /**
   * Parses and validates the text of a setting.
   *
   * @param <T> the type of the value
   */
  @FunctionalInterface
  interface Reader<T extends @Nullable Object> {

    /**
     * Parses a text.
     *
     * @throws IllegalArgumentException if it is invalid; the message starts with "must"
     */
    T read(String text);

    /** Whether an empty text is a value instead of "not set". */
    default boolean acceptsEmpty() {
      return false;
    }
  }

  private static final long MAX_MILLIS = Duration.ofHours(1).toMillis();
  private static final Pattern HOST = Pattern.compile("[\\w.:%\\[\\]-]+");
  private static final Pattern KEY = Pattern.compile("[!-~]+");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2}(-[A-Za-z]{2})?");
  private static final Pattern REGION = Pattern.compile("[A-Za-z]{2}");
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[\\w.:\\[\\]-]+");

  private Values() {}

  static Reader<Integer> wholeNumber(int min, int max) {
    String rule = "must be a whole number from " + min + " to " + max;
    return text -> (int) number(text, min, max, rule);
  }

  static Reader<Integer> wholeNumber(int min) {
    String rule = "must be a whole number of at least " + min;
    return text -> (int) number(text, min, Integer.MAX_VALUE, rule);
  }

  /** Whole seconds. */
  static Reader<Duration> seconds(int min) {
    String rule = "must be a whole number of seconds of at least " + min;
    return text -> Duration.ofSeconds(number(text, min, Integer.MAX_VALUE, rule));
  }

  /** Whole milliseconds, at most one hour. */
  static Reader<Duration> milliseconds(long min) {
    String rule = "must be a whole number of milliseconds from " + min + " to " + MAX_MILLIS;
    return text -> Duration.ofMillis(number(text, min, MAX_MILLIS, rule));
  }

  private static long number(String text, long min, long max, String rule) {
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(rule, e);
    }
    throw new IllegalArgumentException(rule);
  }

  static Reader<Double> positiveNumber() {
    Pattern decimal = Pattern.compile("\\d{0,9}(\\.\\d{1,9})?");
    return text -> {
      double number = decimal.matcher(text).matches() ? Double.parseDouble(text) : 0;
      return check(number > 0, number, "must be a number greater than 0, such as 25 or 0.5");
    };
  }

  static Reader<Boolean> flag() {
    return text ->
        switch (text.toLowerCase(Locale.ROOT)) {
          case "true", "yes", "on", "1" -> true;
          case "false", "no", "off", "0" -> false;
          default -> throw new IllegalArgumentException("must be true or false");
        };
  }

  static Reader<Level> logLevel() {
    return text -> {
      try {
        return Level.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("must be one of TRACE, DEBUG, INFO, WARN, ERROR", e);
      }
    };
  }

  /** One line of text. */
  static Reader<String> text() {
    return text ->
        check(
            text.chars().noneMatch(Character::isISOControl),
            text,
            "must be one line without control characters");
  }

  static Reader<String> host() {
    return text ->
        check(
            HOST.matcher(text).matches(),
            text,
            "must be a host name or an IP address without scheme and port");
  }

  static Reader<String> language() {
    return text ->
        check(LANGUAGE.matcher(text).matches(), text, "must be a language tag such as de or en-US");
  }

  static Reader<String> region() {
    return text ->
        check(REGION.matcher(text).matches(), text, "must be a country code of two letters");
  }

  /** Visible ASCII characters, because keys are sent in headers. */
  static Reader<String> key() {
    return text ->
        check(KEY.matcher(text).matches(), text, "must be visible ASCII characters without spaces");
  }

  /** The base URL of an HTTP service. */
  static Reader<URI> webAddress() {
    return WebAddress::read;
  }

  /** The URL of an HTTP proxy. */
  static Reader<String> proxy() {
    return WebAddress::readProxy;
  }

  /** The URL of a Redis server or of its sentinels. */
  static Reader<String> redisUrl() {
    return RedisUrl::read;
  }

  /** Comma-separated IP addresses and CIDR ranges; an empty text is an empty list. */
  static Reader<List<IpRange>> ipRanges() {
    return text -> {
      try {
        return items(text).stream().map(IpRange::parse).toList();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "must be comma-separated IP addresses or ranges such as 10.0.0.0/8", e);
      }
    };
  }

  /** Either {@code *} or a comma-separated list of origins. */
  static Reader<List<String>> origins() {
    return text -> {
      List<String> origins = items(text);
      boolean any = origins.equals(List.of("*"));
      boolean listed =
          !origins.isEmpty() && origins.stream().allMatch(o -> ORIGIN.matcher(o).matches());
      return check(
          any || listed,
          origins,
          "must be * or comma-separated origins such as https://example.org");
    };
  }

  /** Parses an empty text as null. */
  @SuppressWarnings("NullAway") // NullAway ignores the nullable type argument.
  static <T> Reader<@Nullable T> optional(Reader<T> reader) {
    return text -> text.isEmpty() ? null : reader.read(text);
  }

  /** Accepts an empty text as a value. */
  static Reader<String> orEmpty(Reader<String> reader) {
    return new Reader<>() {
      @Override
      public String read(String text) {
        return text.isEmpty() ? text : reader.read(text);
      }

      @Override
      public boolean acceptsEmpty() {
        return true;
      }
    };
  }

  private static List<String> items(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static <T> T check(boolean holds, T value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
    return value;
  }
}

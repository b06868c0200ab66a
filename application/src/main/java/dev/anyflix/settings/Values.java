package dev.anyflix.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The readers of the kinds of text that settings hold. */
final class Values {

  /**
   * Reads the text of a setting.
   *
   * @param <T> what the text is read as
   */
  @FunctionalInterface
  interface Reader<T extends @Nullable Object> {

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException if the text is not one; the message starts with "must be"
     */
    T read(String text);

    /** Whether an empty text is a value of its own instead of "not set". */
    default boolean readsEmpty() {
      return false;
    }
  }

  private static final long LONGEST_MILLIS = Duration.ofHours(1).toMillis();
  private static final Pattern HOST = Pattern.compile("[\\w.:%\\[\\]-]+");
  private static final Pattern KEY = Pattern.compile("[!-~]+");
  private static final Pattern PORT = Pattern.compile(":(\\d{1,5})(?=[,/?#]|$)");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[\\w.:\\[\\]-]+");
  private static final Pattern REDIS_URL =
      Pattern.compile(
          "(?<scheme>redis|rediss|redis-sentinel)://(.*@)?"
              + "[\\w.-]+(:\\d{1,5})?(,[\\w.-]+(:\\d{1,5})?)*(/\\d*)?(\\?[^#]*)?(#.+)?"
              + "|rediss?://(.*@)?\\[[\\w.:%]+](:\\d{1,5})?(/\\d*)?(\\?.*)?");

  private Values() {}

  static Reader<Integer> wholeNumber(int min, int max) {
    String rule = "must be a whole number from " + min + " to " + max;
    return text -> (int) number(text, min, max, rule);
  }

  static Reader<Integer> wholeNumber(int min) {
    String rule = "must be a whole number, " + min + " or more";
    return text -> (int) number(text, min, Integer.MAX_VALUE, rule);
  }

  /** Whole seconds. */
  static Reader<Duration> seconds(int min) {
    String rule = "must be a whole number of seconds, " + min + " or more";
    return text -> Duration.ofSeconds(number(text, min, Integer.MAX_VALUE, rule));
  }

  /** Whole milliseconds, from one to an hour of them. */
  static Reader<Duration> milliseconds(long min) {
    String rule = "must be a whole number of milliseconds from " + min + " to " + LONGEST_MILLIS;
    return text -> Duration.ofMillis(number(text, min, LONGEST_MILLIS, rule));
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
      return check(number > 0, number, "must be a number above 0, such as 25 or 0.5");
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

  /** Any text on one line. */
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
            "must be a host name or an address, without scheme and port");
  }

  static Reader<String> language() {
    return text ->
        check(
            LANGUAGE.matcher(text).matches(),
            text,
            "must be a language, or a language and a country, such as en-US");
  }

  /** Visible characters of ASCII alone, as every header takes them. */
  static Reader<String> key() {
    return text ->
        check(KEY.matcher(text).matches(), text, "must be visible ASCII characters without spaces");
  }

  /** The address of an HTTP service, without credentials, query, fragment and last slash. */
  static Reader<URI> webAddress() {
    return WebAddress::read;
  }

  private static boolean hasRealPorts(String redisUrl) {
    String hosts = redisUrl.substring(redisUrl.lastIndexOf('@') + 1);
    return PORT.matcher(hosts).results().allMatch(port -> Integer.parseInt(port.group(1)) <= 65535);
  }

  /** The URL of a Redis server, or of the sentinels that know it; looked at from outside only. */
  static Reader<String> redisUrl() {
    return text -> {
      var url = REDIS_URL.matcher(text);
      boolean wellFormed = url.matches() && text.chars().noneMatch(Character::isWhitespace);
      check(wellFormed, text, "must be redis://host, rediss://host or redis-sentinel://host,host");
      check(hasRealPorts(text), text, "must have ports of 65535 at most");
      boolean sentinel = "redis-sentinel".equals(url.group("scheme"));
      return check(
          !sentinel || text.contains("#") || text.contains("sentinelMasterId="),
          text,
          "must name the sentinels' master after a #: redis-sentinel://host,host#master");
    };
  }

  /** Either {@code *} alone, or origins with commas between. */
  static Reader<List<String>> origins() {
    return text -> {
      List<String> origins =
          Arrays.stream(text.split(",")).map(String::strip).filter(o -> !o.isEmpty()).toList();
      boolean any = origins.equals(List.of("*"));
      boolean listed =
          !origins.isEmpty() && origins.stream().allMatch(o -> ORIGIN.matcher(o).matches());
      return check(
          any || listed,
          origins,
          "must be * or origins such as https://example.org, with commas between");
    };
  }

  /** An empty text is null; any other is left to the reader. */
  @SuppressWarnings("NullAway") // It does not see that the type argument is nullable.
  static <T> Reader<@Nullable T> optional(Reader<T> reader) {
    return text -> text.isEmpty() ? null : reader.read(text);
  }

  /** An empty text is a value of its own and stays empty; any other is left to the reader. */
  static Reader<String> orEmptyByChoice(Reader<String> reader) {
    return new Reader<>() {
      @Override
      public String read(String text) {
        return text.isEmpty() ? text : reader.read(text);
      }

      @Override
      public boolean readsEmpty() {
        return true;
      }
    };
  }

  private static <T> T check(boolean holds, T value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
    return value;
  }
}

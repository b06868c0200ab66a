package dev.anyflix.demo;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate limit: a number of calls per period.
 *
 * @param calls at least 1
 * @param period longer than zero
 */
public record Rate(int calls, Duration period) {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,7})\\s*/\\s*(s|sec|min|m|h|hour)");
  private static final Map<String, Duration> PERIODS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "sec", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "hour", Duration.ofHours(1));

  public Rate {
    if (calls < 1) {
      throw new IllegalArgumentException("a rate must allow at least 1 call: was " + calls);
    }
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("the period of a rate must be longer than zero");
    }
  }

  /**
   * Reads a rate such as {@code 30/min}, {@code 5/s} or {@code 1000/h}.
   *
   * @throws IllegalArgumentException with a message for the user if it is malformed
   */
  public static Rate parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be calls per s, min or h, such as 30/min or 5/s: was \"" + text + "\"");
    }
    Duration period = PERIODS.get(matcher.group(2));
    return new Rate(Integer.parseInt(matcher.group(1)), period == null ? Duration.ZERO : period);
  }
}

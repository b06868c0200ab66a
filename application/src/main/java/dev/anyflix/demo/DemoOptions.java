package dev.anyflix.demo;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Latency and faults of the demo upstream.
 *
 * @param latency delay of every answer, zero to one minute
 * @param errorRate share of calls that fail with HTTP 500, 0 to 1
 * @param rate calls that each upstream allows before it answers HTTP 429, or null for no limit
 * @param down whether every call fails with HTTP 503
 */
public record DemoOptions(Duration latency, double errorRate, @Nullable Rate rate, boolean down) {

  private static final Duration MAX_LATENCY = Duration.ofMinutes(1);

  /** No latency, no errors, no limit. */
  public static final DemoOptions HEALTHY = new DemoOptions(Duration.ZERO, 0, null, false);

  private static final Pattern LATENCY = Pattern.compile("(\\d{1,6})\\s*(ms|s|m)");
  private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)(%?)");

  public DemoOptions {
    if (latency.isNegative() || latency.compareTo(MAX_LATENCY) > 0) {
      throw new IllegalArgumentException("latency must be 0ms to 1m: was " + latency);
    }
    if (!(errorRate >= 0 && errorRate <= 1)) {
      throw new IllegalArgumentException("error rate must be 0 to 1: was " + errorRate);
    }
  }

  public DemoOptions withLatency(Duration latency) {
    return new DemoOptions(latency, errorRate, rate, down);
  }

  public DemoOptions withErrorRate(double errorRate) {
    return new DemoOptions(latency, errorRate, rate, down);
  }

  public DemoOptions withRate(@Nullable Rate rate) {
    return new DemoOptions(latency, errorRate, rate, down);
  }

  public DemoOptions withDown(boolean down) {
    return new DemoOptions(latency, errorRate, rate, down);
  }

  /**
   * Reads a latency such as {@code 200ms}, {@code 2s} or {@code 1m}.
   *
   * @throws IllegalArgumentException with a message for the user if it is malformed or longer than
   *     one minute
   */
  public static Duration parseLatency(String text) {
    Matcher matcher = LATENCY.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a whole number with ms, s or m, such as 200ms or 2s: was \"" + text + "\"");
    }
    long amount = Long.parseLong(matcher.group(1));
    Duration latency =
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          default -> Duration.ofMinutes(amount);
        };
    if (latency.compareTo(MAX_LATENCY) > 0) {
      throw new IllegalArgumentException("must be at most 1m: was \"" + text + "\"");
    }
    return latency;
  }

  /**
   * Reads a share such as {@code 0.2} or {@code 20%}.
   *
   * @throws IllegalArgumentException with a message for the user if it is malformed or not from 0
   *     to 1
   */
  public static double parseErrorRate(String text) {
    Matcher matcher = SHARE.matcher(text.strip());
    if (matcher.matches()) {
      double number = Double.parseDouble(matcher.group(1));
      double share = matcher.group(2).isEmpty() ? number : number / 100;
      if (share <= 1) {
        return share;
      }
    }
    throw new IllegalArgumentException(
        "must be a share from 0 to 1, such as 0.2 or 20%: was \"" + text + "\"");
  }

  /**
   * Reads a rate as {@link Rate#parse} does; {@code unlimited} gives null.
   *
   * @throws IllegalArgumentException with a message for the user if it is neither
   */
  public static @Nullable Rate parseRate(String text) {
    return text.strip().equals("unlimited") ? null : Rate.parse(text);
  }
}

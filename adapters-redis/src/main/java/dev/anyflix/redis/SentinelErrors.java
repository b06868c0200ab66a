package dev.anyflix.redis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reasons for which sentinels do not lead to a primary, by the texts of Lettuce's failures. */
final class SentinelErrors {

  private static final Pattern UNKNOWN_NAME =
      Pattern.compile("Cannot provide redisAddress using sentinel for masterId (?<name>.+)");
  private static final Pattern AT_SENTINEL =
      Pattern.compile("Cannot (connect (to a )?Redis Sentinel|obtain master using SENTINEL)");

  private SentinelErrors() {}

  /** The name that the sentinels do not know, where that is the reason for a failure. */
  static Optional<String> unknownName(@Nullable Throwable failure) {
    return find(failure, UNKNOWN_NAME).map(found -> found.group("name"));
  }

  /** Whether no sentinel could be used. */
  static boolean isAtSentinel(@Nullable Throwable failure) {
    return find(failure, AT_SENTINEL).isPresent();
  }

  private static Optional<Matcher> find(@Nullable Throwable failure, Pattern pattern) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher matcher = pattern.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }
}

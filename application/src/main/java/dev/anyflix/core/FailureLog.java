package dev.anyflix.core;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why loads fail, each reason once a minute. What a source refuses is an error, because a
 * person has to fix it. Thread safe.
 */
final class FailureLog {

  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
  private static final int MAX_REASONS = 1000;
  private static final Duration REPEAT_AFTER = Duration.ofMinutes(1);

  private final BoundedMap<String, Instant> logged = new BoundedMap<>(MAX_REASONS);
  private final Clock clock;

  FailureLog(Clock clock) {
    this.clock = clock;
  }

  void failed(MediaSourceException failure) {
    String reason = withoutPeriod(String.valueOf(failure.getMessage()));
    Instant now = clock.instant();
    Instant last = logged.get(reason);
    if (last != null && now.isBefore(last.plus(REPEAT_AFTER))) {
      return;
    }
    logged.put(reason, now);
    if (failure.kind() == Kind.REJECTED) {
      log.error("{}; requests get a stale entry or an error until it is fixed", reason);
    } else if (failure.getCause() instanceof RuntimeException fault
        && !(fault instanceof MediaSourceException)) {
      log.warn("{}; serving stale entries where present", reason, fault);
    } else {
      log.warn("{}; serving stale entries where present", reason);
    }
  }

  private static String withoutPeriod(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}

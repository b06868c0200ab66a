package dev.anyflix.core;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why loads fail, each reason once an outage: again only after it has not occurred for some
 * time. What a source refuses is an error, because a person has to fix it. A source that is not
 * configured is not logged, because the start has said so; neither is the end of the service.
 * Thread safe.
 */
final class FailureLog {

  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
  private static final int MAX_REASONS = 1000;
  private static final Duration QUIET = Duration.ofMinutes(5);

  /** When each reason last occurred. */
  private final BoundedMap<String, Instant> occurred = new BoundedMap<>(MAX_REASONS);

  private final Clock clock;

  FailureLog(Clock clock) {
    this.clock = clock;
  }

  void failed(MediaSourceException failure) {
    if (MediaSourceException.isNotConfigured(failure) || failure.kind() == Kind.STOPPING) {
      return;
    }
    String reason = withoutPeriod(String.valueOf(failure.getMessage()));
    Instant now = clock.instant();
    Instant last = occurred.get(reason);
    occurred.put(reason, now);
    if (last != null && now.isBefore(last.plus(QUIET))) {
      return;
    }
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

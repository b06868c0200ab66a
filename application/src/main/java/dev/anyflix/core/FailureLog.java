package dev.anyflix.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log why loads fail, each reason once a minute: an outage is a line, not a flood. What
 * a source refuses is an error, for a person has to mend it. Thread safe.
 */
final class FailureLog {

  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);
  private static final int MAX_REASONS = 1000;

  private final Cache<String, Boolean> told =
      Caffeine.newBuilder()
          .maximumSize(MAX_REASONS)
          .expireAfterWrite(Duration.ofMinutes(1))
          .build();

  void tell(MediaSourceException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (told.asMap().putIfAbsent(reason, true) != null) {
      return;
    }
    if (failure.kind() == Kind.REJECTED) {
      log.error("{}; such requests fail, or get an old answer, until it is mended", reason);
    } else {
      log.warn("{}; there is an old answer or an error instead", reason);
    }
  }
}

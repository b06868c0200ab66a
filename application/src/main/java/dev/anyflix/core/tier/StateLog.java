package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.SharedCache;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each change in the state of the shared cache once. Thread safe. */
final class StateLog {

  private static final Logger log = LoggerFactory.getLogger(SharedTier.class);

  private final AtomicBoolean unavailable = new AtomicBoolean();
  private final AtomicBoolean readOnly = new AtomicBoolean();
  private final AtomicReference<@Nullable SharedCache> refusing = new AtomicReference<>();

  void unavailable(String reason) {
    if (unavailable.compareAndSet(false, true)) {
      log.warn(
          "Redis unavailable: {}. Serving from memory; Redis is used again as soon as it answers."
              + " Run the command doctor for advice",
          reason);
    }
  }

  void available(String reason) {
    if (unavailable.compareAndSet(true, false)) {
      log.info("Redis in use: {}", reason);
    }
  }

  void readOnly(String reason) {
    if (readOnly.compareAndSet(false, true)) {
      log.warn("Redis takes no writes: {}. New entries stay in memory until it does", reason);
    }
  }

  void writable() {
    if (readOnly.compareAndSet(true, false)) {
      log.info("Redis takes writes again");
    }
  }

  /** Logs a refused command once a session, because Redis will refuse it the next time too. */
  void refused(SharedCache session, String reason) {
    if (!session.equals(refusing.getAndSet(session))) {
      log.warn(
          "Redis refuses a command that the service needs: {}. The feature behind it is limited to"
              + " this instance; grant the command to the user of Redis",
          reason);
    }
  }
}

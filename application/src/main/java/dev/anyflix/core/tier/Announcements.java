package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.SharedCache;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of each change in the shared cache's state once. Thread safe. */
final class Announcements {

  private static final Logger log = LoggerFactory.getLogger(SharedTier.class);

  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicBoolean readOnly = new AtomicBoolean();
  private final AtomicReference<@Nullable SharedCache> refusing = new AtomicReference<>();

  void away(String why) {
    if (away.compareAndSet(false, true)) {
      log.warn(
          "Redis is away, serving from memory: {}. It is used again as soon as it answers; the"
              + " command doctor says what to do",
          why);
    }
  }

  void inUse(String why) {
    if (away.compareAndSet(true, false)) {
      log.info("Redis is in use: {}", why);
    }
  }

  void takesNoWrites(String why) {
    if (readOnly.compareAndSet(false, true)) {
      log.warn("Redis takes no writes, new entries stay in memory: {}", why);
    }
  }

  void takesWrites() {
    if (readOnly.compareAndSet(true, false)) {
      log.info("Redis takes writes again");
    }
  }

  /** Redis is not away for a command that it will never carry out; once a connection is enough. */
  void refuses(SharedCache session, String what) {
    if (!session.equals(refusing.getAndSet(session))) {
      log.warn("Redis refuses what the service needs, going on without it: {}", what);
    }
  }
}

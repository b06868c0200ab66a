package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.SharedCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers why the shared cache cannot be used fully and since when, and logs each change once.
 * Thread safe.
 */
final class StateLog {

  private static final Logger log = LoggerFactory.getLogger(SharedTier.class);

  private final String name;
  private final Clock clock;
  private final AtomicReference<@Nullable Condition> unavailable = new AtomicReference<>();
  private final AtomicReference<@Nullable Condition> readOnly = new AtomicReference<>();
  private final AtomicReference<@Nullable Condition> restricted = new AtomicReference<>();
  private final AtomicReference<@Nullable Condition> partial = new AtomicReference<>();
  private final AtomicReference<@Nullable SharedCache> refusing = new AtomicReference<>();

  /**
   * Why the shared cache cannot be used fully.
   *
   * @param reason what happened
   * @param advice what to do; null when unknown
   * @param since when it began
   */
  record Condition(String reason, @Nullable String advice, Instant since) {}

  /**
   * @param name the name of the shared cache
   */
  StateLog(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
  }

  /** The reason of the state; null for a state that needs none. */
  @Nullable Condition condition(SharedState state) {
    return switch (state) {
      case OFF, UP -> null;
      case RESTRICTED -> {
        Condition shard = partial.get();
        yield shard != null ? shard : restricted.get();
      }
      case READ_ONLY -> readOnly.get();
      case SUSPECT, DOWN -> unavailable.get();
    };
  }

  /** Keeps the time at which the outage began and the latest reason. */
  void unavailable(String reason, @Nullable String advice) {
    if (begin(unavailable, reason, advice)) {
      log.warn(
          "{} unavailable: {}. Serving from memory; it is used again as soon as it answers. Run the"
              + " command doctor for advice",
          name,
          reason);
    }
  }

  void available(String reason) {
    Condition ended = unavailable.getAndSet(null);
    if (ended != null) {
      log.info("{} in use after {}: {}", name, lasted(ended), reason);
    }
  }

  void readOnly(String reason, @Nullable String advice) {
    if (begin(readOnly, reason, advice)) {
      log.warn("{} takes no writes: {}. New entries stay in memory until it does", name, reason);
    }
  }

  void writable() {
    Condition ended = readOnly.getAndSet(null);
    if (ended != null) {
      log.info("{} takes writes again after {}", name, lasted(ended));
    }
  }

  /** Logs a refused command once a session, because the cache will refuse it the next time too. */
  void refused(SharedCache session, String reason, @Nullable String advice) {
    begin(restricted, reason, advice);
    if (!session.equals(refusing.getAndSet(session))) {
      log.warn(
          "{} refuses a command that the service needs: {}. The feature behind it is limited to this"
              + " instance; grant the command to the user of {}",
          name,
          reason,
          name);
    }
  }

  /** Part of the shared cache cannot be used. */
  void partial(String reason, @Nullable String advice) {
    if (begin(partial, reason, advice)) {
      log.warn(
          "A shard of {} is unavailable: {}. Its entries are served from memory; the other shards are"
              + " used as before",
          name,
          reason);
    }
  }

  void unrestricted() {
    restricted.set(null);
    Condition ended = partial.getAndSet(null);
    if (ended != null) {
      log.info("Connected to all shards of {} that can be reached after {}", name, lasted(ended));
    }
  }

  private boolean begin(
      AtomicReference<@Nullable Condition> condition, String reason, @Nullable String advice) {
    Instant now = clock.instant();
    Condition before =
        condition.getAndUpdate(
            known -> new Condition(reason, advice, known == null ? now : known.since()));
    return before == null;
  }

  private String lasted(Condition ended) {
    long seconds = Math.max(1, Duration.between(ended.since(), clock.instant()).toSeconds());
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}

package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker of the shared cache: what it may be used for, and why it may not be used for
 * more. A call that times out opens it, the next heartbeat that is answered closes it. Thread safe.
 */
final class SharedBreaker {

  private static final Logger log = LoggerFactory.getLogger(SharedTier.class);

  private final SharedCache.@Nullable Connector connector;
  private final Sessions sessions;
  private final Clock clock;
  private final String name;
  private final StateLog stateLog;
  private volatile boolean isOpen;
  private volatile boolean isWritable = true;
  private volatile boolean isReplica;
  private volatile boolean isRestricted;
  private volatile @Nullable Instant nextAttemptAt;

  /**
   * @param connector the shared cache; null when there is none
   */
  SharedBreaker(SharedCache.@Nullable Connector connector, Sessions sessions, Clock clock) {
    this.connector = connector;
    this.sessions = sessions;
    this.clock = clock;
    this.name = connector == null ? "Redis" : connector.name();
    this.stateLog = new StateLog(name, clock);
  }

  StateLog stateLog() {
    return stateLog;
  }

  /** The session to read from; null while the breaker is open or there is none. */
  @Nullable Session readable() {
    return isOpen ? null : sessions.current();
  }

  /** The session to write to; null while it takes no writes or must not be read. */
  @Nullable Session writable() {
    return isWritable ? readable() : null;
  }

  boolean isWritable() {
    return isWritable;
  }

  /** Whether another server takes the writes, so that a new session may find it. */
  boolean isReplica() {
    return isReplica;
  }

  SharedState state() {
    if (connector == null) {
      return SharedState.OFF;
    }
    if (sessions.current() == null) {
      return SharedState.DOWN;
    }
    if (isOpen) {
      return SharedState.SUSPECT;
    }
    if (!isWritable) {
      return SharedState.READ_ONLY;
    }
    return isRestricted ? SharedState.RESTRICTED : SharedState.UP;
  }

  /** The state with its reason. */
  SharedStatus status() {
    SharedState state = state();
    StateLog.Condition condition = stateLog.condition(state);
    return new SharedStatus(
        name,
        state,
        condition != null ? condition.reason() : state.isUnavailable() ? "still connecting" : null,
        condition == null ? null : condition.advice(),
        condition == null ? null : condition.since(),
        state.isUnavailable() ? nextAttemptAt : null,
        connector == null ? null : connector.address());
  }

  /** Records when the supervisor acts next. */
  void nextAttemptIn(Duration pause) {
    nextAttemptAt = clock.instant().plus(pause);
  }

  /** Records that the connection cannot be used, and why. */
  void unavailable(CacheUnavailableException failure) {
    stateLog.unavailable(text(failure), advice(failure));
  }

  /** Closes the breaker: the shared cache has answered. */
  void answered() {
    isOpen = false;
  }

  /** A session begins, in which nothing has been refused yet. */
  void begun() {
    isOpen = false;
    isRestricted = false;
    stateLog.unrestricted();
  }

  void writes() {
    isWritable = true;
    isReplica = false;
    stateLog.writable();
  }

  void readOnly(CacheUnavailableException failure) {
    isWritable = false;
    isReplica = failure.reason() == Reason.REPLICA;
    stateLog.readOnly(text(failure), advice(failure));
  }

  /**
   * Takes note of a command that failed. A late failure in a session that was replaced says nothing
   * about the current one.
   *
   * @return whether a heartbeat should follow at once
   */
  boolean failed(SharedCache in, CacheUnavailableException failure) {
    log.debug("{} failed a command: {}", name, failure.getMessage());
    if (!sessions.isCurrent(in)) {
      return false;
    }
    return switch (failure.reason()) {
      case READ_ONLY, REPLICA -> {
        readOnly(failure);
        yield true;
      }
      case REFUSED -> {
        isRestricted = true;
        stateLog.refused(in, text(failure), advice(failure));
        yield false;
      }
      case SHARD_FAILED -> {
        if (isWritable) {
          isRestricted = true;
          stateLog.partial(text(failure), advice(failure));
        }
        yield false;
      }
      case TIMED_OUT, DOWN -> {
        isOpen = true;
        unavailable(failure);
        yield true;
      }
    };
  }

  private static String text(CacheUnavailableException failure) {
    return String.valueOf(failure.getMessage());
  }

  private @Nullable String advice(CacheUnavailableException failure) {
    return connector == null ? null : connector.advice(failure);
  }
}

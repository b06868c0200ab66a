package dev.anyflix.redis;

import java.time.Clock;

/**
 * The clock of the Redis server, as far as one session knows it: the steady clock of this instance
 * and the difference between both. Times of entries are converted by it, so that the clocks of
 * instances need not agree. Thread safe.
 */
final class RedisClock {

  /** A smaller difference is taken for the time that messages take. */
  private static final long TOLERANCE_MILLIS = 200;

  private final Clock clock;
  private volatile long offsetMillis;

  /**
   * @param clock the steady clock of this instance
   */
  RedisClock(Clock clock) {
    this.clock = clock;
  }

  /** Learns the time of the server at this moment. */
  void learn(long serverMillis) {
    long offset = serverMillis - clock.millis();
    if (Math.abs(offset - offsetMillis) > TOLERANCE_MILLIS) {
      offsetMillis = Math.abs(offset) > TOLERANCE_MILLIS ? offset : 0;
    }
  }

  /** The time of the server, in milliseconds since 1970. */
  long millis() {
    return clock.millis() + offsetMillis;
  }

  /** A time of this instance as the server's. */
  long toServer(long ownMillis) {
    return ownMillis + offsetMillis;
  }

  /** A time of the server as this instance's. */
  long toOwn(long serverMillis) {
    return serverMillis - offsetMillis;
  }
}

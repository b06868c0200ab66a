package dev.anyflix.redis;

import dev.anyflix.redis.testing.RedisProcess;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** The settings with which the tests reach a server. */
final class TestSettings {

  static final Set<String> PREFIXES = Set.of("movies", "movies_new", "series");

  private TestSettings() {}

  /** Settings with a long timeout. */
  static RedisSettings at(String url, RedisTls tls) {
    return at(url, tls, Duration.ofSeconds(15));
  }

  static RedisSettings at(String url, RedisTls tls, Duration timeout) {
    return new RedisSettings(
        url,
        "",
        6379,
        0,
        null,
        null,
        null,
        tls,
        timeout,
        RedisSettings.DEFAULT_MAX_ENTRY_BYTES,
        PREFIXES,
        Clock.systemUTC());
  }

  static RedisSettings settings(RedisProcess redis) {
    return settings(redis.port());
  }

  /** Settings with a long timeout, because the machine that runs the tests may be busy. */
  static RedisSettings settings(int port) {
    return settings(port, Duration.ofSeconds(5));
  }

  static RedisSettings settings(int port, Duration timeout) {
    return new RedisSettings(
        null,
        "127.0.0.1",
        port,
        0,
        null,
        null,
        null,
        RedisTls.DEFAULT,
        timeout,
        RedisSettings.DEFAULT_MAX_ENTRY_BYTES,
        PREFIXES,
        Clock.systemUTC());
  }
}

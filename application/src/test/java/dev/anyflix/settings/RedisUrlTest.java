package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.redis.RedisSettings;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisUrlTest {

  private static final String[] PARTS = {
    "redis://",
    "rediss://",
    "redis-sentinel://",
    "rediss-sentinel://",
    "redis-socket://",
    "user",
    ":",
    "@",
    "p@ss",
    "%40",
    "%zz",
    "host",
    "my_host",
    "[::1]",
    "[::1",
    "::1",
    ",",
    "/",
    "0",
    "99999999999",
    ":6379",
    ":0",
    ":99999",
    "?",
    "timeout=1s",
    "timeout=x",
    "&",
    "verifyPeer=CA",
    "verifyPeer=x",
    "sentinelMasterId=",
    "main",
    "#",
    " ",
    "\u00a0",
    "\u00e9",
    "|",
    "\\",
    "\"",
    ".",
    "-",
    "database=x"
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://cache|must be redis://",
        "redis://u:p#w@cache|must percent-encode",
        "redis://u:p/w@cache|must percent-encode",
        "redis://u:p?w@cache|must percent-encode",
        "redis://u:%zz@cache|must percent-encode",
        "redis://a,b:0|must have valid hosts",
        "redis://a,|must have valid hosts",
        "redis://cache:99999|must have valid hosts",
        "redis://cache/9999999999|must have a database",
        "redis://cache?verifyPeer=some|must have verifyPeer",
        "redis-sentinel://a,b|must name the master",
        "redis-sentinel://a?sentinelMasterId=|must name the master",
        "redis-socket://cache|must be redis-socket:///path",
        "redis-socket:///run/redis.sock?database=x|must be redis-socket:///path",
        "redis-socket://u:%zz@/run/redis.sock|must percent-encode",
        "redis://u:p^w@cache|must be a valid URL"
      })
  void messageNamesTheRule(String url, String message) {
    assertThatThrownBy(() -> RedisUrl.read(url)).hasMessageStartingWith(message);
  }

  @Test
  void acceptedUrlIsAcceptedByTheRedisClient() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder url = new StringBuilder(PARTS[random.nextInt(5)]);
      for (int parts = random.nextInt(7); parts >= 0; parts--) {
        url.append(PARTS[random.nextInt(PARTS.length)]);
      }
      String text = url.toString();
      if (isAccepted(text)) {
        accepted++;
        assertThatCode(() -> RedisSettings.of(text, Set.of(), Clock.systemUTC()))
            .as("seed %d: %s", seed, text)
            .doesNotThrowAnyException();
      }
    }
    assertThat(accepted).isGreaterThan(100);
  }

  private static boolean isAccepted(String url) {
    try {
      RedisUrl.read(url);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}

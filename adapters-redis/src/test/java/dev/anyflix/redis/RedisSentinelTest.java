package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.Certificates.Issued;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.RedisProbe.Usable;
import dev.anyflix.redis.testing.RedisProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are found through a sentinel. */
class RedisSentinelTest {

  private static final String NAME = "main";

  private static RedisProbe.Result examine(String url, @Nullable String password, RedisTls tls) {
    return new RedisProbe(
            new RedisSettings(
                url,
                "",
                6379,
                0,
                null,
                null,
                password,
                tls,
                Duration.ofSeconds(15),
                RedisSettings.DEFAULT_MAX_ENTRY_BYTES,
                TestSettings.PREFIXES,
                Clock.systemUTC()))
        .examine();
  }

  private static String url(int port, String name) {
    return "redis-sentinel://127.0.0.1:" + port + "#" + name;
  }

  private static Trouble trouble(String url, @Nullable String password) {
    RedisProbe.Result result = examine(url, password, RedisTls.DEFAULT);
    assertThat(result).isInstanceOf(Trouble.class);
    return (Trouble) result;
  }

  @Test
  void primaryIsFoundPastASentinelThatIsAway() {
    try (RedisProcess redis = RedisProcess.start();
        RedisProcess sentinel = RedisProcess.startSentinel(NAME, redis, 1)) {
      String url = "redis-sentinel://127.0.0.1:1,127.0.0.1:" + sentinel.port() + "#" + NAME;

      assertThat(examine(url, null, RedisTls.DEFAULT)).isInstanceOf(Usable.class);
    }
  }

  @Test
  void unknownNameOfThePrimaryIsNamed() {
    try (RedisProcess redis = RedisProcess.start();
        RedisProcess sentinel = RedisProcess.startSentinel(NAME, redis, 1)) {
      Trouble unknown = trouble(url(sentinel.port(), "other"), null);

      assertThat(unknown.problem()).endsWith("the sentinels know no primary named other");
      assertThat(unknown.advice()).contains("REDIS_URL").contains("#");
    }
  }

  @Test
  void absentSentinelsAreToldFromAnAbsentPrimary() {
    assertThat(trouble(url(1, NAME), null).problem()).endsWith("no sentinel answers");
    try (RedisProcess redis = RedisProcess.start();
        RedisProcess sentinel = RedisProcess.startSentinel(NAME, redis, 2)) {
      redis.kill();

      assertThat(trouble(url(sentinel.port(), NAME), null).problem())
          .endsWith("connection refused");
    }
  }

  @Test
  void sentinelsWithAPasswordNeedTheirOwn() {
    try (RedisProcess redis = RedisProcess.start();
        RedisProcess sentinel = RedisProcess.startSentinel(NAME, redis, 1, "requirepass s3cret")) {
      String url = url(sentinel.port(), NAME);
      assertThat(examine(url, "s3cret", RedisTls.DEFAULT)).isInstanceOf(Usable.class);

      for (String wrong : new String[] {null, "wr0ng"}) {
        Trouble refused = trouble(url, wrong);
        assertThat(refused.problem()).contains("the sentinels refuse the password");
        assertThat(refused.advice()).contains("REDIS_SENTINEL_PASSWORD");
        assertThat(refused.toString()).doesNotContain("s3cret").doesNotContain("wr0ng");
      }
    }
  }

  @Test
  void sentinelAndPrimaryAreReachedWithTls(@TempDir Path directory) {
    Certificates certificates = Certificates.in(directory);
    Issued issued = certificates.issue("redis", "127.0.0.1");
    String[] tls = {
      "tls-cert-file " + issued.certificate(),
      "tls-key-file " + issued.key(),
      "tls-ca-cert-file " + certificates.authority(),
      "tls-auth-clients no",
      "tls-replication yes"
    };
    try (RedisProcess redis =
            RedisProcess.startWithTls(
                "--tls-cert-file",
                issued.certificate().toString(),
                "--tls-key-file",
                issued.key().toString(),
                "--tls-ca-cert-file",
                certificates.authority().toString(),
                "--tls-auth-clients",
                "no");
        RedisProcess sentinel = RedisProcess.startTlsSentinel(NAME, redis, 1, tls)) {
      String url = "rediss-sentinel://127.0.0.1:" + sentinel.tlsPort() + "#" + NAME;
      RedisTls trusting = new RedisTls(certificates.authority(), null, null);

      assertThat(examine(url, null, trusting)).isInstanceOf(Usable.class);
      assertThat(((Trouble) examine(url, null, RedisTls.DEFAULT)).problem())
          .endsWith("its TLS certificate is from an unknown CA");
    }
  }
}

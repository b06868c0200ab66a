package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.RedisProbe.Usable;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.TcpProxy;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisProbeTest {

  private static RedisProcess redis;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void restore() {
    redis.command("CONFIG", "SET", "maxmemory", "0");
  }

  private static Trouble trouble(RedisSettings settings) {
    return (Trouble) new RedisProbe(settings).examine();
  }

  @Test
  void aHealthyServerIsDescribed() {
    Usable usable = (Usable) new RedisProbe(TestSettings.settings(redis)).examine();

    assertThat(usable.product()).matches("Redis \\d+\\.\\d+\\.\\d+");
    assertThat(usable.roundTrip()).isPositive().isLessThan(Duration.ofSeconds(5));
    assertThat(usable.usedMemory()).matches("[\\d.]+[KMG]");
    assertThat(usable.maxMemory()).isNull();
    assertThat(usable.evictionPolicy()).isEqualTo("noeviction");
    assertThat(usable.writes()).isNull();
    assertThat(usable.refusals()).isEmpty();
  }

  @Test
  void refusedCommandIsNamedWithAdvice() {
    try (RedisProcess strict = RedisProcess.start()) {
      strict.command("ACL", "SETUSER", "default", "-unlink", "-info", "-getrange");

      Usable usable = (Usable) new RedisProbe(TestSettings.settings(strict)).examine();

      assertThat(usable.writes()).isNull();
      assertThat(usable.refusals())
          .extracting(Trouble::problem)
          .anyMatch(problem -> problem.endsWith("the command UNLINK"))
          .anyMatch(problem -> problem.endsWith("the command GETRANGE"));
      assertThat(usable.refusals()).extracting(Trouble::advice).allMatch(s -> s.contains("rights"));
    }
  }

  @Test
  void refusedScriptsAreNamed() {
    try (RedisProcess strict = RedisProcess.start()) {
      strict.command("ACL", "SETUSER", "default", "-@scripting");

      Usable usable = (Usable) new RedisProbe(TestSettings.settings(strict)).examine();

      assertThat(usable.refusals())
          .extracting(Trouble::problem)
          .anyMatch(problem -> problem.endsWith("does not allow this user the script acquire"));
    }
  }

  @Test
  void aFullServerIsUsableButForWrites() {
    redis.command("CONFIG", "SET", "maxmemory", "1");

    Usable usable = (Usable) new RedisProbe(TestSettings.settings(redis)).examine();

    assertThat(usable.maxMemory()).isEqualTo("1B");
    assertThat(usable.writes()).isNotNull();
    assertThat(usable.writes().problem()).contains("is full");
    assertThat(usable.writes().advice()).contains("maxmemory-policy volatile-lru");
  }

  @Test
  void nobodyListeningIsAdvisedToStartOrToDoWithout() {
    Trouble refused = trouble(TestSettings.settings(1));

    assertThat(refused.problem())
        .isEqualTo("Redis at 127.0.0.1:1 cannot be reached: connection refused");
    assertThat(refused.advice()).contains("Start Redis").contains("REDIS_HOST=");
  }

  @Test
  void anUnknownNameIsAdvisedToBeCorrected() {
    Trouble unknown =
        trouble(
            RedisSettings.of(
                "no-such-host.invalid", 6379, TestSettings.PREFIXES, Clock.systemUTC()));

    assertThat(unknown.problem()).endsWith("unknown host name");
    assertThat(unknown.advice()).contains("REDIS_HOST");
  }

  @Test
  void aServerWithoutTlsIsNotAskedForIt() {
    String url = "rediss://127.0.0.1:" + redis.port();

    Trouble tls = trouble(RedisSettings.of(url, TestSettings.PREFIXES, Clock.systemUTC()));

    assertThat(tls.advice()).contains("rediss://");
  }

  @Test
  void aWrongPasswordIsAdvisedAboutWithoutSayingIt() {
    try (RedisProcess guarded = RedisProcess.start("--requirepass", "right")) {
      String url = "redis://:wr0ng@127.0.0.1:" + guarded.port();

      Trouble refused = trouble(RedisSettings.of(url, TestSettings.PREFIXES, Clock.systemUTC()));

      assertThat(refused.problem()).contains("refuses the username or password");
      assertThat(refused.advice()).contains("REDIS_PASSWORD");
      assertThat(refused.toString()).doesNotContain("wr0ng").doesNotContain("right");
    }
  }

  @Test
  void aSilentServerIsGivenUp() {
    try (TcpProxy proxy = TcpProxy.to(redis.host(), redis.port())) {
      proxy.blackHole();

      Trouble silent = trouble(TestSettings.settings(proxy.port(), Duration.ofMillis(200)));

      assertThat(silent.problem()).contains("does not answer in time");
      assertThat(silent.advice()).contains("firewall");
    }
  }
}

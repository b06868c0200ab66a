package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

  private static RedisSettings at(String url) {
    return RedisSettings.of(url, Set.of("movies"), Clock.systemUTC());
  }

  @Test
  void noSecretIsPartOfTheText() {
    RedisSettings pieces =
        new RedisSettings(
            null,
            "cache",
            6380,
            2,
            "app",
            "s3cret",
            "s3cret",
            RedisTls.DEFAULT,
            Duration.ofMillis(200),
            1024,
            Set.of(),
            Clock.systemUTC());

    assertThat(pieces.toString()).contains("cache:6380/2", "***").doesNotContain("s3cret");
    assertThat(pieces.address()).isEqualTo("cache:6380");
    assertThat(at("rediss://app:s3cret@cache:6380/2?timeout=s3cret").toString())
        .contains("rediss://***@cache:6380/2")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://x:s3cret@cache",
        "cache:6379",
        "redis://",
        "redis://:s3cret@",
        "redis://:s3cret@ca che:x",
        "redis://app:s3cret@/x@cache:99999999"
      })
  void whatIsNoUrlIsRefusedWithoutNamingTheSecret(String url) {
    assertThatThrownBy(() -> at(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://cache,app,own",
    "redis://:its@cache,app,its",
    "redis://user:@cache,app,own",
    "redis://user:its@cache,user,its",
    "redis://user@cache,user,own",
    "'redis-sentinel://a,b/0#main',app,own"
  })
  void userAndPasswordFillWhatTheUrlLacks(String url, String user, String password) {
    assertThat(credentials(url, "app", "own")).isEqualTo(user + " " + password);
  }

  @Test
  void credentialsOfAUrlNeedNoOthers() {
    assertThat(credentials("redis://its@cache", null, null)).isEqualTo("null its");
    assertThat(credentials("redis://cache", null, "own")).isEqualTo("null own");
  }

  /** Else Lettuce gives out a connection that rejects its first commands now and then. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "redis://cache",
        "redis://user:its@cache",
        "redis://user@cache",
        "rediss-sentinel://a,b/0#main"
      })
  void credentialsAreAtHandWhereverTheyComeFrom(String url) {
    RedisURI uri = settings(url.isEmpty() ? null : url, "app", "own").uri();

    assertThat(Stream.concat(Stream.of(uri), uri.getSentinels().stream()))
        .extracting(RedisURI::getCredentialsProvider)
        .hasOnlyElementsOfType(ImmediateRedisCredentialsProvider.class);
  }

  private static String credentials(
      String url, @Nullable String username, @Nullable String password) {
    RedisCredentials credentials =
        settings(url, username, password)
            .uri()
            .getCredentialsProvider()
            .resolveCredentials()
            .block();
    return credentials.getUsername() + " " + new String(credentials.getPassword());
  }

  private static RedisSettings settings(
      @Nullable String url, @Nullable String username, @Nullable String password) {
    return new RedisSettings(
        url,
        "cache",
        6379,
        0,
        username,
        password,
        "of the sentinels",
        RedisTls.DEFAULT,
        Duration.ofMillis(200),
        1024,
        Set.of(),
        Clock.systemUTC());
  }

  @Test
  void theUrlTellsWhereToGo() {
    RedisURI uri = at("rediss://app:s3cret@cache:6380/2").uri();
    assertThat(uri.isSsl()).isTrue();
    assertThat(uri.getHost()).isEqualTo("cache");
    assertThat(uri.getPort()).isEqualTo(6380);
    assertThat(uri.getDatabase()).isEqualTo(2);

    RedisURI sentinel = at("redis-sentinel://one:26379,two:26380/0#main").uri();
    assertThat(sentinel.getSentinelMasterId()).isEqualTo("main");
    assertThat(sentinel.getSentinels()).hasSize(2).noneMatch(RedisURI::isSsl);

    RedisURI secure = at("rediss-sentinel://one:26379,two:26380/0#main").uri();
    assertThat(secure.isSsl()).isTrue();
    assertThat(secure.getSentinels()).hasSize(2).allMatch(RedisURI::isSsl);

    RedisSettings socket = at("redis-socket://app:s3cret@/run/redis.sock?database=3");
    assertThat(socket.socket()).isEqualTo(Path.of("/run/redis.sock"));
    assertThat(socket.uri().getDatabase()).isEqualTo(3);
    assertThat(socket.toString()).doesNotContain("s3cret");
  }

  @Test
  void connectingMayTakeASecondAtLeast() {
    assertThat(at("redis://cache").connectTimeout()).isEqualTo(Duration.ofSeconds(1));
  }
}

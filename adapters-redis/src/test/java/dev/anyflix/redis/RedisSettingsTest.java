package dev.anyflix.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisURI;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void theUrlTellsWhereToGo() {
    RedisURI uri = at("rediss://app:s3cret@cache:6380/2").uri();
    assertThat(uri.isSsl()).isTrue();
    assertThat(uri.getHost()).isEqualTo("cache");
    assertThat(uri.getPort()).isEqualTo(6380);
    assertThat(uri.getDatabase()).isEqualTo(2);

    RedisURI sentinel = at("redis-sentinel://one:26379,two:26380/0#main").uri();
    assertThat(sentinel.getSentinelMasterId()).isEqualTo("main");
    assertThat(sentinel.getSentinels()).hasSize(2);
  }

  @Test
  void connectingMayTakeASecondAtLeast() {
    assertThat(at("redis://cache").connectTimeout()).isEqualTo(Duration.ofSeconds(1));
  }
}

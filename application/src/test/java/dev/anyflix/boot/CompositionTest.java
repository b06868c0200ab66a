package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.RedisSettings;
import dev.anyflix.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CompositionTest {

  @Test
  void eachSettingOfRedisReachesItsPlace() {
    Settings settings =
        Settings.of(
            Map.of(
                "REDIS_URL", "rediss-sentinel://one:26379,two:26379/0#main",
                "REDIS_USERNAME", "user",
                "REDIS_PASSWORD", "of-redis",
                "REDIS_SENTINEL_PASSWORD", "of-sentinels",
                "REDIS_TIMEOUT_MS", "321"));

    RedisSettings redis = Composition.redis(settings, Set.of("movies"), Clock.systemUTC());

    assertThat(redis.url()).isEqualTo("rediss-sentinel://one:26379,two:26379/0#main");
    assertThat(redis.username()).isEqualTo("user");
    assertThat(redis.password()).isEqualTo("of-redis");
    assertThat(redis.sentinelPassword()).isEqualTo("of-sentinels");
    assertThat(redis.timeout()).isEqualTo(Duration.ofMillis(321));
    assertThat(redis.prefixes()).containsExactly("movies");
  }

  @Test
  void emptyHostMeansNoRedis() {
    Settings settings = Settings.of(Map.of("REDIS_HOST", ""));

    assertThat(Composition.redis(settings, Set.of(), Clock.systemUTC())).isNull();
  }
}

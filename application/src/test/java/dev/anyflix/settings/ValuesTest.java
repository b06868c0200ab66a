package dev.anyflix.settings;

import static dev.anyflix.settings.SettingTable.REDIS_PASSWORD;
import static dev.anyflix.settings.SettingTable.REDIS_URL;
import static dev.anyflix.settings.SettingTable.TMDB_URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.settings.Settings.Origin;
import java.net.URI;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How each kind of value is parsed, rejected and masked. */
class ValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT|65536",
        "PORT|80.5",
        "PORT|99999999999999999999",
        "LOG_LEVEL|LOUD",
        "HOST|a b",
        "HOST|http://a",
        "CORS_ORIGINS|example.org",
        "CORS_ORIGINS|*,https://a.org",
        "CORS_ORIGINS|https://a.org/path",
        "CORS_ORIGINS|,",
        "ENABLE_CACHING|maybe",
        "REDIS_PORT|0",
        "REDIS_HOST|redis://cache",
        "REDIS_URL|http://cache",
        "REDIS_URL|redis://",
        "REDIS_URL|cache:6379",
        "REDIS_URL|redis-sentinel://a,b",
        "REDIS_URL|redis://u:pw",
        "REDIS_URL|redis://cache:99999",
        "ADMIN_TOKEN|correct horse",
        "ADMIN_TOKEN|pässword",
        "ANILIST_MEDIA_TTL|0",
        "ANILIST_MEDIA_TTL|1h",
        "CACHE_STALE_IF_ERROR|-1",
        "CACHE_TTL_JITTER_PERCENT|100",
        "CACHE_MEMORY_MAX_MB|0",
        "ANILIST_REQUESTS_PER_MINUTE|0",
        "TMDB_REQUESTS_PER_SECOND|-1",
        "TMDB_REQUESTS_PER_SECOND|NaN",
        "TMDB_REQUESTS_PER_SECOND|1e999",
        "TMDB_REQUESTS_PER_SECOND|.",
        "TMDB_LANGUAGE|English",
        "TMDB_LANGUAGE|zh-Hant-TW",
        "TMDB_REGION|USA",
        "KITSU_URL|kitsu.io",
        "KITSU_URL|ftp://kitsu.io",
        "KITSU_URL|https://",
        "KITSU_URL|https://kitsu.io?a=b",
        "KITSU_URL|https://kitsu.io:99999",
        "KITSU_URL|http://a b",
        "KITSU_URL|http://localhost:80a",
        "KITSU_URL|http://localhost:0",
        "KITSU_URL|http://my_host:0",
        "KITSU_URL|http://my_host:99999",
        "KITSU_URL|http://a..b",
        "KITSU_URL|http://.a",
        "KITSU_URL|http://%41",
        "KITSU_URL|http://a,b",
        "KITSU_URL|http://[fe80::1%25eth0]",
        "TMDB_API_KEY|pw\u00e9",
        "TMDB_API_KEY|pw pw",
        "JELLYFIN_API_KEY|pw\u200b",
        "UPSTREAM_TIMEOUT_MS|0",
        "JELLYFIN_URL|http://user:pw@host",
      })
  void invalidValueIsReportedWithItsName(String name, String value) {
    assertThatThrownBy(() -> Settings.of(Map.of(name, value)))
        .isInstanceOfSatisfying(
            SettingsException.class,
            failure -> {
              assertThat(failure.problems())
                  .singleElement()
                  .asString()
                  .startsWith(name + ": must ");
              assertThat(failure).hasMessageNotContaining("pw");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT|0",
        "PORT|' 81 '",
        "LOG_LEVEL|trace",
        "HOST|::1",
        "HOST|my_host-1.example.org",
        "CORS_ORIGINS|https://a.org, http://localhost:3000, tauri://localhost",
        "ENABLE_CACHING|No",
        "REDIS_URL|redis://localhost",
        "REDIS_URL|rediss://user:p@ss@cache.example.org:6380/2",
        "REDIS_URL|redis://[::1]:6379/1",
        "REDIS_URL|redis://cache?timeout=1s",
        "REDIS_URL|redis-sentinel://:pw@a:26379,b:26379/0#main",
        "REDIS_URL|redis-sentinel://a?sentinelMasterId=main",
        "REDIS_URL|rediss-sentinel://:pw@a:26379,b:26379/0#main",
        "REDIS_URL|redis-socket:///run/redis.sock",
        "REDIS_URL|redis-socket://user:p@/run/redis/redis.sock?database=2",
        "CACHE_STALE_IF_ERROR|0",
        "TMDB_REQUESTS_PER_SECOND|0.5",
        "TMDB_LANGUAGE|de",
        "TMDB_LANGUAGE|pt-BR",
        "TMDB_REGION|DE",
        "JELLYFIN_URL|http://my_jellyfin:8096/base/",
      })
  void validValueIsAccepted(String name, String value) {
    Settings settings = Settings.of(Map.of(name, value));

    assertThat(SettingTable.ALL)
        .filteredOn(setting -> settings.origin(setting) == Origin.ENVIRONMENT)
        .extracting(Setting::name)
        .containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "HTTPS://Example.org:8443/base",
        "http://my_host-1:8096",
        "http://127.0.0.1:1",
        "http://256.1.1.1",
        "http://[::1]:65535/a%20b",
        "http://[::ffff:1.2.3.4]",
        "http://b\u00fccher.example",
        "http://xn--bcher-kva.example",
        "http://example.org./3"
      })
  void acceptedUrlIsAcceptedByTheHttpClient(String address) {
    URI url = Settings.of(Map.of("TMDB_URL", address)).get(TMDB_URL);

    assertThat(HttpUrl.parse(url.toString())).isNotNull();
  }

  @Test
  void invalidUrlsAreReportedWithAllOtherProblems() {
    Map<String, String> bad =
        Map.of(
            "PORT", "x",
            "ANILIST_URL", "http://localhost:80a",
            "TMDB_URL", "http://localhost:0",
            "JELLYFIN_URL", "http://a..b");

    assertThatThrownBy(() -> Settings.of(bad))
        .isInstanceOfSatisfying(
            SettingsException.class, failure -> assertThat(failure.problems()).hasSize(4));
  }

  @Test
  void trailingSlashOfAUrlIsRemoved() {
    assertThat(Settings.of(Map.of("TMDB_URL", "http://localhost:9/3/")).get(TMDB_URL))
        .isEqualTo(URI.create("http://localhost:9/3"));
  }

  @Test
  void secretsAreMaskedAndNotRepeatedInProblems() {
    Settings settings =
        Settings.of(
            Map.of(
                "ADMIN_TOKEN", "hunter2://hunter2@hunter2",
                "REDIS_PASSWORD", "hunter2",
                "TMDB_API_KEY", "hunter2",
                "JELLYFIN_API_KEY", "hunter2",
                "REDIS_URL", "rediss://me:hunter2@hunter2@cache:6380/1"));

    assertThat(SettingTable.ALL).noneMatch(s -> settings.masked(s).contains("hunter2"));
    assertThat(settings.masked(REDIS_URL)).isEqualTo("rediss://********@cache:6380/1");
    assertThat(settings.masked(REDIS_PASSWORD)).isEqualTo("********");
    assertThat(settings.toString()).doesNotContain("hunter2");
    assertThatThrownBy(
            () ->
                Settings.of(
                    Map.of(
                        "REDIS_PASSWORD", "hunter2\nhunter2",
                        "REDIS_URL", "redis:me:hunter2@cache",
                        "REDIS_HOST", "redis://me:hunter2@cache",
                        "JELLYFIN_URL", "me:hunter2@host")))
        .isInstanceOfSatisfying(
            SettingsException.class, failure -> assertThat(failure.problems()).hasSize(4))
        .hasMessageNotContaining("hunter2");
  }
}

package dev.anyflix.settings;

import static dev.anyflix.settings.SettingTable.ADMIN_TOKEN;
import static dev.anyflix.settings.SettingTable.ANILIST_REQUESTS_PER_MINUTE;
import static dev.anyflix.settings.SettingTable.ANILIST_SEARCH_TTL;
import static dev.anyflix.settings.SettingTable.CORS_ORIGINS;
import static dev.anyflix.settings.SettingTable.ENABLE_CACHING;
import static dev.anyflix.settings.SettingTable.JELLYFIN_URL;
import static dev.anyflix.settings.SettingTable.LOG_LEVEL;
import static dev.anyflix.settings.SettingTable.PORT;
import static dev.anyflix.settings.SettingTable.REDIS_HOST;
import static dev.anyflix.settings.SettingTable.REDIS_PASSWORD;
import static dev.anyflix.settings.SettingTable.REDIS_TIMEOUT_MS;
import static dev.anyflix.settings.SettingTable.REDIS_URL;
import static dev.anyflix.settings.SettingTable.TMDB_CONFIG_TTL;
import static dev.anyflix.settings.SettingTable.TMDB_URL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.settings.Settings.Origin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class SettingsTest {

  @TempDir Path directory;

  @Test
  void defaultsAreTypedAndValid() {
    Settings settings = Settings.of(Map.of());

    assertThat(settings.get(PORT)).isEqualTo(8000);
    assertThat(settings.get(LOG_LEVEL)).isEqualTo(Level.INFO);
    assertThat(settings.get(ADMIN_TOKEN)).isNull();
    assertThat(settings.get(CORS_ORIGINS)).containsExactly("*");
    assertThat(settings.get(ENABLE_CACHING)).isTrue();
    assertThat(settings.get(REDIS_HOST)).isEqualTo("localhost");
    assertThat(settings.get(REDIS_TIMEOUT_MS)).isEqualTo(Duration.ofMillis(200));
    assertThat(settings.get(ANILIST_SEARCH_TTL)).isEqualTo(Duration.ofMinutes(30));
    assertThat(settings.get(ANILIST_REQUESTS_PER_MINUTE)).isEqualTo(25.0);
    assertThat(settings.get(TMDB_URL)).isEqualTo(URI.create("https://api.themoviedb.org/3"));
    assertThat(settings.get(JELLYFIN_URL)).isNull();
    assertThat(SettingTable.ALL).allMatch(setting -> settings.origin(setting) == Origin.DEFAULT);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void commentsAfterValuesAreIgnored() throws IOException {
    dotEnv(
        """
        ENABLE_CACHING=true
        REDIS_HOST=localhost
        REDIS_PASSWORD=
        ANILIST_SEARCH_TTL=1800      # 30 minutes
        TMDB_CONFIG_TTL=86400        # 24 hours
        """);

    Settings settings = Settings.load(Map.of(), directory);

    assertThat(settings.get(ENABLE_CACHING)).isTrue();
    assertThat(settings.get(REDIS_PASSWORD)).isNull();
    assertThat(settings.origin(REDIS_PASSWORD)).isEqualTo(Origin.DEFAULT);
    assertThat(settings.get(ANILIST_SEARCH_TTL)).isEqualTo(Duration.ofSeconds(1800));
    assertThat(settings.get(TMDB_CONFIG_TTL)).isEqualTo(Duration.ofHours(24));
    assertThat(settings.origin(TMDB_CONFIG_TTL)).isEqualTo(Origin.DOTENV);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void environmentOverridesDotEnvWhichOverridesTheDefault() throws IOException {
    dotEnv("PORT=9001\nLOG_LEVEL=debug\nREDIS_URL=redis://elsewhere\n");

    Settings settings = Settings.load(Map.of("PORT", "9002", "REDIS_URL", ""), directory);

    assertThat(settings.get(PORT)).isEqualTo(9002);
    assertThat(settings.origin(PORT)).isEqualTo(Origin.ENVIRONMENT);
    assertThat(settings.get(LOG_LEVEL)).isEqualTo(Level.DEBUG);
    assertThat(settings.origin(LOG_LEVEL)).isEqualTo(Origin.DOTENV);
    assertThat(settings.get(REDIS_URL)).isNull();
  }

  @Test
  void emptyRedisHostIsAValue() throws IOException {
    assertThat(Settings.of(Map.of("REDIS_HOST", "")).get(REDIS_HOST)).isEmpty();
    assertThat(Settings.of(Map.of("REDIS_HOST", "")).origin(REDIS_HOST))
        .isEqualTo(Origin.ENVIRONMENT);
    assertThat(Settings.of(Map.of("PORT", "")).get(PORT)).isEqualTo(8000);

    dotEnv("REDIS_HOST=   # memory only\n");
    assertThat(Settings.load(Map.of(), directory).get(REDIS_HOST)).isEmpty();
    assertThat(Settings.load(Map.of("REDIS_HOST", "cache"), directory).get(REDIS_HOST))
        .isEqualTo("cache");
  }

  @Test
  void allProblemsAreReportedAtOnce() throws IOException {
    dotEnv("UPSTREAM_TIMEOUT_MS=fast\nnonsense\n");

    SettingsException failure =
        catchThrowableOfType(
            SettingsException.class,
            () -> Settings.load(Map.of("PORT", "abc", "REDIS_DB", "-1"), directory));

    assertThat(failure.problems())
        .containsExactly(
            ".env line 2: must be NAME=value",
            "PORT: must be a whole number from 0 to 65535, was 'abc'",
            "REDIS_DB: must be a whole number of at least 0, was '-1'",
            "UPSTREAM_TIMEOUT_MS: must be a whole number of milliseconds from 1 to 3600000,"
                + " was 'fast'");
  }

  @Test
  void namesThatDockerComposeReadsAreNotWarnedOf() throws IOException {
    String compose =
        Files.readString(Path.of("").toAbsolutePath().resolveSibling("docker-compose.yml"));
    List<String> names =
        Pattern.compile("\\$\\{(\\w+)")
            .matcher(compose)
            .results()
            .map(r -> r.group(1))
            .distinct()
            .toList();
    assertThat(names).contains("GRAFANA_PASSWORD", "REDIS_COMMANDER_PASSWORD");
    dotEnv(String.join("=a\n", names) + "=a\n");

    assertThat(Settings.load(Map.of(), directory).warnings()).isEmpty();
  }

  @Test
  void misspeltNameIsAWarningWithASuggestion() throws IOException {
    dotEnv("PROT=1\nREDIS_HOSTT=a\nCOLOUR=red\n");

    Settings settings =
        Settings.load(Map.of("LOG_LEVLE", "INFO", "anilist_media_ttl", "1"), directory);

    assertThat(settings.warnings())
        .containsExactly(
            ".env: COLOUR is not a setting",
            ".env: PROT is not a setting; did you mean PORT?",
            ".env: REDIS_HOSTT is not a setting; did you mean REDIS_HOST?",
            "environment: LOG_LEVLE is not a setting; did you mean LOG_LEVEL?",
            "environment: anilist_media_ttl is not a setting; did you mean ANILIST_MEDIA_TTL?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HOME",
        "HOSTNAME",
        "HOST_IP",
        "PORTS",
        "POST",
        "PATH",
        "LANG",
        "LOGNAME",
        "REDIS_TLS_URL",
        "REDIS_PORT_6379_TCP",
        "REDIS_SERVICE_HOST",
        "DATABASE_URL",
        "CACHE_DIR",
        "HOSTTYPE",
      })
  void unrelatedNameInTheEnvironmentIsNoWarning(String name) {
    assertThat(Settings.load(Map.of(name, "x"), directory).warnings()).isEmpty();
  }

  @Test
  void invisibleCharacterIsNamed() throws IOException {
    dotEnv("REDIS_PASSWORD=pass\u00a0word\n");

    assertThat(Settings.load(Map.of(), directory).warnings())
        .containsExactly("REDIS_PASSWORD contains U+00A0 NO-BREAK SPACE");
    assertThatThrownBy(() -> Settings.of(Map.of("PORT", "80\u00a0")))
        .hasMessageEndingWith("; contains U+00A0 NO-BREAK SPACE");
    assertThatThrownBy(() -> Settings.of(Map.of("PORT", "80\u009b")))
        .hasMessageContaining("was '80?'");
  }

  @Test
  void secretsMayBeInFiles() throws IOException {
    Files.writeString(directory.resolve("password"), "s3cret\n");
    dotEnv(
        "REDIS_PASSWORD_FILE=password\nADMIN_TOKEN_FILE=\nTMDB_API_KEY_FILE=\nJELLYFIN_API_KEY_FILE=\n");

    Settings settings = Settings.load(Map.of(), directory);

    assertThat(settings.get(REDIS_PASSWORD)).isEqualTo("s3cret");
    assertThat(settings.origin(REDIS_PASSWORD)).hasToString("file, .env");
    assertThat(settings.warnings()).isEmpty();
    assertThatThrownBy(
            () -> Settings.load(Map.of("TMDB_API_KEY_FILE", "none", "PORT", "x"), directory))
        .isInstanceOfSatisfying(
            SettingsException.class,
            failure ->
                assertThat(failure.problems())
                    .hasSize(2)
                    .contains("TMDB_API_KEY_FILE: must name a readable file"));
  }

  @Test
  void shortAdminTokenIsAWarning() {
    assertThat(Settings.of(Map.of("ADMIN_TOKEN", "a".repeat(15))).warnings())
        .containsExactly("ADMIN_TOKEN is shorter than 16 characters; use a longer token");
    assertThat(Settings.of(Map.of("ADMIN_TOKEN", "a".repeat(16))).warnings()).isEmpty();
  }

  @Test
  void copyDiffersInOneValue() {
    Settings first = Settings.of(Map.of("PORT", "1", "REDIS_HOST", ""));
    Settings second = first.with(PORT, "2");

    assertThat(first.get(PORT)).isEqualTo(1);
    assertThat(second.get(PORT)).isEqualTo(2);
    assertThat(second.get(REDIS_HOST)).isEmpty();
    assertThatThrownBy(() -> first.with(PORT, "x")).isInstanceOf(SettingsException.class);
  }

  @Test
  void unknownNameIsRejected() {
    assertThatThrownBy(() -> Settings.of(Map.of("PROT", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PROT");
    assertThat(List.of(Origin.values()))
        .extracting(Origin::toString)
        .containsExactly("environment", "file, environment", ".env", "file, .env", "default");
  }

  private void dotEnv(String content) throws IOException {
    Files.writeString(directory.resolve(".env"), content);
  }
}

package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.anyflix.boot.App;
import dev.anyflix.boot.DemoSettings;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code doctor} against real servers. */
final class DoctorTest {

  private static final String V3_KEY = "cafecafecafecafecafecafecafecafe";
  private static final String V4_TOKEN = "eyJhbGciOi.eyJhdWQiOi.c2lnbmF0dXJl";

  private static DemoUpstream upstream;
  private static RedisProcess redis;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws IOException {
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, Clock.systemUTC());
    redis = RedisProcess.start("--maxmemory", "100mb", "--maxmemory-policy", "volatile-lru");
  }

  @AfterAll
  static void stop() {
    upstream.close();
    redis.close();
  }

  private static Map<String, String> healthy() {
    return DemoSettings.of(
        upstream,
        Map.of(
            "REDIS_HOST",
            "127.0.0.1",
            "REDIS_PORT",
            Integer.toString(redis.port()),
            "TMDB_API_KEY",
            V3_KEY,
            "CACHE_MEMORY_MAX_MB",
            "1"));
  }

  private CommandLineRun doctor(Map<String, String> settings) {
    CommandLineRun run = CommandLineRun.of(settings, directory, "doctor");
    assertThat(run.out() + run.err()).doesNotContain(V3_KEY, V4_TOKEN);
    return run;
  }

  private CommandLineRun doctorWith(String name, String value) {
    Map<String, String> settings = healthy();
    settings.put(name, value);
    return doctor(settings);
  }

  @Test
  void healthyServicePassesAllChecks() {
    CommandLineRun run = doctor(healthy());

    assertThat(run.out())
        .containsPattern("(?m)^OK +Settings ")
        .containsPattern("(?m)^OK +Java +\\d+.* heap of at most \\d+ MiB$")
        .containsPattern("(?m)^OK +Port +0 selects any free port$")
        .containsPattern(
            "(?m)^OK +Redis +Redis [\\d.]+ responds in [\\d.]+ ms, .* of 100\\.00M used, volatile-lru$")
        .containsPattern("(?m)^OK +AniList +responds in \\d+ ms$")
        .containsPattern("(?m)^OK +TMDB +responds in \\d+ ms, key of version 3$")
        .containsPattern("(?m)^OK +Internet Archive +responds in \\d+ ms$")
        .containsPattern("(?m)^OK +Kitsu +responds in \\d+ ms$")
        .containsPattern("(?m)^OK +Jellyfin +.*Set JELLYFIN_URL and JELLYFIN_API_KEY\\.$")
        .endsWith("0 failed, 0 with a warning" + System.lineSeparator());
    assertThat(run.exitCode()).isZero();
    assertThat(doctorWith("TMDB_API_KEY", V4_TOKEN).out()).contains("key of version 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random"})
  void redisThatMayEvictTheRecordOfClearsIsAWarning(String policy) {
    redis.command("CONFIG", "SET", "maxmemory-policy", policy);
    try {
      assertThat(doctor(healthy()).out())
          .containsPattern("(?m)^WARN +Redis +maxmemory-policy is " + policy)
          .contains("volatile-lru or volatile-ttl");
    } finally {
      redis.command("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
    }
  }

  @Test
  void refusedCommandOfRedisFails() {
    redis.command("ACL", "SETUSER", "default", "-unlink", "-info");
    try {
      assertThat(doctor(healthy()).out())
          .containsPattern("(?m)^FAIL +Redis +.* does not allow this user the command UNLINK");
    } finally {
      redis.command("ACL", "SETUSER", "default", "+@all");
    }
  }

  @Test
  void allInvalidSettingsFailAndUnknownNamesWarn() throws IOException {
    CommandLineRun bad = doctor(Map.of("PORT", "abc", "REDIS_DB", "-1"));

    assertThat(bad.out())
        .containsPattern("(?m)^FAIL +Settings +PORT: must be a whole number")
        .containsPattern("(?m)^FAIL +Settings +REDIS_DB: must be a whole number");
    assertThat(bad.exitCode()).isEqualTo(1);
    Files.writeString(directory.resolve(".env"), "REDIS_HSOT=x\n");
    assertThat(doctor(healthy()).out())
        .containsPattern("(?m)^WARN +Settings +\\.env: REDIS_HSOT .* did you mean REDIS_HOST\\?$");
  }

  @Test
  void unreachableRedisFailsUnlessNoneIsConfigured() {
    CommandLineRun away = doctorWith("REDIS_PORT", "1");

    assertThat(away.out())
        .containsPattern("(?m)^FAIL +Redis +Redis at 127\\.0\\.0\\.1:1 cannot be reached")
        .contains("-> Start Redis");
    assertThat(away.exitCode()).isEqualTo(1);
    CommandLineRun unwanted = doctorWith("REDIS_HOST", "");
    assertThat(unwanted.out()).containsPattern("(?m)^OK +Redis +not configured");
    assertThat(unwanted.exitCode()).isZero();
  }

  @Test
  void unreachableUpstreamFails() {
    assertThat(doctorWith("ANILIST_URL", "http://127.0.0.1:1").out())
        .containsPattern("(?m)^FAIL +AniList +AniList unavailable")
        .contains("that ANILIST_URL is correct");
  }

  @Test
  void missingKeyWarnsAndRejectedKeyFails() throws IOException {
    CommandLineRun none = doctorWith("TMDB_API_KEY", "");
    assertThat(none.out())
        .containsPattern("(?m)^WARN +TMDB +TMDB is not configured\\. Set TMDB_API_KEY\\.$");
    assertThat(none.exitCode()).isZero();

    HttpServer refusing =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    refusing.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"success\":false,\"status_code\":7}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    refusing.start();
    CommandLineRun refused =
        doctorWith("TMDB_URL", "http://127.0.0.1:" + refusing.getAddress().getPort());
    refusing.stop(0);

    assertThat(refused.out())
        .containsPattern("(?m)^FAIL +TMDB +TMDB refused the key .*\\(key of version 3\\)$");
    assertThat(refused.exitCode()).isEqualTo(1);
  }

  @Test
  void unreachableProviderNamesItsSetting() {
    CommandLineRun away = doctorWith("INTERNET_ARCHIVE_URL", "http://127.0.0.1:1");

    assertThat(away.out())
        .containsPattern("(?m)^FAIL +Internet Archive +Internet Archive unavailable")
        .contains("that INTERNET_ARCHIVE_URL is correct");
    assertThat(away.exitCode()).isEqualTo(1);
  }

  @Test
  void portInUseFailsUnlessAnyflixListensThere() throws IOException {
    try (App app = App.with(Settings.of(healthy())).start()) {
      assertThat(doctorWith("PORT", Integer.toString(app.port())).out())
          .containsPattern("(?m)^OK +Port +\\d+: Anyflix .* is already running there$");
    }
    try (var taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CommandLineRun run = doctorWith("PORT", Integer.toString(taken.getLocalPort()));

      assertThat(run.out())
          .containsPattern("(?m)^FAIL +Port +Port \\d+ of 127\\.0\\.0\\.1 is in use$");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void jsonHasTheWorstStatusAndEveryCheck() throws IOException {
    Map<String, String> settings = healthy();
    settings.put("TMDB_API_KEY", "");

    CommandLineRun run = CommandLineRun.of(settings, directory, "doctor", "--json");

    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(report.path("status").asText()).as(run.out()).isEqualTo("WARN");
    assertThat(report.path("checks"))
        .extracting(check -> check.path("subject").asText())
        .startsWith("Settings", "Java", "Open files", "Port", "Redis", "AniList", "TMDB")
        .contains("Internet Archive", "Kitsu", "Jellyfin");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void cacheLargerThanTheHeapFails() {
    CommandLineRun run = doctorWith("CACHE_MEMORY_MAX_MB", "1000000");

    assertThat(run.out()).containsPattern("(?m)^FAIL +Java +CACHE_MEMORY_MAX_MB is 1000000, ");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}

package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The command {@code doctor} before real servers and upstreams. */
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
  void aHealthyServiceHasNothingToFix() {
    CommandLineRun run = doctor(healthy());

    assertThat(run.out())
        .containsPattern("(?m)^ok +Settings ")
        .containsPattern("(?m)^ok +Java +\\d+.* MiB of memory at most$")
        .containsPattern("(?m)^ok +Port +0, which takes any free one$")
        .containsPattern(
            "(?m)^ok +Redis +Redis [\\d.]+ answers in [\\d.]+ ms, .* used of 100\\.00M, volatile-lru$")
        .containsPattern("(?m)^ok +AniList +answers in \\d+ ms$")
        .containsPattern("(?m)^ok +TMDB +answers in \\d+ ms, with a key of version 3$")
        .containsPattern("(?m)^ok +Internet Archive +answers in \\d+ ms$")
        .containsPattern("(?m)^ok +Kitsu +answers in \\d+ ms$")
        .containsPattern("(?m)^note +Jellyfin +.*Set JELLYFIN_URL and JELLYFIN_API_KEY\\.$")
        .contains("Nothing to fix");
    assertThat(run.exitCode()).isZero();
    assertThat(doctorWith("TMDB_API_KEY", V4_TOKEN).out()).contains("with a key of version 4");
  }

  @Test
  void allBadSettingsAreToldAtOnceAndTheOddOnesToo() throws IOException {
    CommandLineRun bad = doctor(Map.of("PORT", "abc", "REDIS_DB", "-1"));

    assertThat(bad.out())
        .containsPattern("(?m)^FAIL +Settings +PORT: must be a whole number")
        .containsPattern("(?m)^FAIL +Settings +REDIS_DB: must be a whole number");
    assertThat(bad.exitCode()).isEqualTo(1);
    Files.writeString(directory.resolve(".env"), "REDIS_HSOT=x\n");
    assertThat(doctor(healthy()).out())
        .containsPattern("(?m)^note +Settings +\\.env: REDIS_HSOT .* did you mean REDIS_HOST\\?$");
  }

  @Test
  void aRedisThatIsNotThereMustBeMendedUnlessNoneIsWanted() {
    CommandLineRun away = doctorWith("REDIS_PORT", "1");

    assertThat(away.out())
        .containsPattern("(?m)^FAIL +Redis +Redis at 127\\.0\\.0\\.1:1 cannot be reached")
        .contains("-> Start Redis");
    assertThat(away.exitCode()).isEqualTo(1);
    CommandLineRun unwanted = doctorWith("REDIS_HOST", "");
    assertThat(unwanted.out()).containsPattern("(?m)^ok +Redis +not wanted");
    assertThat(unwanted.exitCode()).isZero();
  }

  @Test
  void anUpstreamThatIsNotThereMustBeMended() {
    assertThat(doctorWith("ANILIST_URL", "http://127.0.0.1:1").out())
        .containsPattern("(?m)^FAIL +AniList +AniList unavailable")
        .contains("whether ANILIST_URL is right");
  }

  @Test
  void aKeyThatIsMissingIsToldAndOneThatIsRefusedMustBeMended() throws IOException {
    CommandLineRun none = doctorWith("TMDB_API_KEY", "");
    assertThat(none.out())
        .containsPattern("(?m)^note +TMDB +TMDB is not configured\\. Set TMDB_API_KEY\\.$");
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
        .containsPattern("(?m)^FAIL +TMDB +TMDB refused the key .*\\(with a key of version 3\\)$");
    assertThat(refused.exitCode()).isEqualTo(1);
  }

  @Test
  void aProviderThatCannotBeReachedNamesItsSetting() {
    CommandLineRun away = doctorWith("INTERNET_ARCHIVE_URL", "http://127.0.0.1:1");

    assertThat(away.out())
        .containsPattern("(?m)^FAIL +Internet Archive +Internet Archive unavailable")
        .contains("whether INTERNET_ARCHIVE_URL is right");
    assertThat(away.exitCode()).isEqualTo(1);
  }

  @Test
  void aPortIsTakenByAnAnyflixOrBySomethingElse() throws IOException {
    try (App app = App.with(Settings.of(healthy())).start()) {
      assertThat(doctorWith("PORT", Integer.toString(app.port())).out())
          .containsPattern("(?m)^ok +Port +\\d+: an Anyflix .* serves there already$");
    }
    try (var taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CommandLineRun run = doctorWith("PORT", Integer.toString(taken.getLocalPort()));

      assertThat(run.out())
          .containsPattern("(?m)^FAIL +Port +Port \\d+ of 127\\.0\\.0\\.1 is in use$");
      assertThat(run.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aCacheThatJavasMemoryCannotHoldMustBeMended() {
    CommandLineRun run = doctorWith("CACHE_MEMORY_MAX_MB", "1000000");

    assertThat(run.out()).containsPattern("(?m)^FAIL +Java +CACHE_MEMORY_MAX_MB is 1000000, ");
    assertThat(run.exitCode()).isEqualTo(1);
  }
}

package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.TcpProxy;
import dev.anyflix.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The round trips to Redis that one miss takes, as Redis and as a slow connection see them. */
final class MissRoundTripsTest {

  private static final Duration ROUND_TRIP = Duration.ofMillis(300);
  private static final int MISSES = 5;

  /** Begins an entry, which the command that stores it carries. */
  private static final String PUT = "{\\\"format\\\"";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Queue<String> commands = new ConcurrentLinkedQueue<>();
  private RedisProcess redis;
  private TcpProxy link;
  private DemoUpstream upstream;
  private Socket monitor;
  private App app;

  @BeforeEach
  void start() throws Exception {
    redis = RedisProcess.start();
    link = TcpProxy.to(redis.host(), redis.port());
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, Clock.systemUTC());
    app =
        App.with(
                Settings.of(
                    Map.of(
                        "HOST", "127.0.0.1",
                        "PORT", "0",
                        "REDIS_HOST", "127.0.0.1",
                        "REDIS_PORT", Integer.toString(link.port()),
                        "REDIS_TIMEOUT_MS", "3000",
                        "CACHE_PREFETCH", "false",
                        "TMDB_URL", upstream.url("TMDB_URL").toString(),
                        "TMDB_API_KEY", "key")))
            .start();
    Awaitility.await().until(() -> get("/health").body().contains("\"redis\":\"up\""));
    get("/api/tmdb/tv/1396");
    monitor();
  }

  @AfterEach
  void stop() throws IOException {
    app.close();
    upstream.close();
    monitor.close();
    link.close();
    redis.close();
  }

  private void monitor() throws IOException {
    monitor = new Socket(redis.host(), redis.port());
    monitor.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
    var reader =
        new BufferedReader(
            new InputStreamReader(monitor.getInputStream(), StandardCharsets.ISO_8859_1));
    assertThat(reader.readLine()).isEqualTo("+OK");
    var thread = new Thread(() -> reader.lines().forEach(commands::add), "monitor");
    thread.setDaemon(true);
    thread.start();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(app.url().resolve(path)).build(), BodyHandlers.ofString());
  }

  /** The commands of clients about entries and locks, without what scripts call. */
  private List<String> aboutEntries() {
    return commands.stream()
        .filter(line -> !line.contains(" lua] ") && line.contains("tmdb_movie_details:"))
        .toList();
  }

  /** The fewest of several misses, because a load that takes long renews its lock. */
  @Test
  void missSendsThreeCommandsAndAHitNone() throws Exception {
    List<String> fewest = List.of();
    for (int id = 0; id < MISSES; id++) {
      commands.clear();
      assertThat(get("/api/tmdb/movies/" + (800_000 + id)).statusCode()).isIn(200, 404);
      Awaitility.await().until(() -> aboutEntries().stream().anyMatch(line -> line.contains(PUT)));
      fewest = id == 0 || aboutEntries().size() < fewest.size() ? aboutEntries() : fewest;
    }

    System.out.println("Redis commands of one miss:");
    fewest.forEach(line -> System.out.println(line.replaceAll("(.{150}).+", "$1...")));
    assertThat(fewest).hasSize(3);

    Awaitility.await()
        .untilAsserted(
            () -> {
              commands.clear();
              get("/api/tmdb/movies/800000");
              assertThat(aboutEntries()).isEmpty();
            });
  }

  @Test
  void missIsAnsweredAfterTwoRoundTrips() throws Exception {
    link.delay(ROUND_TRIP.dividedBy(2));
    List<Long> millis = new ArrayList<>();
    for (int id = 0; id < MISSES; id++) {
      long start = System.nanoTime();
      get("/api/tmdb/movies/" + (900_000 + id));
      millis.add((System.nanoTime() - start) / 1_000_000);
    }

    System.out.println("Misses over a connection with 300 ms per round trip, in ms: " + millis);
    assertThat(millis.stream().min(Long::compare).orElseThrow())
        .isGreaterThanOrEqualTo(ROUND_TRIP.multipliedBy(2).toMillis())
        .isLessThan(ROUND_TRIP.multipliedBy(3).toMillis());
  }
}

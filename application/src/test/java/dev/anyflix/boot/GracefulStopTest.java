package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to requests when the service stops. */
final class GracefulStopTest {

  private static final int SLOW = 1;
  private static final int QUICK = 2;
  private static final int LARGE = 3;
  private static final int LARGE_BYTES = 16 * 1024 * 1024;

  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch release = new CountDownLatch(1);
  private final FakeAniList anilist =
      new FakeAniList(
          (medium, call) -> answer(medium.id()),
          (list, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));

  private Answer<Media> answer(int id) {
    if (id == SLOW) {
      try {
        assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException("broken off", e);
      }
    }
    String text = "x".repeat(id == LARGE ? LARGE_BYTES : 1);
    return Answer.of(
        Media.builder("anilist:" + id, "anilist", "" + id, MediaKind.ANIME, Title.of("Bebop"))
            .description(text)
            .build());
  }

  @AfterEach
  void releaseAll() {
    release.countDown();
  }

  private Assembly service(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("HOST", "127.0.0.1", "PORT", "0"));
    settings.putAll(more);
    return App.with(Settings.of(settings)).anilist(anilist);
  }

  private CompletableFuture<HttpResponse<String>> get(App app, String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(app.url().resolve(path)).build(), BodyHandlers.ofString());
  }

  private static String medium(int id) {
    return "/api/anilist/media/" + id;
  }

  /** Stops on a thread of its own, because the client answers on those of the common pool. */
  private static CompletableFuture<Void> stop(App app) {
    return CompletableFuture.runAsync(app::close, task -> new Thread(task, "stop").start());
  }

  @Test
  void requestInFlightIsAnsweredAndNoConnectionIsAccepted() throws Exception {
    App app = service(Map.of()).cache(new FakeCache()).start();
    int port = app.port();
    CompletableFuture<HttpResponse<String>> inFlight = get(app, medium(SLOW));
    Awaitility.await().until(() -> anilist.calls() == 1);

    CompletableFuture<Void> stopped = stop(app);
    Awaitility.await().until(() -> refusesConnections(port));
    assertThat(inFlight).isNotDone();
    release.countDown();

    HttpResponse<String> response = inFlight.get(10, TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("Bebop");
    assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void serviceIsNotReadyAtOnceAndGoesOnServingForTheDelay() throws Exception {
    App app = service(Map.of("SHUTDOWN_DELAY_MS", "3000")).cache(new FakeCache()).start();
    assertThat(get(app, "/health/ready").get().headers().firstValue("Connection")).isEmpty();
    CompletableFuture<Void> stopped = stop(app);
    Awaitility.await().until(() -> get(app, "/health/ready").get().statusCode() == 503);

    HttpResponse<String> ready = get(app, "/health/ready").get();
    assertThat(ready.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(ready.body()).contains("\"code\":\"stopping\"");
    for (String path : List.of("/health", "/health/live", medium(QUICK), medium(QUICK))) {
      HttpResponse<String> response = get(app, path).get();
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(response.headers().firstValue("Connection")).as(path).contains("close");
    }
    assertThat(stopped).isNotDone();
    assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void requestThatTakesTooLongIsAnsweredWith503() throws Exception {
    App app =
        service(Map.of("ENABLE_CACHING", "false", "UPSTREAM_TIMEOUT_MS", "100"))
            .cache(new FakeCache())
            .start();
    CompletableFuture<HttpResponse<String>> inFlight = get(app, medium(SLOW));
    Awaitility.await().until(() -> anilist.calls() == 1);

    CompletableFuture<Void> stopped = stop(app);

    HttpResponse<String> response = inFlight.get(10, TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("\"code\":\"stopping\"");
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void requestsOnAnOpenConnectionAreServedUntilItIsClosed() throws Exception {
    App app = service(Map.of()).cache(new FakeCache()).start();
    get(app, medium(QUICK)).get();
    try (var socket = new Socket("127.0.0.1", app.port())) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(request(socket, in)).contains("HTTP/1.1 200").doesNotContain("Connection: close");

      CompletableFuture<Void> stopped = stop(app);
      String last;
      do {
        last = request(socket, in);
        assertThat(last).startsWith("HTTP/1.1 200");
      } while (!last.contains("Connection: close"));

      assertThat(in.read()).isEqualTo(-1);
      assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
    }
  }

  /** Requests the headers of a medium; returns the head of the answer. */
  private static String request(Socket socket, BufferedReader in) throws IOException {
    String head = "HEAD " + medium(QUICK) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    var answer = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      answer.append(line).append('\n');
    }
    return answer.toString();
  }

  @Test
  void answerThatIsReadSlowlyIsCompleted() throws Exception {
    App app = service(Map.of()).cache(new FakeCache()).start();
    int port = app.port();
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      String head = "GET " + medium(LARGE) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isEqualTo('H');

      CompletableFuture<Void> stopped = stop(app);
      Awaitility.await().until(() -> refusesConnections(port));
      Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
      assertThat(stopped).isNotDone();

      assertThat(in.readAllBytes()).hasSizeGreaterThan(LARGE_BYTES);
      assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void lockOfALoadThatDoesNotEndIsReleased() throws Exception {
    try (RedisProcess redis = RedisProcess.start()) {
      App app =
          service(
                  Map.of(
                      "REDIS_HOST",
                      "127.0.0.1",
                      "REDIS_PORT",
                      Integer.toString(redis.port()),
                      "REDIS_TIMEOUT_MS",
                      "5000",
                      "UPSTREAM_TIMEOUT_MS",
                      "100"))
              .start();
      CompletableFuture<HttpResponse<String>> inFlight = get(app, medium(SLOW));
      Awaitility.await().until(() -> anilist.calls() == 1);
      Awaitility.await().until(() -> redis.command("KEYS", "anyflix:load:*").contains("media_by"));

      app.close();

      assertThat(redis.command("KEYS", "anyflix:load:*")).doesNotContain("media_by");
      assertThat(inFlight.get(10, TimeUnit.SECONDS).statusCode()).isBetween(503, 504);
    }
  }

  @Test
  void stoppedMemberNoLongerSharesTheBudgets() {
    try (RedisProcess redis = RedisProcess.start()) {
      Map<String, String> settings =
          Map.of("REDIS_HOST", redis.host(), "REDIS_PORT", Integer.toString(redis.port()));
      try (App stays = service(settings).start()) {
        App leaves = service(settings).start();
        Awaitility.await().until(() -> members(redis) == 2);

        leaves.close();

        assertThat(members(redis)).isEqualTo(1);
        assertThat(stays.port()).isPositive();
      }
      assertThat(members(redis)).isZero();
    }
  }

  /** Those that the next draw on the budget counts. */
  private static int members(RedisProcess redis) {
    String answer = redis.command("ZCOUNT", "anyflix:members:{anyflix:budget:kitsu}", "1", "+inf");
    return Integer.parseInt(answer.substring(1).strip());
  }

  private static boolean refusesConnections(int port) throws Exception {
    try (var socket = new Socket("127.0.0.1", port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }
}

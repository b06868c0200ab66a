package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API in front of a handler that answers 299. */
final class ApiHandlerTest {

  private static final int PASSED_ON = 299;
  private static final int WAITING = 1_000;
  private static final int LARGE = 200_000;
  private static final int WAITERS = 100;

  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();
  private TestApi api;

  @BeforeEach
  void start() throws Exception {
    api =
        new TestApi(
            this::medium,
            new Handler.Abstract() {
              @Override
              public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(PASSED_ON);
                response.write(true, null, callback);
                return true;
              }
            });
  }

  @AfterEach
  void stop() throws Exception {
    release.countDown();
    api.close();
  }

  private Media medium(MediaById request) {
    if (request.id() > WAITING && request.id() <= WAITING + WAITERS) {
      waiting.incrementAndGet();
      try {
        assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return TestApi.medium(request);
  }

  @Test
  void currentSeasonIsAnotherRequestOnceTheSeasonHasChanged() throws Exception {
    Instant lastSecondOfWinter = Instant.parse("2026-03-31T23:59:59Z");
    api.clock.advance(Duration.between(api.clock.instant(), lastSecondOfWinter));
    List<String> states = new ArrayList<>();
    for (int second = 0; second < 3; second++) {
      HttpResponse<String> response = get("/api/anilist/season");
      states.add(response.headers().firstValue("Cache-Status").orElse("").split("; ")[1]);
      api.clock.advance(Duration.ofSeconds(second));
    }

    assertThat(states).containsExactly("fwd=miss", "hit", "fwd=miss");
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return api.send("GET", path, headers);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void missAndHitHaveTheSameBytesAndTheCommonHeadersOnce() throws Exception {
    HttpResponse<String> miss = get(TestApi.MEDIA + 1, "X-Request-Id", "client-7");
    HttpResponse<String> hit = get(TestApi.MEDIA + 1, "X-Request-Id", "client-7");

    assertThat(miss.statusCode()).isEqualTo(200);
    assertThat(header(miss, "Cache-Status")).startsWith("anyflix; fwd=miss; stored");
    assertThat(header(hit, "Cache-Status")).startsWith("anyflix; hit");
    assertThat(hit.body()).isEqualTo(miss.body()).contains("Title 1");
    for (String name :
        List.of(
            "X-Request-Id",
            "X-Attribution",
            "Vary",
            "Access-Control-Allow-Origin",
            "X-Content-Type-Options",
            "Cache-Control",
            "Content-Type",
            "ETag")) {
      assertThat(hit.headers().allValues(name)).as(name).hasSize(1);
      assertThat(miss.headers().allValues(name)).as(name).hasSize(1);
    }
    assertThat(header(hit, "X-Request-Id")).isEqualTo("client-7");
    assertThat(api.readThrough.stats().of("anilist_media_by_id").count(Outcome.MEMORY_HIT))
        .isEqualTo(1);
  }

  @Test
  void headHasTheHeadersOfGetWithoutABody() throws Exception {
    HttpResponse<String> get = get(TestApi.MEDIA + 1);
    HttpResponse<String> head = api.send("HEAD", TestApi.MEDIA + 1);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(header(get, "ETag"));
    assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20_000, LARGE, 900_000})
  void bodyOfAnySizeIsSentPlainAndCompressed(int id) throws Exception {
    String plain = get(TestApi.MEDIA + id).body();
    HttpResponse<String> compressed = get(TestApi.MEDIA + id, "Accept-Encoding", "gzip");

    assertThat(plain).hasSizeGreaterThan(id);
    assertThat(header(compressed, "Content-Encoding")).isEqualTo(id == 1 ? "" : "gzip");
    assertThat(get(TestApi.MEDIA + id).body()).isEqualTo(plain);
  }

  @Test
  void unknownIdIsAProblemThatIsCached() throws Exception {
    for (String status : List.of("anyflix; fwd=miss", "anyflix; hit")) {
      HttpResponse<String> response = get(TestApi.MEDIA + 404, "X-Request-Id", "client-7");

      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(header(response, "Cache-Status")).startsWith(status);
      assertThat(response.headers().allValues("Cache-Control")).containsExactly("max-age=300");
      assertThat(response.body())
          .contains("\"code\":\"not_found\"", "\"requestId\":\"client-7\"", TestApi.MEDIA + 404);
    }
  }

  @Test
  void failureIsAProblemWithACode() throws Exception {
    HttpResponse<String> response = get(TestApi.MEDIA + 503);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(header(response, "Retry-After")).isEqualTo("30");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(response.body()).contains("\"code\":\"upstream_down\"", "AniList unavailable");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/anilist/media/0, 400",
    "GET, /api/anilist/media/1?page=1, 400",
    "GET, /api/anilist/anime/search?q=%E9, 400",
    "POST, /api/anilist/media/1, 405",
    "DELETE, /api/anilist/trending, 405",
    "GET, /api/providers/nobody/popular, 404"
  })
  void refusedRequestIsAProblem(String method, String path, int status) throws Exception {
    HttpResponse<String> response = api.send(method, path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).contains("\"requestId\"", "\"status\":" + status);
    assertThat(header(response, "Allow")).isEqualTo(status == 405 ? "GET, HEAD, OPTIONS" : "");
  }

  @Test
  void otherPathsArePassedOn() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(PASSED_ON);
    assertThat(get("/api/providers").statusCode()).isEqualTo(PASSED_ON);
    assertThat(get("/api/anilist/media").statusCode()).isEqualTo(PASSED_ON);
    assertThat(api.send("POST", "/admin/cache/flush").statusCode()).isEqualTo(PASSED_ON);
  }

  @Test
  void clearedAndExpiredEntriesAreLoadedAgain() throws Exception {
    get(TestApi.MEDIA + 1);
    api.cache.clear(Set.of("anilist_media_by_id"));
    assertThat(header(get(TestApi.MEDIA + 1), "Cache-Status")).contains("fwd=miss");

    api.clock.advance(Duration.ofHours(2));
    assertThat(header(get(TestApi.MEDIA + 1), "Cache-Status")).contains("fwd=miss");
  }

  @Test
  void hitIsAnsweredByTheThreadThatReadsTheRequest() {
    assertThat(api.server.getInvocationType()).isEqualTo(InvocationType.NON_BLOCKING);
  }

  @Test
  void requestsThatAClientSendsAheadAreAnsweredInTheirOrder() throws Exception {
    int requests = 60;
    StringBuilder ahead = new StringBuilder();
    for (int i = 1; i <= requests; i++) {
      int id = i % 3 == 0 ? 1 : 200 + i;
      String close = i == requests ? "Connection: close\r\n" : "";
      ahead.append(
          "GET " + TestApi.MEDIA + id + " HTTP/1.1\r\nHost: localhost\r\n" + close + "\r\n");
    }
    String answers;
    try (var socket = new Socket("127.0.0.1", api.port())) {
      socket.getOutputStream().write(ahead.toString().getBytes(StandardCharsets.UTF_8));
      answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    List<String> ids =
        Pattern.compile("\"id\":\"anilist:(\\d+)\"")
            .matcher(answers)
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(ids)
        .isEqualTo(
            IntStream.rangeClosed(1, requests)
                .mapToObj(i -> Integer.toString(i % 3 == 0 ? 1 : 200 + i))
                .toList());
  }

  @Test
  void waitingRequestsHoldNoThread() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.rangeClosed(1, WAITERS)
            .mapToObj(i -> api.sendAsync("GET", TestApi.MEDIA + (WAITING + i)))
            .toList();
    await().untilAsserted(() -> assertThat(waiting).hasValue(WAITERS));

    await()
        .untilAsserted(
            () -> assertThat(api.server.getThreadPool().getThreads()).isLessThan(WAITERS / 2));
    assertThat(get(TestApi.MEDIA + 1).statusCode()).isEqualTo(200);
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    release.countDown();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
  }
}

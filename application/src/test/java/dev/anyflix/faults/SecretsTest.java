package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anyflix.redis.testing.RedisProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys, tokens and passwords of a service that logs all it can, at its own process. */
final class SecretsTest {

  private static final String V3_KEY = "0123456789abcdef0123456789abcdef";
  private static final String V4_TOKEN =
      "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0LXRtZGI.dG9rZW4tc2lnbmF0dXJl";
  private static final String REDIS_PASSWORD = "redis-pass-7f3a";
  private static final String ADMIN_TOKEN = "admin-token-91cc";
  private static final String JELLYFIN_KEY = "jellyfin-key-52d0";
  private static final List<String> SECRETS =
      List.of(V3_KEY, V4_TOKEN, REDIS_PASSWORD, ADMIN_TOKEN, JELLYFIN_KEY);

  private final RedisProcess redis = RedisProcess.start("--requirepass", REDIS_PASSWORD);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Queue<String> anilistAsked = new ConcurrentLinkedQueue<>();
  private final Queue<String> tmdbAsked = new ConcurrentLinkedQueue<>();
  private final Queue<String> jellyfinAsked = new ConcurrentLinkedQueue<>();
  private HttpServer upstreams;

  @BeforeEach
  void startUpstreams() throws IOException {
    upstreams = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    upstreams.createContext(
        "/anilist",
        exchange -> answer(exchange, anilistAsked, "{\"data\":{\"Media\":{\"id\":1}}}"));
    upstreams.createContext(
        "/tmdb", exchange -> answer(exchange, tmdbAsked, "{\"id\":603,\"title\":\"A film\"}"));
    upstreams.createContext(
        "/jellyfin",
        exchange -> answer(exchange, jellyfinAsked, "{\"Items\":[],\"TotalRecordCount\":0}"));
    upstreams.start();
  }

  private static void answer(HttpExchange exchange, Queue<String> asked, String body)
      throws IOException {
    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().entrySet() + " " + sent);
    boolean wellMeant = !exchange.getRequestURI().getPath().endsWith("/404404");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(wellMeant ? 200 : 500, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @AfterEach
  void stop() {
    upstreams.stop(0);
    redis.close();
  }

  private Map<String, String> settings(String tmdbKey) {
    String base = "http://127.0.0.1:" + upstreams.getAddress().getPort();
    Map<String, String> settings = new HashMap<>();
    settings.put("LOG_LEVEL", "TRACE");
    settings.put("ADMIN_TOKEN", ADMIN_TOKEN);
    settings.put("ANILIST_FALLBACK", "false");
    settings.put("ANILIST_URL", base + "/anilist");
    settings.put("TMDB_URL", base + "/tmdb");
    settings.put("TMDB_API_KEY", tmdbKey);
    settings.put("JELLYFIN_URL", base + "/jellyfin");
    settings.put("JELLYFIN_API_KEY", JELLYFIN_KEY);
    return settings;
  }

  @ParameterizedTest(name = "TMDB key {0}, Redis by {1}")
  @CsvSource({V3_KEY + ",settings", V4_TOKEN + ",url"})
  void noLogLineAnswerOrKeyHoldsASecret(String tmdbKey, String redisBy) throws Exception {
    Map<String, String> settings = settings(tmdbKey);
    if (redisBy.equals("url")) {
      settings.put("REDIS_URL", "redis://:" + REDIS_PASSWORD + "@127.0.0.1:" + redis.port());
    } else {
      settings.put("REDIS_HOST", "127.0.0.1");
      settings.put("REDIS_PORT", Integer.toString(redis.port()));
      settings.put("REDIS_PASSWORD", REDIS_PASSWORD);
    }
    var seen = new StringBuilder();
    try (ServiceProcess service = ServiceProcess.start(settings)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(service, "/health", null).contains("\"redis\":\"up\""));
      seen.append(get(service, "/api/anilist/media/1", null));
      seen.append(get(service, "/api/tmdb/movies/603", null));
      seen.append(get(service, "/api/tmdb/movies/404404", null));
      seen.append(get(service, "/api/providers/jellyfin/popular", null));
      seen.append(get(service, "/admin/cache/stats", "a-wrong-token"));
      seen.append(get(service, "/admin/cache/stats", ADMIN_TOKEN));
      seen.append(get(service, "/admin/sources/status", ADMIN_TOKEN));
      String keys = get(service, "/admin/cache/keys", ADMIN_TOKEN);
      assertThat(keys).contains("tmdb_movie_details:");
      String key = keys.replaceAll("(?s).*(tmdb_movie_details:[0-9a-f]{32}).*", "$1");
      String entry = get(service, "/admin/cache/entries/" + key, ADMIN_TOKEN);
      assertThat(entry).contains("A film");
      seen.append(keys).append(entry).append(get(service, "/metrics", null));
      redis.kill();
      seen.append(get(service, "/api/tmdb/movies/604", null));
      seen.append(post(service, "/admin/cache/flush"));
      seen.append(service.log());
    }

    assertThat(seen)
        .contains("[", "DEBUG", "anyflix")
        .doesNotContain(SECRETS.toArray(String[]::new));
    assertThat(anilistAsked).isNotEmpty().noneMatch(SecretsTest::holdsSecret);
    assertThat(tmdbAsked).isNotEmpty().allMatch(asked -> asked.contains(tmdbKey));
    assertThat(jellyfinAsked).isNotEmpty().allMatch(asked -> asked.contains(JELLYFIN_KEY));
  }

  @Test
  void aWrongPasswordIsNamedAsTheTroubleAndNotShown() {
    String wrong = "a-wrong-password";
    Map<String, String> settings = settings(V3_KEY);
    settings.put("REDIS_HOST", "127.0.0.1");
    settings.put("REDIS_PORT", Integer.toString(redis.port()));
    settings.put("REDIS_PASSWORD", wrong);
    try (ServiceProcess service = ServiceProcess.start(settings)) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> service.log().contains("Redis unavailable"));
      assertThat(service.log()).contains("REDIS_PASSWORD").doesNotContain(wrong);
    }
  }

  private static boolean holdsSecret(String text) {
    return SECRETS.stream().anyMatch(text::contains);
  }

  private String get(ServiceProcess service, String path, String token) throws Exception {
    var request = HttpRequest.newBuilder(service.url().resolve(path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request.build());
  }

  private String post(ServiceProcess service, String path) throws Exception {
    URI uri = service.url().resolve(path);
    return send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + ADMIN_TOKEN)
            .POST(BodyPublishers.noBody())
            .build());
  }

  private String send(HttpRequest request) throws Exception {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return response.statusCode() + " " + response.headers().map() + " " + response.body() + "\n";
  }
}

package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anyflix.contract.ContractClient;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of upstreams that must not be stored, through the whole service. */
final class MalformedAnswersTest {

  private static final int NESTED_BYTES = 5 * 1024 * 1024;

  private final HttpClient http = new ContractClient();
  private final FakeCache memory = new FakeCache();
  private HttpServer upstream;
  private App app;
  private volatile byte[] body = {};

  @BeforeEach
  void start() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
    upstream.createContext("/", this::answer);
    upstream.start();
    String url = "http://127.0.0.1:" + upstream.getAddress().getPort() + "/";
    app =
        App.with(
                Settings.of(
                    Map.ofEntries(
                        Map.entry("HOST", "127.0.0.1"),
                        Map.entry("PORT", "0"),
                        Map.entry("REDIS_HOST", ""),
                        Map.entry("ANILIST_URL", url),
                        Map.entry("TMDB_URL", url),
                        Map.entry("TMDB_API_KEY", "0123456789abcdef"),
                        Map.entry("KITSU_URL", url),
                        Map.entry("INTERNET_ARCHIVE_URL", url),
                        Map.entry("JELLYFIN_URL", url),
                        Map.entry("JELLYFIN_API_KEY", "key"))))
            .cache(memory)
            .start();
  }

  @AfterEach
  void stop() {
    app.close();
    upstream.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestURI().getPath().contains("configuration") ? CONFIG : body;
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static final byte[] CONFIG =
      "{\"images\":{\"secure_base_url\":\"https://images.example/t/p/\"}}"
          .getBytes(StandardCharsets.UTF_8);

  private void assertBadGatewayAndNothingStored(String path, String prefix) throws Exception {
    HttpResponse<String> response =
        http.send(HttpRequest.newBuilder(app.url().resolve(path)).build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(502);
    assertThat(memory.keys(Set.of(prefix), null, 10).keys()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/api/anilist/media/1|anilist_media_by_id|{'data': {'Media': {'id': 2}}}",
        "/api/tmdb/movies/1|tmdb_movie_details|{'id': 2}",
        "/api/tmdb/tv/1|tmdb_tv_details|{'id': 2}",
        "/api/tmdb/collections/1|tmdb_collection|{'id': 2, 'name': 'x', 'parts': []}",
        "/api/tmdb/tv/1/seasons/1|tmdb_season_details|{'id': 7, 'season_number': 2}",
        "/api/providers/kitsu/media/1|provider_detail|{'data': {'id': '2'}}",
        "/api/providers/archive/media/one|provider_detail"
            + "|{'metadata': {'identifier': 'two', 'mediatype': 'movies'}}",
        "/api/providers/jellyfin/media/0000000000000000000000000000000a|provider_detail"
            + "|{'Items': [{'Id': '0000000000000000000000000000000b', 'Type': 'Movie'}]}"
      })
  void answerWithAnotherIdIsABadGatewayAndIsNotStored(String path, String prefix, String json)
      throws Exception {
    body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertBadGatewayAndNothingStored(path, prefix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[[],"})
  void deeplyNestedAnswerIsABadGatewayAndIsNotStored(String nesting) throws Exception {
    body =
        ("{\"data\":" + nesting.repeat(NESTED_BYTES / nesting.length()))
            .getBytes(StandardCharsets.UTF_8);

    assertBadGatewayAndNothingStored("/api/anilist/media/1", "anilist_media_by_id");
  }
}

package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The streams of a Jellyfin server through the whole service. */
final class JellyfinStreamsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JellyfinServer jellyfin = new JellyfinServer();
  private final HttpClient client = HttpClient.newHttpClient();
  private DemoService service;

  private void start(String key) throws Exception {
    Map<String, String> settings = new HashMap<>(jellyfin.settings(key));
    settings.put("TMDB_API_KEY", "key");
    service = DemoService.of(settings);
    service.beforeEach(null);
  }

  @AfterEach
  void stop() {
    service.close();
    jellyfin.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + service.port()).resolve(path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void filmHasTheFilesOfTheServerWithQualityLanguagesAndLink() throws Exception {
    start(JellyfinServer.KEY);

    JsonNode answer = json("/api/media/tmdb:movie:603/streams");
    JsonNode hd = answer.at("/items/0");

    assertThat(answer.at("/items")).hasSize(2);
    assertThat(answer.at("/sources").toString())
        .contains("{\"source\":\"jellyfin\",\"status\":\"ok\",\"code\":null}");
    assertThat(hd.get("provider").asText()).isEqualTo("jellyfin");
    assertThat(hd.get("id").asText()).isEqualTo("jellyfin:" + JellyfinServer.FILM);
    assertThat(hd.get("quality").asText()).isEqualTo("1080p");
    assertThat(hd.get("format").asText()).isEqualTo("mkv");
    assertThat(hd.get("languages").toString()).isEqualTo("[\"en\",\"ja\"]");
    assertThat(hd.get("sizeBytes").asLong()).isEqualTo(4_000_000_000L);
    assertThat(hd.get("confidence").asDouble()).isEqualTo(1);
    assertThat(answer.at("/items/1/languages")).isEmpty();
    assertThat(get(hd.get("url").asText()).body()).isEqualTo("a film");
  }

  @Test
  void filmIsFoundByTheIdOfAnotherSite() throws Exception {
    start(JellyfinServer.KEY);

    assertThat(json("/api/media/imdb:tt0133093/streams").at("/items")).hasSize(2);
    assertThat(json("/stremio/stream/movie/tt0133093.json").at("/streams").findValuesAsText("name"))
        .containsExactly("Jellyfin", "Jellyfin");
    assertThat(json("/stremio/stream/series/tt0903747:1:1.json").at("/streams/0/url").asText())
        .startsWith(jellyfin.url() + "/Videos/");
    assertThat(json("/stremio/stream/series/tt0903747:1:2.json").at("/streams")).isEmpty();
  }

  @Test
  void noAnswerHoldsTheKey() throws Exception {
    start(JellyfinServer.KEY);
    List<String> paths =
        List.of(
            "/api/media/tmdb:movie:603/streams",
            "/api/media/jellyfin:" + JellyfinServer.FILM + "/streams",
            "/api/media/jellyfin:" + JellyfinServer.SERIES,
            "/api/providers",
            "/api/providers/jellyfin/popular",
            "/api/providers/jellyfin/search?q=matrix",
            "/api/providers/jellyfin/media/" + JellyfinServer.FILM,
            "/api/providers/jellyfin/media/" + JellyfinServer.SERIES + "/episodes",
            "/api/search?q=matrix",
            "/stremio/manifest.json",
            "/stremio/catalog/movie/anyflix.jellyfin.json",
            "/stremio/meta/series/anyflix:jellyfin:" + JellyfinServer.SERIES + ".json",
            "/stremio/stream/movie/tt0133093.json",
            "/admin/sources/status",
            "/admin/cache/keys",
            "/admin/cache/hot",
            "/metrics");

    for (String path : paths) {
      HttpResponse<String> response = get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(response.headers().map() + response.body())
          .as(path)
          .doesNotContain(JellyfinServer.KEY);
    }
    assertThat(jellyfin.addresses()).isNotEmpty().noneMatch(url -> url.contains("key"));
  }

  @Test
  void refusedKeyIsAFailedSourceThatDoesNotShowIt() throws Exception {
    start("wrong-key-of-the-test");

    HttpResponse<String> response = get("/api/media/tmdb:movie:603/streams");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"source\":\"jellyfin\",\"status\":\"failed\"")
        .doesNotContain("wrong-key");
    assertThat(get("/api/providers/jellyfin/popular").body()).doesNotContain("wrong-key");
  }
}

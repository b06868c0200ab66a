package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids of titles of the whole service over the built-in upstream. */
final class IdMapTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();

  @RegisterExtension
  private final DemoService service = DemoService.of(Map.of("TMDB_API_KEY", "key"));

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + service.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anilist:1", "mal:1", "kitsu:1", "tmdb:tv:30991", "imdb:tt0213338"})
  void eachIdOfATitleLeadsToAllOfThem(String id) throws Exception {
    JsonNode map = json("/api/ids/" + id);

    assertThat(map.at("/ids/anilist").asText()).isEqualTo("1");
    assertThat(map.at("/ids/mal").asText()).isEqualTo("1");
    assertThat(map.at("/ids/kitsu").asText()).isEqualTo("1");
    assertThat(map.at("/ids/tmdb").asText()).isEqualTo("tv:30991");
    assertThat(map.at("/ids/imdb").asText()).isEqualTo("tt0213338");
    assertThat(map.at("/season").asInt()).isEqualTo(1);
    assertThat(map.at("/failed")).isEmpty();
  }

  @Test
  void idsAreCachedForAWeekAndClearedByTheirPrefix() throws Exception {
    assertThat(header(get("/api/ids/anilist:1"), "Cache-Status")).contains("fwd=miss; stored");

    HttpResponse<String> second = get("/api/ids/anilist:1");

    assertThat(header(second, "Cache-Status")).contains("hit").contains("detail=memory");
    assertThat(header(second, "Cache-Control")).matches("max-age=(5[4-9]|60)\\d{4},.*");
    assertThat(second.headers().allValues("X-Attribution")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "anilist:0",
    "mal:0",
    "mal:00001",
    "mal:2147483648",
    "mal:%EF%BC%91",
    "tvdb:-1",
    "imdb:tt",
    "imdb:tt133093%20",
    "tmdb:movie:-603",
    "%3A1",
    "mal:one",
    "tmdb:603",
    "imdb:0133093",
    "archive:metropolis-1927",
    "nonsense"
  })
  void malformedIdIsABadRequestThatNothingIsStoredFor(String id) throws Exception {
    HttpResponse<String> response = get("/api/ids/" + id);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("imdb:tt0133093");
    assertThat(json("/admin/cache/keys").at("/keys")).isEmpty();
  }

  @Test
  void longIdIsABadRequest() throws Exception {
    assertThat(get("/api/ids/mal:" + "1".repeat(3000)).statusCode()).isEqualTo(400);
    assertThat(get("/api/media/mal:" + "1".repeat(3000)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mal%3A1", "mal%3a%31", "%6Dal:1"})
  void encodedIdIsTheSameId(String id) throws Exception {
    assertThat(json("/api/ids/" + id).at("/ids/anilist").asText()).isEqualTo("1");
    assertThat(json("/api/media/" + id).get("id").asText()).isEqualTo("anilist:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"anilist:99999999", "tmdb:movie:99999999", "imdb:tt9999999"})
  void idThatNoSourceKnowsIsNotFound(String id) throws Exception {
    HttpResponse<String> response = get("/api/ids/" + id);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "Cache-Control")).startsWith("max-age=");
  }
}

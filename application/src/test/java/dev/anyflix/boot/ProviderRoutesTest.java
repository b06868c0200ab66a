package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.contract.ContractClient;
import dev.anyflix.domain.testing.FakeProvider;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The content providers of the whole service over the built-in upstream, as a client sees them. */
final class ProviderRoutesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KEY = "secret-key-of-the-test";
  private static final String ITEM =
      "/api/providers/jellyfin/media/" + "0123456789abcdef".repeat(2);

  private static final Set<String> WITHOUT_ATTRIBUTION = Set.of("archive", "jellyfin");

  private final HttpClient client = new ContractClient();
  @RegisterExtension private final DemoService service = DemoService.of(Map.of());

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    return JSON.readTree(get(path).body());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void providerWithoutEpisodesIsNotFoundAndTheProblemSaysWhy() throws Exception {
    HttpResponse<String> response = get("/api/providers/archive/media/anything/episodes");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("lists no episodes");
  }

  @Test
  void theListOfProvidersTakesNoParameters() throws Exception {
    HttpResponse<String> response = get("/api/providers?page=1");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("page");
  }

  @Test
  void theProvidersAreListedAndWhatOneLacksIsNamed() throws Exception {
    assertThat(json("/api/providers"))
        .containsAll(
            JSON.readTree(
                """
                [{"id": "archive", "name": "Internet Archive", "kind": "streams",
                  "enabled": true, "reason": null, "episodes": false},
                 {"id": "kitsu", "name": "Kitsu", "kind": "metadata",
                  "enabled": true, "reason": null, "episodes": true},
                 {"id": "jellyfin", "name": "Jellyfin", "kind": "streams", "enabled": false,
                  "reason": "Jellyfin is not configured. Set JELLYFIN_URL and JELLYFIN_API_KEY.",
                  "episodes": true}]
                """));
  }

  @Test
  void everyProviderHasAnAttributionOrNeedsNone() throws Exception {
    for (JsonNode provider : json("/api/providers")) {
      String id = provider.get("id").asText();
      boolean hasAttribution =
          get("/api/providers/" + id + "/popular").headers().map().containsKey("X-Attribution");

      assertThat(hasAttribution)
          .as("%s: add it to Attribution, or here if its owner requires none", id)
          .isNotEqualTo(WITHOUT_ATTRIBUTION.contains(id));
    }
  }

  @Test
  void theListOfProvidersCarriesWhatEveryAnswerOfTheApiCarries() throws Exception {
    HttpResponse<String> list = get("/api/providers");

    assertThat(header(list, "Cache-Status")).isEqualTo("anyflix; fwd=bypass");
    assertThat(header(list, "Age")).isEqualTo("0");
    assertThat(header(list, "Cache-Control")).isEqualTo("no-cache");
    HttpResponse<String> again = get("/api/providers", "If-None-Match", header(list, "ETag"));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "archive/popular, /items/0/id, archive:night-of-the-living-dead-1968",
    "archive/popular?page=2, /hasNextPage, false",
    "archive/latest, /items/0/title/preferred, The Gold Rush",
    "archive/search?q=living%20dead, /items/0/year, 1968",
    "archive/media/metropolis-1927, /streams/0/url, {archive}/download/metropolis-1927/metropolis-1927.mp4",
    "archive/media/metropolis-1927, /durationMinutes, 153",
    "kitsu/popular, /hasNextPage, true",
    "kitsu/latest?page=2, /page, 2",
    "kitsu/search?q=bebop, /items/0/id, kitsu:1",
    "kitsu/media/1, /title/native, カウボーイビバップ",
    "kitsu/media/1, /studios/0, Sunrise",
    "kitsu/media/5, /relations/0/relation, PARENT"
  })
  void theSecondIdenticalRequestIsAHitWithTheSameBytes(String path, String pointer, String value)
      throws Exception {
    HttpResponse<String> first = get("/api/providers/" + path);
    long calls = service.upstream().calls();
    HttpResponse<String> second = get("/api/providers/" + path);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(first.body()).at(pointer).asText())
        .isEqualTo(
            value.replace("{archive}", service.upstream().url("INTERNET_ARCHIVE_URL").toString()));
    assertThat(header(first, "Cache-Status")).matches("anyflix; fwd=miss; stored; ttl=\\d+");
    assertThat(header(second, "Cache-Status")).matches("anyflix; hit; ttl=\\d+; detail=memory");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(calls).isEqualTo(1);
    assertThat(service.upstream().calls()).isEqualTo(calls);
  }

  @Test
  void thePagesOfTwoProvidersShareNoKey() throws Exception {
    assertThat(json("/api/providers/archive/popular").at("/items/0/source").asText())
        .isEqualTo("archive");
    assertThat(json("/api/providers/kitsu/popular").at("/items/0/source").asText())
        .isEqualTo("kitsu");
    assertThat(json("/admin/cache/keys?prefix=provider_popular").at("/keys")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"popular", "latest", "search?q=x", "media/..", "media/1"})
  void aProviderThatLacksItsSettingsIsUnavailableAndNamesThem(String what) throws Exception {
    String path = what.equals("media/..") ? "media/%2e%2e%2f" : what;
    HttpResponse<String> response = get("/api/providers/jellyfin/" + path);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("JELLYFIN_URL", "JELLYFIN_API_KEY");
    assertThat(header(response, "Retry-After")).isEmpty();
  }

  @Test
  void theKeyOfAServerThatIsDownIsNeverShown() throws Exception {
    Settings down =
        service
            .settings()
            .with(SettingTable.JELLYFIN_URL, "http://127.0.0.1:1")
            .with(SettingTable.JELLYFIN_API_KEY, KEY);
    service.restart(App.with(down));

    assertThat(json("/api/providers").at("/2/enabled").asBoolean()).isTrue();
    HttpResponse<String> response = get(ITEM);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(header(response, "Retry-After")).isNotEmpty();
    assertThat(response.body()).contains("Jellyfin").doesNotContain(KEY);
    assertThat(get("/admin/sources/status").body()).contains("jellyfin").doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "archive/media/%2e%2e%2fadvancedsearch.php",
        "archive/media/a%2Fb",
        "archive/media/a%3Fb",
        "archive/media/nothing-of-this-name",
        "kitsu/media/1%2Fepisodes",
        "kitsu/media/1%3Finclude=x",
        "kitsu/media/%2e%2e%2fmanga%2f1",
        "kitsu/media/999999",
        "nobody/popular"
      })
  void whatThereIsNotIsNotFound(String path) throws Exception {
    HttpResponse<String> response = get("/api/providers/" + path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
    assertThat(service.upstream().calls()).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "kitsu/popular?page=0, page",
    "kitsu/search, q",
    "archive/latest?perPage=5, perPage",
    "archive/search?q=%20, q"
  })
  void badInputNamesTheParameter(String path, String parameter) throws Exception {
    HttpResponse<String> response = get("/api/providers/" + path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/errors/0/parameter").asText())
        .isEqualTo(parameter);
    assertThat(service.upstream().calls()).isZero();
  }

  @Test
  void aProviderOfOnesOwnStandsInForAll() throws Exception {
    service.restart(App.with(service.settings()).provider(new FakeProvider("empty", List.of())));

    assertThat(json("/api/providers").findValuesAsText("id")).containsExactly("empty");
    assertThat(json("/api/providers/empty/popular?page=3").at("/page").asInt()).isEqualTo(3);
    assertThat(get("/api/providers/kitsu/popular").statusCode()).isEqualTo(404);
  }
}

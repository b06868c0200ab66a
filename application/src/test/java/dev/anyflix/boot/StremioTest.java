package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeProvider;
import dev.anyflix.settings.SettingTable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Stremio add-on over the demo's upstreams. */
final class StremioTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @RegisterExtension
  private final DemoService service =
      DemoService.of(
          Map.of(
              "TMDB_API_KEY", "secret-key-of-the-test",
              "CORS_ORIGINS", "https://front.example",
              "ANILIST_REQUESTS_PER_MINUTE", "6000",
              "TMDB_REQUESTS_PER_SECOND", "1000"));

  private HttpResponse<String> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + service.port() + "/stremio/" + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response = send("GET", path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String cacheStatus(HttpResponse<String> response) {
    return response.headers().firstValue("Cache-Status").orElseThrow();
  }

  private static String cacheControl(HttpResponse<String> response) {
    return response.headers().firstValue("Cache-Control").orElseThrow();
  }

  @Test
  void manifestListsCatalogsWithTheGenresOfTheirSources() throws Exception {
    JsonNode manifest = get("manifest.json");

    assertThat(manifest.at("/catalogs").findValuesAsText("id"))
        .containsExactly("anyflix.films", "anyflix.series", "anyflix.anime", "anyflix.archive");
    assertThat(manifest.at("/catalogs/0/extra").findValuesAsText("name"))
        .containsExactly("search", "genre", "skip");
    assertThat(manifest.at("/catalogs/0/extra/1/options").toString()).contains("Science Fiction");
    assertThat(manifest.at("/catalogs/2/extra/1/options").toString()).contains("Slice of Life");
    assertThat(manifest.at("/catalogs/3/extra").findValuesAsText("name"))
        .containsExactly("search", "skip");
    assertThat(manifest.at("/idPrefixes").toString()).isEqualTo("[\"tt\",\"anyflix:\"]");
  }

  @Test
  void listsOfSourcesThatAreNotConfiguredAreLeftOut() throws Exception {
    service.restart(service.settings().with(SettingTable.TMDB_API_KEY, ""));

    assertThat(get("manifest.json").at("/catalogs").findValuesAsText("id"))
        .containsExactly("anyflix.anime", "anyflix.archive");
    assertThat(send("GET", "catalog/movie/anyflix.films.json").statusCode()).isEqualTo(404);
    assertThat(send("GET", "meta/movie/tt0133093.json").statusCode()).isEqualTo(404);
  }

  @Test
  void titlesOfTmdbHaveTheIdsOfImdb() throws Exception {
    JsonNode metas = get("catalog/movie/anyflix.films.json").get("metas");

    assertThat(metas).hasSize(20);
    assertThat(metas.findValuesAsText("id")).allMatch(id -> id.matches("tt\\d+"));
    assertThat(metas.findValuesAsText("type")).containsOnly("movie");
  }

  @Test
  void answerIsMadeOfCachedAnswersAndHasTheirHeaders() throws Exception {
    HttpResponse<String> first = send("GET", "catalog/series/anyflix.series.json");
    HttpResponse<String> second = send("GET", "catalog/series/anyflix.series.json");
    long calls = service.upstream().calls();
    String etag = second.headers().firstValue("ETag").orElseThrow();

    assertThat(cacheStatus(first)).contains("fwd=miss; stored");
    assertThat(cacheStatus(second)).contains("hit").contains("detail=memory");
    assertThat(cacheControl(second)).contains("max-age=").contains("stale-if-error=");
    assertThat(second.headers().allValues("X-Attribution").toString()).contains("TMDB");
    assertThat(
            send("GET", "catalog/series/anyflix.series.json", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
    assertThat(send("HEAD", "catalog/series/anyflix.series.json").body()).isEmpty();
    assertThat(service.upstream().calls()).isEqualTo(calls);
  }

  @Test
  void searchGenreAndPageNarrowAList() throws Exception {
    JsonNode found = get("catalog/movie/anyflix.films/search=the%20matrix.json").get("metas");
    JsonNode genre = get("catalog/movie/anyflix.films/genre=Science%20Fiction.json").get("metas");
    JsonNode next = get("catalog/movie/anyflix.films/skip=20.json").get("metas");

    assertThat(found.get(0).get("id").asText()).isEqualTo("tt0133093");
    assertThat(genre).isNotEmpty();
    assertThat(genre).allMatch(meta -> meta.get("genres").toString().contains("Science Fiction"));
    assertThat(next.findValuesAsText("id"))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(
            get("catalog/movie/anyflix.films.json").get("metas").findValuesAsText("id"));
    assertThat(get("catalog/movie/anyflix.films/skip=99980.json").get("metas")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb%26c%3Dd%25", "a+b", "%E3%81%82", "..%2f.."})
  void searchTakesAnyText(String text) throws Exception {
    assertThat(send("GET", "catalog/movie/anyflix.films/search=" + text + ".json").statusCode())
        .isEqualTo(200);
  }

  @Test
  void seriesHasItsEpisodesWithDates() throws Exception {
    JsonNode meta = get("meta/series/tt0903747.json").get("meta");
    JsonNode first =
        meta.get("videos")
            .valueStream()
            .filter(video -> video.get("id").asText().equals("tt0903747:1:1"))
            .findFirst()
            .orElseThrow();

    assertThat(meta.get("name").asText()).isEqualTo("Breaking Bad");
    assertThat(meta.get("videos").size()).isGreaterThan(50);
    assertThat(first.get("season").asInt()).isEqualTo(1);
    assertThat(first.get("released").asText()).startsWith("2008-").endsWith("T00:00:00.000Z");
  }

  @Test
  void animeHasTheEpisodesThatKitsuLists() throws Exception {
    JsonNode meta = get("meta/series/anyflix:anilist:1.json").get("meta");
    JsonNode last = meta.get("videos").get(meta.get("videos").size() - 1);

    assertThat(last.get("id").asText()).isEqualTo("anyflix:anilist:1:1:26");
    assertThat(last.get("released").asText()).endsWith("T00:00:00.000Z");
  }

  @Test
  void filmOfTheArchiveHasStreams() throws Exception {
    JsonNode film = get("catalog/movie/anyflix.archive.json").at("/metas/0");
    JsonNode streams = get("stream/movie/" + film.get("id").asText() + ".json").get("streams");

    assertThat(film.get("id").asText()).startsWith("anyflix:archive:");
    assertThat(streams).isNotEmpty();
    assertThat(streams.at("/0/url").asText()).endsWith(".mp4");
    assertThat(streams.at("/0/name").asText()).isEqualTo("Internet Archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kitsu:1", "anyflix:archive:no-such-film", "anyflix:x:1", "x"})
  void titleWithoutStreamsHasAnEmptyList(String id) throws Exception {
    assertThat(get("stream/movie/" + id + ".json").get("streams")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "meta/movie/kitsu:1.json",
        "meta/movie/anyflix:anilist:999999.json",
        "meta/movie/anyflix:anilist:x.json",
        "meta/series/tt0133093.json",
        "meta/movie/tt999999999.json",
        "meta/movie/tt0133093",
        "catalog/movie/other.json",
        "catalog/series/anyflix.films.json"
      })
  void whatIsUnknownIsNotFound(String path) throws Exception {
    HttpResponse<String> response = send("GET", path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(response.body()).get("code").asText()).isEqualTo("not_found");
  }

  @Test
  void everyOriginIsAllowedWhateverTheSetting() throws Exception {
    HttpResponse<String> ok = send("GET", "manifest.json", "Origin", "https://web.example");
    HttpResponse<String> missing = send("GET", "meta/movie/x.json");
    HttpResponse<String> preflight =
        send(
            "OPTIONS",
            "manifest.json",
            "Origin",
            "https://web.example",
            "Access-Control-Request-Method",
            "GET");

    assertThat(List.of(ok, missing, preflight))
        .allMatch(
            each -> each.headers().allValues("Access-Control-Allow-Origin").equals(List.of("*")));
    assertThat(preflight.statusCode()).isEqualTo(204);
  }

  @Test
  void manifestWithoutGenresMayBeKeptBriefly() throws Exception {
    service.upstream().change(options -> options.withDown(true));
    HttpResponse<String> manifest = send("GET", "manifest.json");

    assertThat(manifest.statusCode()).isEqualTo(200);
    assertThat(manifest.body()).doesNotContain("genre");
    assertThat(cacheControl(manifest)).isEqualTo("max-age=10");
  }

  @Test
  void listWithoutDetailsHasOwnIdsAndMayBeKeptBriefly() throws Exception {
    assertThat(
            RawHttp.get(service.port(), "/api/tmdb/trending?type=movie&window=week").statusCode())
        .isEqualTo(200);
    service.upstream().change(options -> options.withDown(true));
    HttpResponse<String> list = send("GET", "catalog/movie/anyflix.films.json");

    assertThat(JSON.readTree(list.body()).at("/metas/0/id").asText())
        .startsWith("anyflix:tmdb:movie:");
    assertThat(cacheControl(list)).isEqualTo("max-age=10");
  }

  @Test
  void failureOfASourceIsAProblem() throws Exception {
    service.upstream().change(options -> options.withDown(true));
    HttpResponse<String> list = send("GET", "catalog/movie/anyflix.archive.json");

    assertThat(list.statusCode()).isEqualTo(503);
    assertThat(JSON.readTree(list.body()).get("code").asText()).isEqualTo("upstream_down");
    assertThat(cacheControl(list)).isEqualTo("no-store");
  }

  @Test
  void addonCanBeTurnedOff() throws Exception {
    service.restart(service.settings().with(SettingTable.STREMIO_ENABLED, "false"));

    assertThat(send("GET", "manifest.json").statusCode()).isEqualTo(404);
  }

  @Test
  void episodeOfJellyfinHasItsOwnStreams() throws Exception {
    service.restart(App.with(service.settings()).provider(seriesOnJellyfin()));

    assertThat(get("catalog/movie/anyflix.jellyfin.json").at("/metas/0/type").asText())
        .isEqualTo("series");
    assertThat(get("stream/series/anyflix:jellyfin:a:1:1.json").findValuesAsText("url"))
        .containsExactly("https://jellyfin.example/1");
    assertThat(get("stream/series/anyflix:jellyfin:a:1:3.json").get("streams")).isEmpty();
  }

  @Test
  void titleOfImdbHasTheStreamsOfProviders() throws Exception {
    service.restart(App.with(service.settings()).provider(seriesOnJellyfin()));

    assertThat(get("stream/series/tt0903747:1:1.json").findValuesAsText("url"))
        .containsExactly("https://jellyfin.example/1");
    assertThat(get("stream/series/tt0903747:5:1.json").get("streams")).isEmpty();
    assertThat(get("stream/movie/tt0133093.json").get("streams")).isEmpty();
  }

  @Test
  void providerOfAnAssemblyHasACatalogAndStreamsUnderItsName() throws Exception {
    service.restart(App.with(service.settings()).addProvider(seriesOn("shelf")));

    assertThat(get("manifest.json").at("/catalogs").findValuesAsText("name"))
        .contains("Internet Archive", "shelf");
    assertThat(get("catalog/movie/anyflix.shelf.json").at("/metas/0/name").asText())
        .isEqualTo("Breaking Bad");
    assertThat(get("stream/series/tt0903747:1:1.json").at("/streams").findValuesAsText("name"))
        .containsExactly("shelf");
  }

  private static FakeProvider seriesOnJellyfin() {
    return seriesOn("jellyfin");
  }

  /** A provider with one series of two seasons. */
  private static FakeProvider seriesOn(String provider) {
    return new FakeProvider(
        provider,
        List.of(
            Media.builder(
                    provider + ":a", provider, "a", MediaKind.SERIES, Title.of("Breaking Bad"))
                .year(2008)
                .streams(
                    List.of(
                        stream("1", "S1:E1 One"), stream("2", "S1:E10 Ten"), stream("3", "S2:E1")))
                .build()));
  }

  private static StreamLink stream(String id, String label) {
    return new StreamLink("https://jellyfin.example/" + id, null, null, label);
  }
}

package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.contract.ContractClient;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service over the built-in upstream, as a client sees it. */
class ServiceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = new ContractClient();

  @RegisterExtension
  private final DemoService service =
      DemoService.of(
          Map.of(
              "CACHE_PREFETCH", "false",
              "ANILIST_REQUESTS_PER_MINUTE", "6000",
              "TMDB_API_KEY", "secret-key-of-the-test"),
          this::assembly);

  /** The service to be tested. */
  Assembly assembly(Settings settings) {
    return App.with(settings);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(to(path));
  }

  private HttpResponse<String> post(String path) throws Exception {
    return send(to(path).POST(BodyPublishers.noBody()));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void matchOfALaterSeasonNamesTheSeason() throws Exception {
    JsonNode match =
        JSON.readTree(get("/api/tmdb/match?title=Breaking+Bad+Season+3&year=2010&type=tv").body());

    assertThat(match.at("/match/id").asText()).isEqualTo("tmdb:tv:1396");
    assertThat(match.at("/season").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/anilist/media/1",
        "/api/anilist/search?q=bebop&type=ANIME&sort=SCORE_DESC&genre=Action",
        "/api/anilist/anime/search?q=naruto&perPage=3",
        "/api/anilist/trending",
        "/api/anilist/popular?page=2&perPage=5",
        "/api/tmdb/configuration",
        "/api/tmdb/search?q=matrix",
        "/api/tmdb/movies/603",
        "/api/tmdb/tv/1396",
        "/api/tmdb/match?title=Dune&year=2021&type=movie"
      })
  void theSecondIdenticalRequestIsAHitWithTheSameBytes(String path) throws Exception {
    HttpResponse<String> first = get(path);
    long calls = service.upstream().calls();
    HttpResponse<String> second = get(path);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(header(first, "Cache-Status")).matches("anyflix; fwd=miss; stored; ttl=\\d+");
    assertThat(header(second, "Cache-Status")).matches("anyflix; hit; ttl=\\d+; detail=memory");
    assertThat(header(second, "Cache-Control"))
        .matches("max-age=\\d+, stale-while-revalidate=60, stale-if-error=86400");
    assertThat(header(second, "Age")).matches("\\d+");
    assertThat(header(second, "X-Attribution"))
        .contains(path.contains("tmdb") ? "TMDB" : "AniList");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(service.upstream().calls()).isEqualTo(calls);
  }

  @Test
  void theEntityTagGivesNotModifiedAndNoBody() throws Exception {
    String etag = header(get("/api/anilist/media/1"), "ETag");
    HttpResponse<String> again = send(to("/api/anilist/media/1").header("If-None-Match", etag));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(etag);
    assertThat(header(again, "Cache-Status")).contains("hit");
    assertThat(send(to("/api/anilist/media/1").header("If-None-Match", "W/\"other\"")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theCompressedCopyHoldsTheSameBytes() throws Exception {
    String plain = get("/api/anilist/popular").body();
    HttpResponse<byte[]> packed =
        client.send(
            to("/api/anilist/popular").header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray());

    assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(packed, "Vary")).contains("Accept-Encoding");
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(plain);
    }
  }

  @Test
  void headAnswersLikeGetWithoutABody() throws Exception {
    HttpResponse<String> get = get("/api/tmdb/movies/603");
    HttpResponse<String> head =
        send(to("/api/tmdb/movies/603").method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(header(get, "ETag"));
    assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/anilist/media/abc, id, 1 to 2147483647",
    "/api/anilist/media/0, id, 1 to 2147483647",
    "/api/anilist/trending?page=0, page, 1 to 10000",
    "/api/anilist/trending?perPage=51, perPage, 1 to 50",
    "/api/anilist/anime/search, q, is required",
    "/api/anilist/anime/search?q=, q, 1 to 200 characters",
    "/api/anilist/search?format=VHS, format, must be one of TV",
    "/api/anilist/search?year=1500, year, 1900 to 2100",
    "/api/anilist/search?adult=maybe, adult, true or false",
    "/api/tmdb/search?q=x&page=501, page, 1 to 500",
    "/api/tmdb/match?title=x&type=book, type, movie",
    "/api/tmdb/search?q=a&q=b, q, once",
    "/api/tmdb/search?q=%zz, q, q",
    "/api/anilist/trending?page=%zz, page, two hex digits",
    "/api/tmdb/search?q=caf%E9, q, UTF-8"
  })
  void badInputNamesTheParameterAndWhatIsAllowed(String path, String parameter, String allowed)
      throws Exception {
    HttpResponse<String> response = raw(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
    JsonNode problem = JSON.readTree(response.body());
    assertThat(problem.at("/errors/0/parameter").asText()).isEqualTo(parameter);
    assertThat(problem.at("/detail").asText()).contains(parameter).contains(allowed);
  }

  /** The client checks addresses; this one sends what it is given. */
  private HttpResponse<String> raw(String path) throws Exception {
    if (!path.contains("%zz") && !path.contains("%E9")) {
      return get(path);
    }
    String rawPath = path.substring(0, path.indexOf('?'));
    return ContractClient.checked("GET", rawPath, RawHttp.get(service.port(), path));
  }

  @Test
  void anAnswerForOneOriginIsNotTakenForThatOfAnother() throws Exception {
    service.restart(service.settings().with(SettingTable.CORS_ORIGINS, "https://front.example"));
    HttpResponse<String> response =
        send(to("/api/anilist/trending").header("Origin", "https://front.example"));

    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("https://front.example");
    assertThat(response.headers().allValues("Vary")).containsExactly("Accept-Encoding, Origin");
  }

  @Test
  void everyUnknownParameterIsNamed() throws Exception {
    HttpResponse<String> response = get("/api/anilist/trending?foo=1&page=1&bar=2");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/errors").findValuesAsText("parameter"))
        .containsExactly("bar", "foo");
  }

  @Test
  void anIdThatTheUpstreamDoesNotKnowIsNotFoundAndRemembered() throws Exception {
    assertThat(get("/api/anilist/media/99999999").statusCode()).isEqualTo(404);
    long calls = service.upstream().calls();
    HttpResponse<String> again = get("/api/anilist/media/99999999");

    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(header(again, "Cache-Status")).contains("hit");
    assertThat(service.upstream().calls()).isEqualTo(calls);
  }

  @Test
  void withoutAKeyTmdbSaysWhichSettingIsMissingAndAniListWorks() throws Exception {
    service.restart(service.settings().with(SettingTable.TMDB_API_KEY, ""));

    HttpResponse<String> tmdb = get("/api/tmdb/movies/603");
    assertThat(tmdb.statusCode()).isEqualTo(503);
    assertThat(tmdb.body()).contains("TMDB_API_KEY");
    assertThat(header(tmdb, "Retry-After")).isEmpty();
    assertThat(get("/api/anilist/media/1").statusCode()).isEqualTo(200);
  }

  @Test
  void aDownUpstreamIsUnavailableAndSaysWhenToTryAgain() throws Exception {
    service.upstream().setOptions(DemoOptions.HEALTHY.withDown(true));
    HttpResponse<String> response = get("/api/anilist/media/1");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(Integer.parseInt(header(response, "Retry-After"))).isPositive();
    assertThat(response.body()).contains("AniList").doesNotContain("Exception");
  }

  @Test
  void withCachingOffEveryRequestGoesUpstream() throws Exception {
    service.restart(service.settings().with(SettingTable.ENABLE_CACHING, "false"));
    get("/api/anilist/media/1");
    long calls = service.upstream().calls();
    HttpResponse<String> again = get("/api/anilist/media/1");

    assertThat(header(again, "Cache-Status")).isEqualTo("anyflix; fwd=bypass");
    assertThat(service.upstream().calls()).isEqualTo(calls + 1);
    JsonNode stats = JSON.readTree(get("/admin/cache/stats").body());
    assertThat(stats.at("/cache_enabled").asBoolean()).isFalse();
    assertThat(stats.at("/status").asText()).isEqualTo("disabled");
  }

  @Test
  void theStatisticsHaveTheirFixedNamesOnMemoryAlone() throws Exception {
    get("/api/anilist/media/1");
    get("/api/anilist/media/1");
    JsonNode stats = JSON.readTree(get("/admin/cache/stats").body());

    assertThat(stats.at("/cache_enabled").asBoolean()).isTrue();
    assertThat(stats.at("/status").asText()).isEqualTo("active");
    assertThat(stats.at("/backend").asText()).isEqualTo("memory");
    assertThat(stats.at("/stats").fieldNames())
        .toIterable()
        .containsExactly(
            "connected_clients",
            "used_memory",
            "used_memory_human",
            "keyspace_hits",
            "keyspace_misses",
            "total_commands_processed",
            "hit_ratio");
    assertThat(stats.at("/stats/hit_ratio").asDouble()).isBetween(1.0, 100.0);
    assertThat(stats.at("/operations/anilist_media_by_id/hitsMemory").asInt()).isEqualTo(1);
    assertThat(stats.at("/operations/anilist_media_by_id/hit_ratio").asDouble()).isEqualTo(50.0);
    assertThat(stats.at("/upstreams/0/requests").asInt()).isEqualTo(1);
  }

  @Test
  void clearingAPrefixClearsItAndThoseThatContinueIt() throws Exception {
    get("/api/anilist/search?q=bebop");
    get("/api/anilist/anime/search?q=bebop");
    get("/api/anilist/trending");
    JsonNode cleared = JSON.readTree(post("/admin/cache/clear/anilist_search").body());

    assertThat(cleared.at("/prefix").asText()).isEqualTo("anilist_search");
    assertThat(cleared.at("/cleared_count").asInt()).isEqualTo(2);
    assertThat(cleared.at("/operations")).hasSize(2);
    assertThat(cleared.at("/redis").asText()).isEqualTo("off");
    assertThat(header(get("/api/anilist/anime/search?q=bebop"), "Cache-Status")).contains("miss");
    assertThat(header(get("/api/anilist/trending"), "Cache-Status")).contains("hit");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "%3F", "%5Ba-z%5D", "anilist*", "%0D%0A", "ANILIST", "ani", "_", "%2e"})
  void whatIsNoPrefixClearsNothing(String prefix) throws Exception {
    get("/api/anilist/media/1");

    assertThat(post("/admin/cache/clear/" + prefix).statusCode()).isBetween(400, 404);
    assertThat(header(get("/api/anilist/media/1"), "Cache-Status")).contains("hit");
  }

  @Test
  void aPrefixOfTenKilobytesClearsNothing() throws Exception {
    get("/api/anilist/media/1");

    assertThat(post("/admin/cache/clear/" + "a".repeat(10_000)).statusCode()).isBetween(400, 414);
    assertThat(header(get("/api/anilist/media/1"), "Cache-Status")).contains("hit");
  }

  @Test
  void flushingClearsEverything() throws Exception {
    get("/api/anilist/media/1");
    get("/api/tmdb/movies/603");
    JsonNode flushed = JSON.readTree(post("/admin/cache/flush").body());

    // The third entry is TMDB's configuration, which completes the film.
    assertThat(flushed.at("/cleared_count").asInt()).isEqualTo(3);
    assertThat(header(get("/api/tmdb/movies/603"), "Cache-Status")).contains("miss");
  }

  @Test
  void theKeysCanBeListedShownAndDeleted() throws Exception {
    String body = get("/api/anilist/media/1").body();
    get("/api/tmdb/movies/603");
    JsonNode keys = JSON.readTree(get("/admin/cache/keys?prefix=anilist").body()).at("/keys");
    assertThat(keys).hasSize(1);
    String key = keys.get(0).asText();
    assertThat(key).matches("anilist_media_by_id:[0-9a-f]{32}");

    JsonNode entry = JSON.readTree(get("/admin/cache/entries/" + key).body());
    assertThat(entry.at("/request").asText()).isEqualTo("AniListSource.media/3?id=1");
    assertThat(entry.at("/body")).isEqualTo(JSON.readTree(body));
    assertThat(entry.at("/freshForSeconds").asLong()).isPositive();

    HttpRequest.Builder delete = to("/admin/cache/entries/" + key).DELETE();
    assertThat(send(delete).statusCode()).isEqualTo(200);
    assertThat(send(delete).statusCode()).isEqualTo(404);
    assertThat(header(get("/api/anilist/media/1"), "Cache-Status")).contains("miss");
    assertThat(get("/admin/cache/keys?cursor=nonsense").statusCode()).isEqualTo(400);
    assertThat(get("/admin/cache/entries/foreign:key").statusCode()).isEqualTo(400);
  }

  @Test
  void refreshedEntryIsLoadedAgainOrServedStale() throws Exception {
    get("/api/anilist/media/1");
    String key = JSON.readTree(get("/admin/cache/keys").body()).at("/keys/0").asText();
    String refresh = "/admin/cache/entries/" + key + "/refresh";

    JsonNode answer = JSON.readTree(post(refresh).body());
    assertThat(answer.at("/key").asText()).isEqualTo(key);
    assertThat(answer.at("/redis").asText()).isEqualTo("off");
    assertThat(
            JSON.readTree(get("/admin/cache/entries/" + key).body())
                .at("/freshForSeconds")
                .asLong())
        .isNotPositive();
    assertThat(header(get("/api/anilist/media/1"), "Cache-Status")).contains("fwd=miss");

    post(refresh);
    service.upstream().close();
    assertThat(header(get("/api/anilist/media/1"), "Cache-Status")).contains("detail=stale");
    assertThat(
            post("/admin/cache/entries/anilist_search:" + "0".repeat(32) + "/refresh").statusCode())
        .isEqualTo(404);
    assertThat(post("/admin/cache/entries/foreign:key/refresh").statusCode()).isEqualTo(400);
  }

  @Test
  void expiredPrefixIsLoadedAgainOrServedStale() throws Exception {
    get("/api/anilist/media/1");
    get("/api/tmdb/movies/603");
    JsonNode answer = JSON.readTree(post("/admin/cache/expire/anilist").body());

    assertThat(answer.at("/prefix").asText()).isEqualTo("anilist");
    assertThat(header(get("/api/anilist/media/1"), "Cache-Status")).contains("fwd=miss");
    assertThat(header(get("/api/tmdb/movies/603"), "Cache-Status")).contains("hit");

    post("/admin/cache/expire/anilist");
    service.upstream().close();
    assertThat(header(get("/api/anilist/media/1"), "Cache-Status")).contains("detail=stale");
  }

  @Test
  void warmingLoadsTheListsBeforeAnyoneAsks() throws Exception {
    HttpResponse<String> accepted = post("/admin/cache/warm");
    assertThat(accepted.statusCode()).isEqualTo(202);
    String status =
        URI.create("/admin/cache/warm").resolve(header(accepted, "Location")).toString();
    Awaitility.await().until(() -> !JSON.readTree(get(status).body()).at("/running").asBoolean());

    JsonNode progress = JSON.readTree(get(status).body());
    assertThat(progress.at("/done").asInt()).isEqualTo(progress.at("/total").asInt());
    assertThat(progress.at("/failed").asInt()).isZero();
    assertThat(header(get("/api/anilist/trending"), "Cache-Status")).contains("hit");
    assertThat(header(get("/api/tmdb/configuration"), "Cache-Status")).contains("hit");
    for (JsonNode provider : JSON.readTree(get("/api/providers").body())) {
      if (!provider.at("/enabled").asBoolean()) {
        continue;
      }
      String path = "/api/providers/" + provider.at("/id").asText();
      assertThat(header(get(path + "/popular"), "Cache-Status")).contains("hit");
      assertThat(header(get(path + "/latest"), "Cache-Status")).contains("hit");
    }
  }

  @Test
  void aWellFormedRequestIdComesBackAndAnyOtherIsReplaced() throws Exception {
    HttpRequest.Builder good = to("/health").header("X-Request-Id", "client-7.a");
    HttpRequest.Builder bad = to("/health").header("X-Request-Id", "no spaces allowed");

    assertThat(header(send(good), "X-Request-Id")).isEqualTo("client-7.a");
    assertThat(header(send(bad), "X-Request-Id")).matches("[0-9a-f]{16}");
  }

  @Test
  void healthIsHealthyAndTheIndexLeadsOn() throws Exception {
    assertThat(JSON.readTree(get("/health").body()).at("/status").asText()).isEqualTo("healthy");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    JsonNode index = JSON.readTree(get("/").body());
    assertThat(index.at("/name").asText()).isEqualTo("Anyflix");
    assertThat(get("/" + index.at("/links/metrics").asText()).body()).contains("cache_gets_total");
  }

  @Test
  void aPortInUseSaysWhatToDo() throws IOException {
    try (var taken = new ServerSocket(0)) {
      Settings settings =
          service
              .settings()
              .with(SettingTable.PORT, Integer.toString(taken.getLocalPort()))
              .with(SettingTable.HOST, "0.0.0.0");
      assertThatThrownBy(() -> App.with(settings).start())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("PORT");
    }
  }
}

package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.boot.AnimeUpstreams.State;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An outage of AniList as clients see it, in the time of a clock that the test moves. */
final class AniListOutageTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration OUTAGE = Duration.ofHours(1);
  private static final Duration STEP = OUTAGE.dividedBy(AnimeUpstreams.COUNT);

  private final ManualClock clock = new ManualClock();
  private final AnimeUpstreams upstreams = new AnimeUpstreams();
  private App app;

  @AfterEach
  void close() {
    app.close();
    upstreams.close();
  }

  private void start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(upstreams.settings());
    settings.putAll(more);
    app = App.with(Settings.of(settings)).clock(clock).start();
  }

  private HttpResponse<String> get(String path) throws IOException {
    return RawHttp.get(app.port(), path);
  }

  private static boolean isFallback(HttpResponse<String> response) {
    return response.headers().firstValue("Cache-Status").orElse("").endsWith("detail=fallback");
  }

  private static String source(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body()).path("source").asText();
  }

  /** The number of entries under a prefix. */
  private int entries(String prefix) throws IOException {
    return JSON.readTree(get("/admin/cache/keys?prefix=" + prefix).body()).get("keys").size();
  }

  /** Requests every anime once, evenly over the hour; returns the answers by id. */
  private Map<Integer, HttpResponse<String>> requestAll(Duration step) throws IOException {
    Map<Integer, HttpResponse<String>> answers = new HashMap<>();
    for (int id = 1; id <= AnimeUpstreams.COUNT; id++) {
      answers.put(id, get("/api/anilist/media/" + id));
      clock.advance(step);
    }
    return answers;
  }

  @Test
  void titlesThatKitsuHasAreAnsweredWhileAniListIsSwitchedOff() throws Exception {
    replay(State.FORBIDDEN);
  }

  /** Takes longer, because each failed call is repeated after a moment. */
  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"UNAVAILABLE", "CUT"})
  @Tag("faults")
  void titlesThatKitsuHasAreAnsweredInAnyOutage(State outage) throws Exception {
    replay(outage);
  }

  /** An hour's outage over cold titles, and the same titles after it. */
  private void replay(State outage) throws Exception {
    start(Map.of());
    upstreams.become(outage);
    Map<Integer, HttpResponse<String>> during = requestAll(STEP);
    int callsDuring = upstreams.anilistCalls();
    int stored = entries("anilist_media_by_id");
    upstreams.become(State.HEALTHY);
    clock.advance(Duration.ofMinutes(1));
    Map<Integer, HttpResponse<String>> after = requestAll(Duration.ofSeconds(6));

    List<Integer> answered =
        during.keySet().stream().filter(id -> during.get(id).statusCode() == 200).toList();
    System.out.printf(
        "%s for %d min: %d of %d mapped titles answered, %d calls of AniList%n",
        outage, OUTAGE.toMinutes(), answered.size(), AnimeUpstreams.mappedCount(), callsDuring);
    assertThat(answered.size()).isGreaterThanOrEqualTo(AnimeUpstreams.mappedCount() * 95 / 100);
    for (int id : answered) {
      JsonNode media = JSON.readTree(during.get(id).body());
      assertThat(isFallback(during.get(id))).isTrue();
      assertThat(media.get("id").asText()).isEqualTo("anilist:" + id);
      assertThat(media.get("source").asText()).isEqualTo("kitsu");
      assertThat(media.at("/title/preferred").asText()).isEqualTo("Anime " + id);
    }
    assertThat(during.values())
        .filteredOn(response -> response.statusCode() != 200)
        .allMatch(response -> response.statusCode() == 503)
        .allMatch(response -> response.headers().firstValue("Retry-After").isPresent());
    assertThat(stored).isZero();
    for (HttpResponse<String> response : after.values()) {
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(source(response)).isEqualTo("anilist");
      assertThat(isFallback(response)).isFalse();
    }
  }

  @Test
  void frozenAniListIsReplacedToo() throws Exception {
    start(Map.of("UPSTREAM_TIMEOUT_MS", "500"));
    upstreams.become(State.FROZEN);
    for (int id = 1; id <= 10; id++) {
      HttpResponse<String> response = get("/api/anilist/media/" + id);
      assertThat(isFallback(response)).as(response.body()).isTrue();
    }
  }

  @Test
  void searchAndListsAreReplacedWithAniListsIds() throws Exception {
    start(Map.of());
    upstreams.become(State.FORBIDDEN);
    for (String path :
        List.of(
            "trending",
            "popular",
            "search?q=anime",
            "search?q=anime&type=ANIME",
            "anime/search?q=a")) {
      HttpResponse<String> response = get("/api/anilist/" + path);
      List<String> ids = JSON.readTree(response.body()).get("items").findValuesAsText("id");

      assertThat(isFallback(response)).as(path).isTrue();
      assertThat(response.headers().allValues("X-Attribution"))
          .containsExactly("Data provided by Kitsu");
      assertThat(ids)
          .startsWith("anilist:1", "anilist:2")
          .hasSize(20)
          .endsWith("kitsu:" + (5000 + AnimeUpstreams.UNMAPPED));
    }
    assertThat(get("/api/anilist/genres").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type=MANGA",
        "format=TV",
        "status=RELEASING",
        "season=FALL",
        "year=2020",
        "genre=Action",
        "tag=Space",
        "sort=SCORE_DESC",
        "adult=true"
      })
  void filterOfASearchThatKitsuIsNotAskedForFailsAsAniListDoes(String filter) throws Exception {
    start(Map.of());
    upstreams.become(State.FORBIDDEN);
    HttpResponse<String> response = get("/api/anilist/search?q=anime&" + filter);

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("\"upstream_down\"", "AniList");
    assertThat(response.headers().allValues("X-Attribution"))
        .containsExactly("Data provided by AniList");
  }

  @Test
  void fallbackIsFreshForFiveMinutesAndCountedInTheStatistics() throws Exception {
    start(Map.of());
    upstreams.become(State.FORBIDDEN);
    get("/api/anilist/media/1");
    HttpResponse<String> second = get("/api/anilist/media/1");
    JsonNode operations = JSON.readTree(get("/admin/cache/stats").body()).get("operations");

    assertThat(second.headers().firstValue("Cache-Status").orElseThrow())
        .matches("anyflix; hit; ttl=(2\\d\\d|300); detail=fallback");
    assertThat(second.headers().firstValue("Cache-Control").orElseThrow())
        .matches("max-age=(2\\d\\d|300), .*");
    assertThat(operations.at("/anilist_media_by_id/fallback").asInt()).isEqualTo(2);
    assertThat(operations.at("/anilist_media_by_id/failed").asInt()).isZero();
    assertThat(operations.at("/fallback_media_by_id/hitsMemory").asInt()).isEqualTo(1);
    assertThat(get("/metrics").body())
        .contains("cache_fallbacks_total{cache=\"anilist_media_by_id\"} 2.0");
  }

  @Test
  void severalIdsAreReplacedEachByItself() throws Exception {
    start(Map.of());
    upstreams.become(State.UNAVAILABLE);
    HttpResponse<String> batch = get("/api/media?ids=anilist:1,anilist:20,anilist:3");
    JsonNode answer = JSON.readTree(batch.body());

    assertThat(answer.get("items").findValuesAsText("id"))
        .containsExactly("anilist:1", "anilist:3");
    assertThat(answer.at("/failed/0/code").asText()).isEqualTo("upstream_down");
    assertThat(isFallback(batch)).isTrue();
    assertThat(batch.headers().allValues("X-Attribution"))
        .containsExactlyInAnyOrder("Data provided by Kitsu", "Data provided by AniList");
  }

  @Test
  void searchOfAllSourcesReportsAniListAsFailed() throws Exception {
    start(Map.of());
    upstreams.become(State.FORBIDDEN);
    JsonNode answer = JSON.readTree(get("/api/search?q=anime").body());
    JsonNode anilist = answer.at("/sources/0");

    assertThat(anilist.get("source").asText()).isEqualTo("anilist");
    assertThat(anilist.get("status").asText()).isEqualTo("failed");
    assertThat(anilist.get("code").asText()).isEqualTo("upstream_down");
    assertThat(answer.get("items").findValuesAsText("id")).contains("kitsu:5001");
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"FORBIDDEN", "LIMITED"})
  void mapOfIdsThatLacksASourceIsKeptForAMinute(State outage) throws Exception {
    start(Map.of());
    upstreams.become(outage);
    HttpResponse<String> during = get("/api/ids/kitsu:5001");
    upstreams.become(State.HEALTHY);
    clock.advance(Duration.ofMinutes(2));
    JsonNode after = JSON.readTree(get("/api/ids/kitsu:5001").body());

    assertThat(during.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(during.body()).get("failed").toString()).isEqualTo("[\"anilist\"]");
    assertThat(during.headers().firstValue("Cache-Control").orElseThrow())
        .matches("max-age=(5\\d|60), .*");
    assertThat(after.get("failed")).isEmpty();
    assertThat(after.at("/ids/anilist").asText()).isEqualTo("1");
  }

  @Test
  void idWhoseSourceFailsIsNoUnknownId() throws Exception {
    start(Map.of());
    upstreams.become(State.FORBIDDEN);
    assertThat(get("/api/ids/anilist:20").statusCode()).isEqualTo(503);
    upstreams.become(State.HEALTHY);
    clock.advance(Duration.ofMinutes(2));

    assertThat(get("/api/ids/anilist:20").statusCode()).isEqualTo(200);
  }

  @Test
  void stremioShowsTheEpisodesOfAReplacedTitle() throws Exception {
    start(Map.of());
    upstreams.become(State.FORBIDDEN);
    JsonNode meta =
        JSON.readTree(get("/stremio/meta/series/anyflix:anilist:1.json").body()).get("meta");

    assertThat(meta.get("id").asText()).isEqualTo("anyflix:anilist:1");
    assertThat(meta.at("/videos/0/id").asText()).isEqualTo("anyflix:anilist:1:1:1");
    assertThat(meta.at("/videos/0/title").asText()).isEqualTo("The first");
  }

  @Test
  void fallbackCanBeTurnedOff() throws Exception {
    start(Map.of("ANILIST_FALLBACK", "false"));
    upstreams.become(State.FORBIDDEN);

    assertThat(IntStream.of(1, 2)).allMatch(id -> status("/api/anilist/media/" + id) == 503);
    assertThat(
            JSON.readTree(get("/admin/cache/stats").body())
                .get("operations")
                .has("fallback_search"))
        .isFalse();
  }

  private int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

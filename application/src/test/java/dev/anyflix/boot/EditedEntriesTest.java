package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries that a person has edited in Redis into valid JSON of a wrong shape. */
final class EditedEntriesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static RedisProcess redis;
  private static RedisClient raw;
  private static RedisCommands<String, String> commands;
  private static DemoUpstream upstream;
  private static App app;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisProcess.start();
    raw = RedisClient.create("redis://127.0.0.1:" + redis.port());
    commands = raw.connect().sync();
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, Clock.systemUTC());
    Map<String, String> settings =
        DemoSettings.of(
            upstream,
            Map.of(
                "REDIS_HOST", "127.0.0.1",
                "REDIS_PORT", Integer.toString(redis.port()),
                "CACHE_PREFETCH", "false",
                "ANILIST_REQUESTS_PER_MINUTE", "60000",
                "TMDB_REQUESTS_PER_SECOND", "1000",
                "TMDB_API_KEY", "secret-key-of-the-test"));
    app = App.with(Settings.of(settings)).start();
    Awaitility.await().until(() -> get("/health").body().contains("\"redis\":\"up\""));
  }

  @AfterAll
  static void stop() {
    app.close();
    upstream.close();
    raw.shutdown();
    redis.close();
  }

  @BeforeEach
  void flush() {
    app.operations().prefixes().forEach(app::clear);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return RawHttp.get(app.port(), path);
  }

  /** A read that decodes cached answers. */
  private interface Read {
    void run() throws Exception;
  }

  /** The wrong shapes of a body by their names. */
  private static Map<String, JsonNode> wrongShapes(JsonNode good) throws Exception {
    Map<String, JsonNode> shapes = new LinkedHashMap<>();
    for (String whole : List.of("[]", "7", "{}")) {
      shapes.put(whole, JSON.readTree(whole));
    }
    String part = good.has("title") ? "title" : good.fieldNames().next();
    for (String value : List.of("null", "7", "[null]", "{\"a\":1}")) {
      ObjectNode edited = good.deepCopy();
      edited.set(part, JSON.readTree(value));
      shapes.put(part + ":" + value, edited);
    }
    ObjectNode without = good.deepCopy();
    without.remove(part);
    shapes.put("no " + part, without);
    return shapes;
  }

  private static String keyOf(String prefix) {
    List<String> keys = new ArrayList<>();
    Awaitility.await()
        .until(
            () -> {
              keys.clear();
              keys.addAll(commands.keys(prefix + ":*"));
              return !keys.isEmpty();
            });
    return keys.get(0);
  }

  private static JsonNode body(String key) throws Exception {
    String value = commands.get(key);
    return value == null ? JSON.nullNode() : JSON.readTree(value).path("body");
  }

  private static long loads(String prefix) throws Exception {
    return JSON.readTree(get("/admin/cache/stats").body())
        .path("operations")
        .path(prefix)
        .path("loads")
        .asLong(-1);
  }

  /**
   * Each wrong shape of one entry costs one call, with which it is overwritten.
   *
   * @param prefix the prefix of the entry
   * @param composed the prefix of the answers that are composed of it, which are deleted
   */
  private static void assertMiss(String prefix, String composed, Read read) throws Exception {
    read.run();
    String key = keyOf(prefix);
    JsonNode good = body(key);
    for (Map.Entry<String, JsonNode> shape : wrongShapes(good).entrySet()) {
      long before = loads(prefix);
      ObjectNode entry = (ObjectNode) JSON.readTree(commands.get(key));
      commands.set(key, entry.set("body", shape.getValue()).toString());
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .untilAsserted(
              () -> {
                if (!composed.isEmpty()) {
                  commands.keys(composed + ":*").forEach(commands::del);
                }
                read.run();
                assertThat(body(key)).as(shape.getKey()).isEqualTo(good);
              });
      assertThat(loads(prefix)).as(shape.getKey()).isEqualTo(before + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/media/imdb:tt0213338, id_map_tmdb, ''",
    "/api/media/tmdb:tv:30991/streams, tmdb_tv_details, ''",
    "/api/media/tmdb:movie:19/streams, provider_search, ''",
    "/api/ids/anilist:1, anilist_media_by_id, id_map",
    "/api/search?q=cowboy&type=ANIME, anilist_search, ''",
    "/api/search?q=cowboy&type=MOVIE, tmdb_search_multi, ''",
    "/stremio/meta/series/anyflix:anilist:1.json, anilist_media_by_id, ''",
    "/stremio/meta/movie/anyflix:tmdb:movie:603.json, tmdb_movie_details, ''",
    "/stremio/catalog/movie/anyflix.films.json, tmdb_trending, ''",
    "/api/tmdb/search?q=matrix, tmdb_configuration, tmdb_search_multi",
    "/api/tmdb/search?q=matrix, tmdb_genres, tmdb_search_multi",
    "/stremio/manifest.json, anilist_genres, ''",
  })
  void entryOfAWrongShapeIsAMissOfARoute(String path, String prefix, String composed)
      throws Exception {
    assertMiss(
        prefix,
        composed,
        () -> {
          HttpResponse<String> response = get(path);
          assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
          assertThat(response.body()).doesNotContain("\"status\":\"failed\"");
        });
  }

  @Test
  void entryOfAWrongShapeIsAMissOfAReadInProcess() throws Exception {
    assertMiss(
        "anilist_media_by_id",
        "",
        () -> assertThat(app.anilist().media(1).id()).isEqualTo("anilist:1"));
  }
}

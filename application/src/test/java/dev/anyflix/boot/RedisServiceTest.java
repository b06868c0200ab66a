package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.contract.ContractClient;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances of the service that share a real Redis. */
class RedisServiceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MEDIA = "/api/anilist/media/1";
  private static final String MEDIA_KEYS = "anilist_media_by_id:*";
  private static final String RECORD = "anyflix:generations";
  private static final String LIST = "/api/anilist/popular";

  private final HttpClient client = new ContractClient();
  private RedisProcess redis;
  private RedisClient raw;
  private RedisCommands<String, String> commands;
  private DemoUpstream upstream;
  private App one;
  private App two;

  @BeforeEach
  void start() throws Exception {
    redis = RedisProcess.start();
    raw = RedisClient.create("redis://127.0.0.1:" + redis.port());
    commands = raw.connect().sync();
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, Clock.systemUTC());
    one = instance();
    two = instance();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    upstream.close();
    raw.shutdown();
    redis.close();
  }

  /** The service to be tested. */
  Assembly assembly(Settings settings) {
    return App.with(settings);
  }

  private App instance() throws Exception {
    return instance(false);
  }

  private App instance(boolean compression) throws Exception {
    App app =
        assembly(
                Settings.of(
                    Map.of(
                        "HOST",
                        "127.0.0.1",
                        "PORT",
                        "0",
                        "CACHE_PREFETCH",
                        "false",
                        "REDIS_HOST",
                        "127.0.0.1",
                        "REDIS_PORT",
                        Integer.toString(redis.port()),
                        "CACHE_COMPRESSION",
                        Boolean.toString(compression),
                        "ANILIST_URL",
                        upstream.url("ANILIST_URL").toString(),
                        "TMDB_URL",
                        upstream.url("TMDB_URL").toString(),
                        "TMDB_API_KEY",
                        "key")))
            .start();
    Awaitility.await().until(() -> get(app, "/health").body().contains("\"redis\":\"up\""));
    return app;
  }

  private HttpResponse<String> get(App app, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(app.url().resolve(path)).build(), BodyHandlers.ofString());
  }

  /**
   * Waits until Redis holds an anime, because an answer does not wait for that, and returns its
   * key.
   */
  private String mediaKey() {
    return Awaitility.await()
        .until(() -> commands.keys(MEDIA_KEYS), keys -> keys.size() == 1)
        .get(0);
  }

  private JsonNode post(App app, String path) throws Exception {
    return send(app, "POST", path);
  }

  private JsonNode send(App app, String method, String path) throws Exception {
    URI uri = app.url().resolve(path);
    return JSON.readTree(
        client
            .send(
                HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
                BodyHandlers.ofString())
            .body());
  }

  private static String cacheStatus(HttpResponse<String> response) {
    return response.headers().firstValue("Cache-Status").orElse("");
  }

  @Test
  void aSecondInstanceHitsWhatTheFirstHasLoaded() throws Exception {
    String body = get(one, MEDIA).body();
    mediaKey();
    HttpResponse<String> there = get(two, MEDIA);

    assertThat(cacheStatus(there)).matches("anyflix; hit; ttl=\\d+; detail=redis");
    assertThat(there.body()).isEqualTo(body);
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> cacheStatus(get(two, MEDIA)).endsWith("detail=memory"));
    assertThat(upstream.calls()).isEqualTo(1);
  }

  @Test
  void aKeyHasTheFormOfTheContractAndItsValueIsReadable() throws Exception {
    String body = get(one, MEDIA).body();

    String key = mediaKey();
    assertThat(key).matches("anilist_media_by_id:[0-9a-f]{32}");
    JsonNode value = JSON.readTree(commands.get(key));
    assertThat(value.at("/request").asText()).isEqualTo("AniListSource.media/3?id=1");
    assertThat(value.at("/loadedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    assertThat(value.at("/body")).isEqualTo(JSON.readTree(body));
    assertThat(commands.ttl(key)).isBetween(86_400L + 3_000, 86_400L + 3_600);
  }

  @Test
  void whatAnInstanceKeepsCompressedIsTheSameForAllClientsAndInstances() throws Exception {
    try (App three = instance(true)) {
      String body = get(three, LIST).body();
      Awaitility.await().until(() -> !commands.keys("anilist_popular*").isEmpty());
      JsonNode value = JSON.readTree(commands.get(commands.keys("anilist_popular*").get(0)));

      assertThat(value.has("body")).isFalse();
      assertThat(value.at("/gzip").asText().length()).isLessThan(body.length() / 2);
      assertThat(get(three, LIST).body()).isEqualTo(body);
      HttpResponse<String> there = get(one, LIST);
      assertThat(cacheStatus(there)).contains("detail=redis");
      assertThat(there.body()).isEqualTo(body);
      post(three, "/admin/cache/flush");
      Awaitility.await().until(() -> cacheStatus(get(two, LIST)).contains("fwd=miss"));
      assertThat(get(three, LIST).body()).isEqualTo(body);
      assertThat(upstream.calls()).isEqualTo(2);
    }
  }

  @Test
  void clearingOneIsSeenByTheOtherAndForeignKeysAreLeftAlone() throws Exception {
    get(one, MEDIA);
    mediaKey();
    get(two, MEDIA);
    commands.set("foreign", "1");
    commands.set("anilist_search:not-ours", "2");
    commands.hset("anilist_media_by_id:0000", "field", "3");

    JsonNode cleared = post(one, "/admin/cache/flush");

    assertThat(cleared.at("/redis").asText()).isEqualTo("cleared");
    assertThat(cleared.at("/cleared_count").asInt()).isEqualTo(1);
    Awaitility.await().until(() -> get(two, MEDIA).statusCode() == 200 && upstream.calls() == 2);
    assertThat(commands.get("foreign")).isEqualTo("1");
    assertThat(commands.get("anilist_search:not-ours")).isEqualTo("2");
    assertThat(commands.hget("anilist_media_by_id:0000", "field")).isEqualTo("3");
  }

  @Test
  void swappedDatabaseIsNoticed() throws Exception {
    get(one, MEDIA);
    Awaitility.await().until(() -> status(one).contains("detail=memory"));
    commands.swapdb(0, 1);

    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> status(one).contains("fwd=miss"));
  }

  @Test
  void writesInAnotherDatabaseVoidNothing() throws Exception {
    get(one, MEDIA);
    Awaitility.await().until(() -> status(one).contains("detail=memory"));
    String key = mediaKey();
    commands.select(1);
    commands.set(key, "of another program");
    commands.del(RECORD);

    assertThat(status(one)).contains("hit");
    assertThat(status(one)).contains("detail=memory");
  }

  @Test
  void notFoundIsKeptInRedisForItsTtl() throws Exception {
    assertThat(get(one, "/api/anilist/media/99999999").statusCode()).isEqualTo(404);
    String key = mediaKey();

    assertThat(commands.pttl(key)).isBetween(1L, Duration.ofSeconds(300).toMillis());
  }

  @Test
  void refusedDrawRestrictsTheBudgetsAloneAndIsOneWarningOfEachInstance() throws Exception {
    awaitThatBothShareTheBudget();
    try (var log = new CapturedLog()) {
      refuseDraws();
      assertThat(log.warnings())
          .hasSize(2)
          .allMatch(line -> line.contains("refuses a command") && line.contains("script"));
    }
  }

  private void refuseDraws() throws Exception {
    commands.dispatch(
        CommandType.ACL,
        new StatusOutput<>(StringCodec.UTF8),
        new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("default").add("-zadd"));

    Awaitility.await().until(() -> get(one, "/health").body().contains("\"redis\":\"restricted\""));
    assertThat(get(one, "/health").body()).contains("degraded");
    assertThat(get(one, MEDIA).statusCode()).isEqualTo(200);
    Awaitility.await().until(() -> get(two, MEDIA).headers().map().toString().contains("hit"));
    assertThat(JSON.readTree(get(one, "/admin/cache/stats").body()).at("/redis/state").asText())
        .isEqualTo("restricted");
    assertThat(post(one, "/admin/cache/clear/anilist").at("/redis").asText()).isEqualTo("cleared");
    for (App app : List.of(one, two)) {
      Awaitility.await().until(() -> budgetLeft(app) <= Quota.perMinute(25).share(2).burst());
    }
  }

  private double budgetLeft(App app) throws Exception {
    JsonNode upstreams = JSON.readTree(get(app, "/admin/cache/stats").body()).at("/upstreams");
    for (JsonNode each : upstreams) {
      if (each.at("/id").asText().equals("anilist")) {
        return each.at("/budgetLeft").asDouble();
      }
    }
    throw new AssertionError(upstreams.toString());
  }

  /** Waits until each instance has drawn on the budget since both are members. */
  private void awaitThatBothShareTheBudget() {
    String members = "anyflix:members:{anyflix:budget:anilist}";
    Awaitility.await().until(() -> commands.zcard(members) == 2);
    double latest = commands.zrangeWithScores(members, -1, -1).get(0).getScore();
    Range<Double> later = Range.from(Boundary.excluding(latest), Boundary.unbounded());
    Awaitility.await().until(() -> commands.zcount(members, later) == 2);
  }

  @Test
  void entryThatIsDeletedWhileRedisIsAwayDoesNotComeBack() throws Exception {
    get(one, MEDIA);
    String key = mediaKey();
    commands.save();
    redis.kill();
    Awaitility.await().until(() -> get(one, "/health").body().contains("\"redis\":\"down\""));

    assertThat(send(one, "DELETE", "/admin/cache/entries/" + key).at("/redis").asText())
        .isEqualTo("pending");
    redis.restart();
    Awaitility.await().until(() -> get(one, "/health").body().contains("\"redis\":\"up\""));
    assertThat(cacheStatus(get(one, MEDIA))).contains("fwd=miss");
  }

  @Test
  void clearWorksAfterTheRecordOfClearsWasDeletedOrEdited() throws Exception {
    List<Runnable> accidents =
        List.of(
            () -> commands.del(RECORD),
            () -> commands.hset(RECORD, "anilist_media_by_id", "9999999999999999"));
    for (Runnable accident : accidents) {
      get(one, MEDIA);
      mediaKey();
      get(two, MEDIA);
      accident.run();

      assertThat(post(one, "/admin/cache/clear/anilist").at("/redis").asText())
          .isEqualTo("cleared");
      Awaitility.await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> status(two).contains("fwd=miss"));
      mediaKey();
      assertThat(status(one)).contains("detail=redis");
    }
  }

  private String status(App app) throws Exception {
    return get(app, MEDIA).headers().firstValue("Cache-Status").orElse("");
  }

  @Test
  void theStatisticsAreThoseOfRedis() throws Exception {
    get(one, MEDIA);
    JsonNode stats = JSON.readTree(get(one, "/admin/cache/stats").body());

    assertThat(stats.at("/backend").asText()).isEqualTo("redis");
    assertThat(stats.at("/status").asText()).isEqualTo("active");
    assertThat(stats.at("/stats/connected_clients").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(stats.at("/stats/total_commands_processed").asLong()).isPositive();
    assertThat(stats.at("/redis/state").asText()).isEqualTo("up");
    assertThat(stats.at("/redis/breaker").asText()).isEqualTo("closed");
  }

  @Test
  void killingRedisFailsNoRequestAndItIsUsedAgainOnceItIsBack() throws Exception {
    get(one, MEDIA);
    mediaKey();
    redis.kill();
    assertThat(get(one, MEDIA).statusCode()).isEqualTo(200);
    assertThat(get(one, "/api/tmdb/movies/603").statusCode()).isEqualTo(200);
    Awaitility.await().until(() -> get(one, "/health/ready").body().contains("degraded"));
    assertThat(get(one, "/health/ready").statusCode()).isEqualTo(200);
    assertThat(post(one, "/admin/cache/clear/anilist").at("/redis").asText()).isEqualTo("pending");

    redis.restart();

    Awaitility.await().until(() -> get(one, "/health").body().contains("healthy"));
    assertThat(cacheStatus(get(one, MEDIA))).contains("fwd=miss");
  }
}

package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What lies in Redis: planted, expired, foreign, or warmed all at once. */
@Tag("faults")
final class EntriesTest {

  private final OracleUpstream oracle = new OracleUpstream();
  private final RedisProcess redis = RedisProcess.start();
  private final Client client = new Client();
  private App app;

  @BeforeEach
  void start() {
    app = App.with(Settings.of(Faults.settings(oracle, redis.port()))).start();
    Faults.awaitState(client, app.url(), "up");
  }

  @AfterEach
  void stop() {
    app.close();
    redis.close();
    oracle.close();
  }

  private static String key(int id) {
    return CacheKey.of("anilist_media_by_id", "AniListSource.media/3?id=" + id).toString();
  }

  private String entry(int id, Instant loadedAt, int version) {
    return ("{\"format\":3,\"generation\":%d,\"loadedAt\":\"%s\",\"ttl\":3600,"
            + "\"request\":\"AniListSource.media/3?id=%d\",\"body\":{\"popularity\":%d}}")
        .formatted(Faults.generation(redis), loadedAt, id, version);
  }

  @Test
  void aPlantedEntryOfTheRightFormIsServed() {
    redis.command("SET", key(1), entry(1, Instant.now().minusSeconds(60), 55));

    assertThat(client.get(app.url(), 1).version()).isEqualTo(55);
    assertThat(oracle.calls()).isZero();
  }

  @Test
  void damagedEntriesAreMissesAndAreOverwrittenAndCounted() {
    String good = entry(1, Instant.now(), 55);
    List<String> damaged =
        List.of(
            "",
            "garbage",
            "\u0000\u00ff\u0001",
            good.substring(0, good.length() / 2),
            good + "}",
            good.replace("\"format\":3", "\"format\":1"),
            good.replace("\"generation\":", "\"generation\":-"),
            good.replace("?id=1", "?id=2"),
            "[" + good + "]",
            "{}");
    int id = 100;
    for (String bytes : damaged) {
      redis.command("SET", key(id), bytes);
      id++;
    }
    redis.command("RPUSH", key(id), "a", "list");
    for (int each = 100; each <= id; each++) {
      Reply reply = client.get(app.url(), each);
      assertThat(reply.status()).as("planted %d", each).isEqualTo(200);
      assertThat(reply.version()).isEqualTo(1);
      String key = key(each);
      Awaitility.await("the entry, which is stored behind the answer")
          .untilAsserted(
              () ->
                  assertThat(redis.command("GET", key))
                      .contains("\"format\":3", "\"popularity\":1"));
    }
    assertThat(client.text(app.url(), "/admin/cache/stats"))
        .containsPattern("\"unreadable\":(1[0-9]|[2-9][0-9])");
  }

  @Test
  void entriesAnHourPastTheirTtlAreServedWhileTheUpstreamIsDown() {
    oracle.failing(true);
    for (int id = 1; id <= 20; id++) {
      redis.command("SET", key(id), entry(id, Instant.now().minus(Duration.ofHours(2)), 7));
    }
    int calls = oracle.calls();
    for (int round = 0; round < 10; round++) {
      for (int id = 1; id <= 20; id++) {
        Reply reply = client.get(app.url(), id);
        assertThat(reply.ok()).isTrue();
        assertThat(reply.version()).isEqualTo(7);
        assertThat(reply.cacheStatus()).contains("detail=stale").contains("ttl=-3");
      }
    }
    Faults.report(
        "200 stale answers while the upstream was down: %d calls", oracle.calls() - calls);
    assertThat(oracle.calls() - calls).isLessThan(30);

    oracle.failing(false);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.get(app.url(), 1).cacheStatus().contains("hit; ttl=3"));
  }

  @Test
  void clearAndFlushTouchNoForeignKey() {
    Map<String, String[]> foreign = new LinkedHashMap<>();
    foreign.put("plain", new String[] {"SET", "plain", "1"});
    foreign.put("anilist_media_by_id", new String[] {"SET", "anilist_media_by_id", "2"});
    foreign.put(
        "anilist_media_by_id:short", new String[] {"SET", "anilist_media_by_id:short", "3"});
    String upper = "anilist_media_by_id:" + "A".repeat(32);
    foreign.put(upper, new String[] {"HSET", upper, "field", "4"});
    String other = "someone_else:" + "0".repeat(32);
    foreign.put(other, new String[] {"RPUSH", other, "5"});
    Map<String, String> dumps = new HashMap<>();
    foreign.forEach(
        (key, command) -> {
          redis.command(command);
          dumps.put(key, redis.command("DUMP", key));
        });
    IntStream.rangeClosed(1, 50).forEach(id -> client.get(app.url(), id));

    assertThat(client.post(app.url(), "/admin/cache/clear/anilist_media_by_id"))
        .contains("\"cleared_count\":50");
    client.post(app.url(), "/admin/cache/flush");

    foreign.forEach(
        (key, command) -> assertThat(redis.command("DUMP", key)).isEqualTo(dumps.get(key)));
    assertThat(redis.command("KEYS", "anilist_media_by_id:" + "?".repeat(32))).contains(upper);
  }

  private void loadAll(int keys) {
    int lanes = 16;
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      int first = lane + 1;
      done.add(
          CompletableFuture.runAsync(
              () -> {
                for (int id = first; id <= keys; id += lanes) {
                  client.get(app.url(), id);
                }
              }));
    }
    done.forEach(CompletableFuture::join);
  }

  @Test
  void whatIsWarmedTogetherDoesNotExpireTogether() {
    int keys = Faults.SHORT ? 1000 : 10_000;
    loadAll(keys);
    Map<Long, Integer> perSlice = new HashMap<>();
    int seen = 0;
    long first = Long.MAX_VALUE;
    long last = 0;
    for (int id = 1; id <= keys; id++) {
      String value = redis.command("GET", key(id));
      if (!value.contains("\"ttl\"")) {
        continue;
      }
      double ttl = Double.parseDouble(value.replaceAll("(?s).*\"ttl\":([\\d.]+).*", "$1"));
      Instant loaded = Instant.parse(value.replaceAll("(?s).*\"loadedAt\":\"([^\"]+)\".*", "$1"));
      long expires = loaded.toEpochMilli() + Math.round(1000 * ttl);
      first = Math.min(first, expires);
      last = Math.max(last, expires);
      perSlice.merge(expires / 10_000, 1, Integer::sum);
      seen++;
    }
    double slices = Math.max(1, (last - first) / 10_000.0);
    int peak = perSlice.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    double ratio = peak / (seen / slices);
    Faults.report(
        "%d keys warmed together expire over %.0f s: peak / mean per 10 s = %.2f",
        seen, (last - first) / 1000.0, ratio);
    assertThat(seen).isGreaterThan(keys * 9 / 10);
    assertThat(ratio).isLessThanOrEqualTo(3);
  }
}

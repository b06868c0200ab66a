package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cleared means gone, on two instances that share a real Redis. */
@Tag("faults")
final class ClearTest {

  private static final int IDS = 30;
  private static final String CLEAR = "/admin/cache/clear/anilist";

  private final OracleUpstream oracle = new OracleUpstream();
  private final RedisProcess redis = RedisProcess.start("--save", "");
  private final Client client = new Client();
  private App one;
  private App two;

  @BeforeEach
  void start() {
    one = App.with(Settings.of(Faults.settings(oracle, redis.port()))).start();
    two = App.with(Settings.of(Faults.settings(oracle, redis.port()))).start();
    Faults.awaitState(client, one.url(), "up");
    Faults.awaitState(client, two.url(), "up");
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    redis.close();
    oracle.close();
  }

  private void warm() {
    for (int id = 1; id <= IDS; id++) {
      assertThat(client.get(one.url(), id).version()).isEqualTo(1);
      assertThat(client.get(two.url(), id).version()).isEqualTo(1);
    }
  }

  @Test
  void aClearIsSeenByTheOtherInstanceWithinASecond() {
    warm();
    client.post(one.url(), CLEAR);
    long start = System.nanoTime();
    assertThat(client.get(one.url(), 1).version()).isEqualTo(2);

    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(1))
        .until(() -> client.get(two.url(), 2).version() == 2);
    Faults.report("a clear was seen by the other instance after %d ms", millisSince(start));
  }

  @Test
  void whatWasClearedWhileRedisWasAwayIsServedByNobodyOnceItIsBack() throws Exception {
    warm();
    redis.command("SAVE");
    redis.kill();
    Faults.awaitState(client, one.url(), "down");
    assertThat(client.post(one.url(), CLEAR)).contains("\"redis\":\"pending\"");
    assertThat(client.get(one.url(), 1).version()).isEqualTo(2);

    redis.restart();
    Faults.awaitState(client, one.url(), "up");
    Faults.awaitState(client, two.url(), "up");
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> client.get(two.url(), IDS).version() > 1);

    for (int round = 0; round < 3; round++) {
      for (int id = 1; id <= IDS; id++) {
        assertThat(client.get(one.url(), id).version()).isGreaterThan(1);
        assertThat(client.get(two.url(), id).version()).isGreaterThan(1);
      }
    }
  }

  @Test
  void aLoadUnderWayDuringAClearIsNotKept() {
    oracle.hold();
    CompletableFuture<Reply> waiting = client.later(one.url(), 1);
    Awaitility.await().until(() -> oracle.version(1) == 1);
    client.post(two.url(), CLEAR);
    Awaitility.await().pollDelay(Duration.ofMillis(700)).until(() -> true);
    oracle.release();

    assertThat(waiting.join().ok()).isTrue();
    assertThat(client.get(one.url(), 1).version()).isEqualTo(2);
    assertThat(client.get(two.url(), 1).version()).isEqualTo(2);
  }

  @Test
  void requestAfterAClearDoesNotWaitForTheSlowLoadOfAnotherInstance() {
    oracle.latency(Duration.ofSeconds(6));
    CompletableFuture<Reply> slow = client.later(one.url(), 1);
    Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> oracle.version(1) == 1);
    oracle.latency(Duration.ZERO);
    client.post(two.url(), CLEAR);
    Reply after = client.get(two.url(), 1);

    Faults.report("request after a clear, beside a load of 6 s: %.0f ms", after.millis());
    assertThat(after.version()).isEqualTo(2);
    assertThat(after.millis()).isLessThan(2000);
    assertThat(slow.join().version()).isGreaterThan(1);
  }

  @Test
  void aRefreshAheadUnderWayDuringAClearIsNotKept() {
    String key = CacheKey.of("anilist_media_by_id", "AniListSource.media/3?id=1").toString();
    String nearItsEnd =
        "{\"format\":3,\"generation\":%d,\"loadedAt\":\"%s\",\"ttl\":3600,"
                .formatted(Faults.generation(redis), Instant.now().minus(Duration.ofMinutes(55)))
            + "\"request\":\"AniListSource.media/3?id=1\",\"body\":{\"popularity\":55}}";
    redis.command("SET", key, nearItsEnd);
    oracle.hold();
    assertThat(client.get(one.url(), 1).version()).isEqualTo(55);
    Awaitility.await().until(() -> oracle.version(1) == 1);
    client.post(one.url(), CLEAR);
    oracle.release();

    assertThat(client.get(one.url(), 1).version()).isEqualTo(2);
    assertThat(client.get(two.url(), 1).version()).isEqualTo(2);
  }

  @Test
  void aWarmUpUnderWayDuringAClearIsNotKept() {
    for (int i = 0; i < 2000; i++) {
      client.get(one.url(), 1);
    }
    client.post(one.url(), CLEAR);
    oracle.hold();
    client.post(one.url(), "/admin/cache/warm");
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> oracle.version(1) == 2);
    client.post(two.url(), CLEAR);
    oracle.release();

    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> client.get(one.url(), 1).version() == 3);
    assertThat(client.get(two.url(), 1).version()).isEqualTo(3);
  }

  @Test
  void aClearOfManyKeysIsVisibleAtOnceAndItsReclaimHoldsNobodyUp() throws Exception {
    int keys = Faults.SHORT ? 100_000 : 1_000_000;
    int cleared = keys / 10;
    RedisClient raw = RedisClient.create("redis://127.0.0.1:" + redis.port());
    try {
      plant(raw, cleared, "anilist_trending");
      plant(raw, keys - cleared, "tmdb_movie_details");
      RedisCommands<String, String> commands = raw.connect().sync();
      commands.configResetstat();
      var worst = new double[1];
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(
              () -> client.post(one.url(), "/admin/cache/clear/anilist_trending"));
      long start = System.nanoTime();
      while (commands.dbsize() > keys - cleared + 100 && millisSince(start) < 60_000) {
        long ping = System.nanoTime();
        commands.ping();
        worst[0] = Math.max(worst[0], (System.nanoTime() - ping) / 1e6);
      }
      Faults.report(
          "clear of %d among %d keys: removed after %d ms, slowest other command %.1f ms; answer %s",
          cleared, keys, millisSince(start), worst[0], answer.join());
      assertThat(answer.join()).contains("\"redis\":\"cleared\"");
      assertThat(commands.dbsize()).isLessThan(keys - cleared + 100);
      assertThat(keysPerPurge(commands, cleared)).isLessThanOrEqualTo(200);
    } finally {
      raw.shutdown();
    }
  }

  private static void plant(RedisClient raw, int count, String prefix) throws Exception {
    StatefulRedisConnection<String, String> connection = raw.connect();
    RedisAsyncCommands<String, String> commands = connection.async();
    connection.setAutoFlushCommands(false);
    List<RedisFuture<String>> batch = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String value =
          "{\"format\":3,\"generation\":%d,\"loadedAt\":\"" + Instant.EPOCH + "\",\"n\":" + i + "}";
      batch.add(commands.set(prefix + ":" + "%032x".formatted(i), value, SetArgs.Builder.ex(3600)));
      if (batch.size() == 10_000 || i == count - 1) {
        connection.flushCommands();
        for (RedisFuture<String> each : batch) {
          assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo("OK");
        }
        batch.clear();
      }
    }
  }

  /** How many keys Redis removed per script, from its own figures. */
  private static double keysPerPurge(RedisCommands<String, String> commands, int removed) {
    Matcher calls =
        Pattern.compile("cmdstat_evalsha:calls=(\\d+)").matcher(commands.info("commandstats"));
    assertThat(calls.find()).isTrue();
    return (double) removed / Long.parseLong(calls.group(1));
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}

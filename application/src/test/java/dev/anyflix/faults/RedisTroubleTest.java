package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.TcpProxy;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Redis is there, but does not do what it should. */
@Tag("faults")
final class RedisTroubleTest {

  private static final int WARM_KEYS = 20;
  private static final int RATE = 100;
  private static final double NOISE_MILLIS = 400;
  private static final List<String> AWAY = List.of("down", "suspect");
  private static final List<String> REFUSED = List.of("read_only");

  @TempDir Path directory;

  private final OracleUpstream oracle = new OracleUpstream();
  private final RedisProcess redis = RedisProcess.start();
  private final TcpProxy proxy = TcpProxy.to(redis.host(), redis.port());
  private final Client client = new Client();
  private App app;

  /**
   * Something wrong between the service and Redis.
   *
   * @param name what it is
   * @param begin brings it about
   * @param end mends it
   * @param states what Redis may be to the service after two seconds of it
   */
  record Trouble(String name, Switch begin, Switch end, List<String> states) {
    interface Switch {
      void flip(RedisProcess redis, TcpProxy proxy);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void start() {
    app = App.with(Settings.of(Faults.settings(oracle, proxy.port()))).start();
    Faults.awaitState(client, app.url(), "up");
    for (int id = 1; id <= WARM_KEYS; id++) {
      client.get(app.url(), id);
    }
  }

  @AfterEach
  void stop() {
    app.close();
    proxy.close();
    redis.close();
    oracle.close();
  }

  private static Trouble.Switch proxied(Consumer<TcpProxy> action) {
    return (redis, proxy) -> action.accept(proxy);
  }

  private static Trouble.Switch config(String... words) {
    return (redis, proxy) -> redis.command(words);
  }

  static Stream<Trouble> troubles() {
    Trouble.Switch heal = proxied(TcpProxy::pass);
    return Stream.of(
        new Trouble("slow", proxied(p -> p.delay(Duration.ofMillis(350))), heal, AWAY),
        new Trouble("black hole", proxied(TcpProxy::blackHole), heal, AWAY),
        new Trouble("requests are lost", proxied(TcpProxy::dropRequests), heal, AWAY),
        new Trouble("replies are lost", proxied(TcpProxy::dropReplies), heal, AWAY),
        new Trouble(
            "answers are out of step",
            proxied(TcpProxy::loseSomeRequests),
            heal,
            List.of("up", "suspect", "down")),
        new Trouble(
            "replies are cut", proxied(p -> p.cutReplyAfter(20)), heal, List.of("up", "down")),
        new Trouble("reset, then refused", RedisTroubleTest::resetAndRefuse, heal, AWAY),
        new Trouble("full", RedisTroubleTest::fill, RedisTroubleTest::makeRoom, REFUSED),
        new Trouble(
            "read-only replica",
            config("REPLICAOF", "127.0.0.1", "1"),
            config("REPLICAOF", "NO", "ONE"),
            REFUSED));
  }

  private static void resetAndRefuse(RedisProcess redis, TcpProxy proxy) {
    proxy.refuse();
    proxy.resetConnections();
  }

  private static void fill(RedisProcess redis, TcpProxy proxy) {
    redis.command("SET", "filler", "x".repeat(2 << 20));
    redis.command("CONFIG", "SET", "maxmemory-policy", "noeviction");
    redis.command("CONFIG", "SET", "maxmemory", "1mb");
  }

  private static void makeRoom(RedisProcess redis, TcpProxy proxy) {
    redis.command("CONFIG", "SET", "maxmemory", "0");
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void noRequestFailsOrWaitsLongerThanOneTimeout(Trouble trouble) {
    trouble.begin().flip(redis, proxy);
    List<Reply> replies =
        client.steadily(
            app.url(), RATE, Duration.ofSeconds(2), n -> n % 4 == 0 ? 1000 + n : 1 + n % WARM_KEYS);
    String during = Faults.state(client, app.url());
    trouble.end().flip(redis, proxy);
    long back = Faults.awaitState(client, app.url(), "up");

    Faults.report(
        "%s: %d failed of %d, max %.0f ms, state %s, back after %d ms",
        trouble,
        replies.stream().filter(reply -> !reply.ok()).count(),
        replies.size(),
        Client.maxMillis(replies),
        during,
        back);
    assertThat(replies).allMatch(Reply::ok);
    assertThat(Client.maxMillis(replies)).isLessThan(Faults.REDIS_TIMEOUT_MILLIS + NOISE_MILLIS);
    assertThat(during).isIn(trouble.states());
    assertThat(back).isLessThan(2000);
  }

  @Test
  void flappingIsSurvivedWithoutAReconnectStorm() {
    int before = proxy.accepted();
    CompletableFuture<List<Reply>> load =
        CompletableFuture.supplyAsync(
            () -> client.steadily(app.url(), RATE, Duration.ofSeconds(4), n -> 1 + n % WARM_KEYS));
    while (!load.isDone()) {
      proxy.resetConnections();
      Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    }

    assertThat(load.join()).allMatch(Reply::ok);
    int attempts = proxy.accepted() - before;
    Faults.report("flapping every 100 ms for 4 s: %d connections", attempts);
    assertThat(attempts).isBetween(2, 80);
  }

  @Test
  void aFlushByHandIsNoticedAndFailsNothing() {
    redis.command("FLUSHALL");

    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(client.get(app.url(), 1).version()).isEqualTo(2));
    assertThat(Faults.state(client, app.url())).isEqualTo("up");
  }

  @Test
  void aRestartWithOldDataBringsNothingClearedBack() throws IOException {
    redis.command("SAVE");
    Path old = Files.copy(redis.dataFile(), directory.resolve("old.rdb"));
    client.post(app.url(), "/admin/cache/clear/anilist");
    assertThat(client.get(app.url(), 1).version()).isEqualTo(2);

    redis.restartWith(old);
    Faults.awaitState(client, app.url(), "up");

    for (int id = 1; id <= WARM_KEYS; id++) {
      assertThat(client.get(app.url(), id).version()).isEqualTo(2);
    }
  }

  @Test
  void anEmptyRestartCostsNoUpstreamCall() {
    int calls = oracle.calls();
    redis.restartEmpty();
    Faults.awaitState(client, app.url(), "up");

    for (int id = 1; id <= WARM_KEYS; id++) {
      assertThat(client.get(app.url(), id).version()).isEqualTo(1);
    }
    assertThat(oracle.calls()).isEqualTo(calls);
    String count = "return #redis.call('KEYS', 'anilist_media_by_id:*')";
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(redis.command("EVAL", count, "0")).isEqualTo(":" + WARM_KEYS + "\r\n"));
  }

  @Test
  void aKeyDeletedOrEditedByHandIsNoticedAlthoughMemoryHoldsIt() {
    assertThat(client.get(app.url(), 1).cacheStatus()).contains("memory");
    String keys = client.text(app.url(), "/admin/cache/keys?prefix=anilist_media_by_id");
    Map<Integer, String> byId = new HashMap<>();
    for (String key : keys.replaceAll(".*\\[|].*", "").replace("\"", "").split(",")) {
      String entry = redis.command("GET", key);
      byId.put(Integer.valueOf(entry.replaceAll("(?s).*\\?id=(\\d+)\".*", "$1")), key);
    }
    redis.command("DEL", byId.get(1));
    String value = redis.command("GET", byId.get(2)).replaceAll("(?s)^\\$\\d+\\r\\n|\\r\\n$", "");
    redis.command(
        "SET", byId.get(2), value.replace("\"popularity\":1", "\"popularity\":77"), "KEEPTTL");

    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              assertThat(client.get(app.url(), 1).version()).isEqualTo(2);
              assertThat(client.get(app.url(), 2).version()).isEqualTo(77);
            });
  }
}

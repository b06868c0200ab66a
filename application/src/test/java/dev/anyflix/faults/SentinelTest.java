package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.faults.ClearsUnderLoad.Outcome;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.SentinelGroup;
import dev.anyflix.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two instances behind sentinels, which make a replica the primary. */
@Tag("faults")
final class SentinelTest {

  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration LOAD = Duration.ofSeconds(8);

  private final OracleUpstream oracle = new OracleUpstream();
  private final SentinelGroup group = SentinelGroup.start();
  private final Client client = new Client();
  private App one;
  private App two;

  @BeforeEach
  void start() {
    Map<String, String> settings = new HashMap<>(Faults.settings(oracle, 1));
    settings.put("REDIS_URL", group.url());
    one = App.with(Settings.of(settings)).start();
    two = App.with(Settings.of(settings)).start();
    Faults.awaitState(client, one.url(), "up");
    Faults.awaitState(client, two.url(), "up");
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    group.close();
    oracle.close();
  }

  @Test
  void plannedFailoverFailsNothingAndKeepsClears() {
    failover("Sentinel, planned failover", group::failOver);
  }

  @Test
  void killedPrimaryFailsNothingAndKeepsClears() {
    failover("Sentinel, primary killed", group.primary()::kill);
  }

  private void failover(String name, Runnable fault) {
    ClearsUnderLoad clears = new ClearsUnderLoad(client, oracle, one.url());
    clears.start(WARM_UP).join();
    RedisProcess successor = group.replica();
    CompletableFuture<Outcome> load = clears.start(LOAD);
    Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    fault.run();
    long promoted = awaitMillis(() -> SentinelGroup.isPrimary(successor));
    long used = awaitMillis(() -> isUsed(successor));
    Outcome outcome = load.join();

    Faults.report(
        "%s: %s, promoted after %d ms, used by both instances %d ms later",
        name, outcome.row(), promoted, used);
    assertThat(outcome.failed()).isZero();
    assertThat(outcome.stale()).isZero();
    assertThat(used).isLessThan(2000);
    assertClearIsShared();
  }

  private boolean isUsed(RedisProcess server) {
    long clients =
        server.command("CLIENT", "LIST").lines().filter(c -> c.contains("name=anyflix")).count();
    return clients >= 2
        && Faults.state(client, one.url()).equals("up")
        && Faults.state(client, two.url()).equals("up");
  }

  private void assertClearIsShared() {
    int before = client.get(two.url(), 1).version();
    assertThat(client.post(one.url(), "/admin/cache/clear/anilist"))
        .contains("\"redis\":\"cleared\"");
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> client.get(two.url(), 1).version() > before);
  }

  private static long awaitMillis(Callable<Boolean> condition) {
    long start = System.nanoTime();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
    return (System.nanoTime() - start) / 1_000_000;
  }
}

package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.faults.ClearsUnderLoad.Outcome;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** Two instances that get requests with clears between while something happens to their Redis. */
final class TwoInstances implements AutoCloseable {

  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration BEFORE_FAULT = Duration.ofSeconds(1);
  private static final Duration LONGEST_USE = Duration.ofSeconds(2);

  private final OracleUpstream oracle = new OracleUpstream();
  private final Client client = new Client();
  private final App one;
  private final App two;

  /**
   * Starts them, and waits until they use Redis.
   *
   * @param first where the first instance looks for Redis
   * @param second where the second one does
   */
  TwoInstances(Map<String, String> first, Map<String, String> second) {
    one = start(first);
    two = start(second);
    awaitState("up");
  }

  private App start(Map<String, String> redis) {
    Map<String, String> settings = new HashMap<>(Faults.settings(oracle, 1));
    settings.putAll(redis);
    return App.with(Settings.of(settings)).start();
  }

  /** Waits until both are in a state. */
  void awaitState(String state) {
    Faults.awaitState(client, one.url(), state);
    Faults.awaitState(client, two.url(), state);
  }

  /** Starts the load after a warm-up, and returns when it has lasted a second. */
  CompletableFuture<Outcome> load(Duration time) {
    var clears = new ClearsUnderLoad(client, oracle, one.url(), two.url());
    clears.start(WARM_UP).join();
    CompletableFuture<Outcome> load = clears.start(time);
    Awaitility.await().pollDelay(BEFORE_FAULT).until(() -> true);
    return load;
  }

  /** Waits until both use a server; returns how many milliseconds that took. */
  long awaitUse(RedisProcess server) {
    return awaitMillis(() -> isUsed(server));
  }

  private boolean isUsed(RedisProcess server) {
    long clients =
        server.command("CLIENT", "LIST").lines().filter(c -> c.contains("name=anyflix")).count();
    return clients >= 2
        && Faults.state(client, one.url()).equals("up")
        && Faults.state(client, two.url()).equals("up");
  }

  /**
   * Reports what happened, and requires that no request failed, no answer was stale, the server was
   * used soon, and clears are shared again.
   *
   * @param usedMillis how long after the server could be used both used it
   */
  void verdict(String name, Outcome outcome, long usedMillis) {
    Faults.report("%s: %s, used by both instances %d ms later", name, outcome.row(), usedMillis);
    assertThat(outcome.failed()).isZero();
    assertThat(outcome.stale()).isZero();
    assertThat(usedMillis).isLessThan(LONGEST_USE.toMillis());
    assertClearIsShared();
  }

  private void assertClearIsShared() {
    int before = client.get(two.url(), 1).version();
    assertThat(clear()).contains("\"redis\":\"cleared\"");
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> client.get(two.url(), 1).version() > before);
  }

  /** Clears at the first instance; returns its answer. */
  String clear() {
    return client.post(one.url(), "/admin/cache/clear/anilist");
  }

  /** What an instance has loaded of a title, and whether the other serves the same. */
  boolean isShared(int id) {
    int version = client.get(one.url(), id).version();
    return client.get(two.url(), id).version() == version;
  }

  /** Waits for a condition; returns how many milliseconds that took. */
  static long awaitMillis(Callable<Boolean> condition) {
    long start = System.nanoTime();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
    return (System.nanoTime() - start) / 1_000_000;
  }

  @Override
  public void close() {
    one.close();
    two.close();
    oracle.close();
  }
}

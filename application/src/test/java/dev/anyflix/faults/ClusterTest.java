package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.faults.ClearsUnderLoad.Outcome;
import dev.anyflix.redis.testing.RedisCluster;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two instances on a Redis Cluster whose nodes fail, change roles and exchange slots. */
@Tag("faults")
final class ClusterTest {

  private static final Duration NODE_TIMEOUT = Duration.ofMillis(1500);
  private static final Duration WARM_UP = Duration.ofSeconds(4);
  private static final Duration LOAD = Duration.ofSeconds(10);
  private static final Duration BEFORE_FAULT = Duration.ofSeconds(1);
  private static final String RECORD = "anyflix:generations";

  /** More keys than these have a shard of each primary. */
  private static final int MANY_IDS = 60;

  private final OracleUpstream oracle = new OracleUpstream();
  private final Client client = new Client();
  private RedisCluster cluster;
  private App one;
  private App two;

  private void start(int replicas) {
    cluster =
        RedisCluster.start(3, replicas, NODE_TIMEOUT, "--cluster-require-full-coverage", "no");
    Map<String, String> settings =
        new HashMap<>(Faults.settings(oracle, cluster.owner(RECORD).port()));
    one = App.with(Settings.of(settings)).start();
    settings.put("REDIS_URL", RedisCluster.url(cluster.nodes()));
    two = App.with(Settings.of(settings)).start();
    awaitUp();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    cluster.close();
    oracle.close();
  }

  @Test
  void killedPrimaryOfTheRecordFailsNothingAndKeepsClears() {
    start(3);
    RedisProcess record = cluster.owner(RECORD);
    RedisProcess successor = cluster.replica(record);
    failover("primary of the record killed", record::kill, successor);
  }

  @Test
  void killedPrimaryFailsNothingAndKeepsClears() {
    start(3);
    RedisProcess killed = otherThan(cluster.owner(RECORD));
    RedisProcess successor = cluster.replica(killed);
    failover("another primary killed", killed::kill, successor);
  }

  @Test
  void plannedFailoverFailsNothingAndKeepsClears() {
    start(3);
    RedisProcess successor = cluster.replica(cluster.owner(RECORD));
    failover(
        "planned failover of the record",
        () -> successor.command("CLUSTER", "FAILOVER"),
        successor);
  }

  private void failover(String name, Runnable fault, RedisProcess successor) {
    CompletableFuture<Outcome> load = warmLoad();
    fault.run();
    long promoted = awaitMillis(() -> RedisCluster.isPrimary(successor));
    long used = awaitMillis(() -> isUsed(successor));

    verdict(name + ", promoted after " + promoted + " ms", load.join(), used);
  }

  @Test
  void movingSlotsUnderLoadFailsNothingAndKeepsClears() {
    start(3);
    RedisProcess from = cluster.owner(RECORD);
    RedisProcess to = otherThan(from);
    CompletableFuture<Outcome> load = warmLoad();
    List<Integer> slots = slotsInUse(from);
    slots.forEach(slot -> move(slot, from, to));
    long used = awaitMillis(() -> isUsed(to));

    verdict(slots.size() + " slots moved, that of the record among them", load.join(), used);
    assertThat(cluster.owner(RECORD)).isEqualTo(to);
  }

  @Test
  void addedNodeIsUsedAndFailsNothing() {
    start(0);
    RedisProcess from = cluster.owner(RECORD);
    CompletableFuture<Outcome> load = warmLoad();
    RedisProcess added = cluster.addPrimary();
    List<Integer> slots = slotsInUse(from);
    slots.forEach(slot -> move(slot, from, added));
    long used = awaitMillis(() -> isUsed(added));

    verdict("node added and given " + slots.size() + " slots", load.join(), used);
  }

  @Test
  void shardWithoutReplicaIsLostAloneAndReturns() {
    start(0);
    RedisProcess lost = otherThan(cluster.owner(RECORD));
    CompletableFuture<Outcome> load = warmLoad();
    lost.kill();
    Faults.awaitState(client, one.url(), "restricted");
    Faults.awaitState(client, two.url(), "restricted");
    Outcome outcome = load.join();
    assertOthersAreShared();

    lost.restart();
    long recovered = awaitMillis(() -> lost.command("CLUSTER", "INFO").contains("state:ok"));
    long used = awaitMillis(() -> isUsed(lost));
    verdict("shard without replica lost, back after " + recovered + " ms", outcome, used);
  }

  @Test
  void lossOfTheRecordWithoutReplicaOwesClears() {
    start(0);
    RedisProcess lost = cluster.owner(RECORD);
    CompletableFuture<Outcome> load = warmLoad();
    lost.kill();
    Faults.awaitState(client, one.url(), "read_only");
    Faults.awaitState(client, two.url(), "read_only");
    Outcome outcome = load.join();
    assertThat(client.post(one.url(), "/admin/cache/clear/anilist"))
        .contains("\"redis\":\"pending\"");

    lost.restart();
    long recovered = awaitMillis(() -> lost.command("CLUSTER", "INFO").contains("state:ok"));
    long used = awaitMillis(() -> isUsed(lost));
    verdict("shard of the record lost, back after " + recovered + " ms", outcome, used);
    assertThat(outcome.pending()).isPositive();
  }

  /** Starts the load after a warm-up, and returns when it has lasted a second. */
  private CompletableFuture<Outcome> warmLoad() {
    var clears = new ClearsUnderLoad(client, oracle, one.url(), two.url());
    clears.start(WARM_UP).join();
    CompletableFuture<Outcome> load = clears.start(LOAD);
    Awaitility.await().pollDelay(BEFORE_FAULT).until(() -> true);
    return load;
  }

  private void verdict(String name, Outcome outcome, long used) {
    Faults.report("Cluster, %s: %s, used by both instances %d ms later", name, outcome.row(), used);
    assertThat(outcome.failed()).isZero();
    assertThat(outcome.stale()).isZero();
    assertThat(used).isLessThan(2000);
    assertClearIsShared();
  }

  private RedisProcess otherThan(RedisProcess node) {
    return cluster.primaries().stream()
        .filter(each -> !each.equals(node))
        .findFirst()
        .orElseThrow();
  }

  private void awaitUp() {
    Faults.awaitState(client, one.url(), "up");
    Faults.awaitState(client, two.url(), "up");
  }

  private boolean isUsed(RedisProcess server) {
    long clients =
        server.command("CLIENT", "LIST").lines().filter(c -> c.contains("name=anyflix")).count();
    return clients >= 2
        && Faults.state(client, one.url()).equals("up")
        && Faults.state(client, two.url()).equals("up");
  }

  /** What one instance has loaded is served by the other, except in the lost shard. */
  private void assertOthersAreShared() {
    int[] versions =
        IntStream.rangeClosed(1, MANY_IDS).map(id -> client.get(one.url(), id).version()).toArray();
    long shared =
        IntStream.rangeClosed(1, MANY_IDS)
            .filter(id -> client.get(two.url(), id).version() == versions[id - 1])
            .count();
    Faults.report(
        "Cluster, one of three shards lost: %d of %d entries are shared", shared, MANY_IDS);
    assertThat(shared).isGreaterThan(MANY_IDS / 3);
  }

  private void assertClearIsShared() {
    int before = client.get(two.url(), 1).version();
    assertThat(client.post(one.url(), "/admin/cache/clear/anilist"))
        .contains("\"redis\":\"cleared\"");
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> client.get(two.url(), 1).version() > before);
  }

  /** The slots of the record and of the keys at a node. */
  private static List<Integer> slotsInUse(RedisProcess node) {
    Stream<String> keys =
        node.command("KEYS", "*")
            .lines()
            .filter(line -> !line.startsWith("*") && !line.startsWith("$"));
    return Stream.concat(Stream.of(RECORD), keys).map(RedisCluster::slot).distinct().toList();
  }

  private void move(int slot, RedisProcess from, RedisProcess to) {
    cluster.beginMove(slot, from, to);
    Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    cluster.endMove(slot, from, to);
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

package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.faults.ClearsUnderLoad.Outcome;
import dev.anyflix.redis.testing.RedisCluster;
import dev.anyflix.redis.testing.RedisProcess;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
  private static final Duration LOAD = Duration.ofSeconds(10);
  private static final String RECORD = "anyflix:generations";

  /** More keys than these have a shard of each primary. */
  private static final int MANY_IDS = 60;

  private RedisCluster cluster;
  private TwoInstances instances;

  private void start(int replicas) {
    cluster =
        RedisCluster.start(3, replicas, NODE_TIMEOUT, "--cluster-require-full-coverage", "no");
    String port = Integer.toString(cluster.owner(RECORD).port());
    instances =
        new TwoInstances(
            Map.of("REDIS_PORT", port), Map.of("REDIS_URL", RedisCluster.url(cluster.nodes())));
  }

  @AfterEach
  void stop() {
    instances.close();
    cluster.close();
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
    CompletableFuture<Outcome> load = instances.load(LOAD);
    fault.run();
    long promoted = TwoInstances.awaitMillis(() -> RedisCluster.isPrimary(successor));
    long used = instances.awaitUse(successor);

    verdict(name + ", promoted after " + promoted + " ms", load.join(), used);
  }

  @Test
  void movingSlotsUnderLoadFailsNothingAndKeepsClears() {
    start(3);
    RedisProcess from = cluster.owner(RECORD);
    RedisProcess to = otherThan(from);
    CompletableFuture<Outcome> load = instances.load(LOAD);
    List<Integer> slots = slotsInUse(from);
    slots.forEach(slot -> move(slot, from, to));
    long used = instances.awaitUse(to);

    verdict(slots.size() + " slots moved, that of the record among them", load.join(), used);
    assertThat(cluster.owner(RECORD)).isEqualTo(to);
  }

  @Test
  void addedNodeIsUsedAndFailsNothing() {
    start(0);
    RedisProcess from = cluster.owner(RECORD);
    CompletableFuture<Outcome> load = instances.load(LOAD);
    RedisProcess added = cluster.addPrimary();
    List<Integer> slots = slotsInUse(from);
    slots.forEach(slot -> move(slot, from, added));
    long used = instances.awaitUse(added);

    verdict("node added and given " + slots.size() + " slots", load.join(), used);
  }

  @Test
  void shardWithoutReplicaIsLostAloneAndReturns() {
    start(0);
    RedisProcess lost = otherThan(cluster.owner(RECORD));
    CompletableFuture<Outcome> load = instances.load(LOAD);
    lost.kill();
    instances.awaitState("restricted");
    Outcome outcome = load.join();
    assertOthersAreShared();

    lost.restart();
    long recovered =
        TwoInstances.awaitMillis(() -> lost.command("CLUSTER", "INFO").contains("state:ok"));
    long used = instances.awaitUse(lost);
    verdict("shard without replica lost, back after " + recovered + " ms", outcome, used);
  }

  @Test
  void lossOfTheRecordWithoutReplicaOwesClears() {
    start(0);
    RedisProcess lost = cluster.owner(RECORD);
    CompletableFuture<Outcome> load = instances.load(LOAD);
    lost.kill();
    instances.awaitState("read_only");
    Outcome outcome = load.join();
    assertThat(instances.clear()).contains("\"redis\":\"pending\"");

    lost.restart();
    long recovered =
        TwoInstances.awaitMillis(() -> lost.command("CLUSTER", "INFO").contains("state:ok"));
    long used = instances.awaitUse(lost);
    verdict("shard of the record lost, back after " + recovered + " ms", outcome, used);
    assertThat(outcome.pending()).isPositive();
  }

  private void verdict(String name, Outcome outcome, long used) {
    instances.verdict("Cluster, " + name, outcome, used);
  }

  private RedisProcess otherThan(RedisProcess node) {
    return cluster.primaries().stream()
        .filter(each -> !each.equals(node))
        .findFirst()
        .orElseThrow();
  }

  /** What one instance has loaded is served by the other, except in the lost shard. */
  private void assertOthersAreShared() {
    long shared = IntStream.rangeClosed(1, MANY_IDS).filter(instances::isShared).count();
    Faults.report(
        "Cluster, one of three shards lost: %d of %d entries are shared", shared, MANY_IDS);
    assertThat(shared).isGreaterThan(MANY_IDS / 3);
  }

  /** The slots of the record and of the keys at a node. */
  private static List<Integer> slotsInUse(RedisProcess node) {
    Stream<String> keys =
        node.command("KEYS", "*")
            .lines()
            .filter(line -> !line.startsWith("*") && !line.startsWith("$"));
    return Stream.concat(Stream.of(RECORD), keys).map(SlotHash::getSlot).distinct().toList();
  }

  private void move(int slot, RedisProcess from, RedisProcess to) {
    cluster.beginMove(slot, from, to);
    Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    cluster.endMove(slot, from, to);
  }
}

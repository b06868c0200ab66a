package dev.anyflix.redis.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Redis Cluster of primaries, each with or without a replica, on loopback. */
public final class RedisCluster implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(40);

  /** How many hash slots every cluster has. */
  private static final int SLOTS = 16_384;

  private final boolean isSecure;
  private final Duration nodeTimeout;
  private final List<String> arguments;
  private final List<RedisProcess> nodes = new ArrayList<>();

  private RedisCluster(boolean isSecure, Duration nodeTimeout, String... arguments) {
    this.isSecure = isSecure;
    this.nodeTimeout = nodeTimeout;
    this.arguments = List.of(arguments);
  }

  /**
   * Starts the primaries and then a replica of each, and waits until all agree.
   *
   * @param nodeTimeout after which time without an answer a node is taken for down
   * @param arguments further arguments of each server
   */
  public static RedisCluster start(
      int primaries, int replicas, Duration nodeTimeout, String... arguments) {
    var cluster = new RedisCluster(false, nodeTimeout, arguments);
    cluster.start(primaries, replicas);
    return cluster;
  }

  /**
   * Starts primaries that listen with TLS besides their own ports, speak TLS with each other, and
   * name to clients with TLS the ports with TLS.
   *
   * @param arguments the certificates and further arguments
   */
  public static RedisCluster startWithTls(
      int primaries, Duration nodeTimeout, String... arguments) {
    var cluster = new RedisCluster(true, nodeTimeout, arguments);
    cluster.start(primaries, 0);
    return cluster;
  }

  private void start(int primaries, int replicas) {
    for (int i = 0; i < primaries + replicas; i++) {
      launch();
    }
    int share = (SLOTS + primaries - 1) / primaries;
    for (int i = 0; i < primaries; i++) {
      addSlots(i, i * share, Math.min(SLOTS, (i + 1) * share));
    }
    meet();
    for (int i = 0; i < replicas; i++) {
      RedisProcess replica = nodes.get(primaries + i);
      ok(replica, "CLUSTER", "REPLICATE", id(nodes.get(i % primaries)));
    }
    awaitReplicas(replicas);
  }

  private RedisProcess launch() {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                Long.toString(nodeTimeout.toMillis())));
    all.addAll(arguments);
    if (isSecure) {
      all.addAll(List.of("--tls-cluster", "yes"));
    }
    String[] options = all.toArray(String[]::new);
    RedisProcess node = isSecure ? RedisProcess.startWithTls(options) : RedisProcess.start(options);
    nodes.add(node);
    ok(node, "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(nodes.size()));
    return node;
  }

  private void addSlots(int node, int from, int end) {
    Stream<String> slots = IntStream.range(from, end).mapToObj(Integer::toString);
    String[] command =
        Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slots).toArray(String[]::new);
    ok(nodes.get(node), command);
  }

  private void meet() {
    for (RedisProcess node : nodes) {
      for (RedisProcess other : nodes) {
        if (!node.equals(other)) {
          ok(node, "CLUSTER", "MEET", other.host(), busPort(other));
        }
      }
    }
    awaitAgreement();
  }

  /** The port that that of the bus is derived from. */
  private String busPort(RedisProcess node) {
    return Integer.toString(isSecure ? node.tlsPort() : node.port());
  }

  /** Waits until every live node knows all nodes and takes commands. */
  public void awaitAgreement() {
    await(
        "the nodes agree",
        node -> {
          String info = node.command("CLUSTER", "INFO");
          return info.contains("cluster_state:ok")
              && info.contains("cluster_slots_assigned:" + SLOTS)
              && info.contains("cluster_known_nodes:" + nodes.size());
        });
  }

  private void awaitReplicas(int replicas) {
    Awaitility.await("the replicas follow")
        .atMost(START)
        .until(
            () ->
                nodes.stream()
                        .filter(node -> node.command("INFO", "replication").contains("_status:up"))
                        .count()
                    == replicas);
    await(
        "the nodes know the replicas",
        node -> count(node.command("CLUSTER", "NODES"), "slave") == replicas);
  }

  private void await(String what, Predicate<RedisProcess> condition) {
    Awaitility.await(what)
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> nodes.stream().filter(RedisProcess::isAlive).allMatch(condition));
  }

  private static long count(String text, String word) {
    return text.lines().filter(line -> line.contains(word)).count();
  }

  /** All servers, the primaries of the start first. */
  public List<RedisProcess> nodes() {
    return List.copyOf(nodes);
  }

  /** The live primaries, those without slots included. */
  public List<RedisProcess> primaries() {
    return nodes.stream().filter(RedisProcess::isAlive).filter(RedisCluster::isPrimary).toList();
  }

  /** Whether a node takes itself for a primary. */
  public static boolean isPrimary(RedisProcess node) {
    return node.command("ROLE").contains("master");
  }

  /** The live primary that has the slot of a key. */
  public RedisProcess owner(String key) {
    String reply = nodes.get(0).command("CLUSTER", "KEYSLOT", key);
    int slot = Integer.parseInt(reply.substring(1).strip());
    return primaries().stream().filter(node -> has(node, slot)).findFirst().orElseThrow();
  }

  private static boolean has(RedisProcess node, int slot) {
    return node.command("CLUSTER", "NODES")
        .lines()
        .filter(line -> line.contains("myself"))
        .flatMap(line -> Arrays.stream(line.split(" ")).skip(8))
        .filter(range -> !range.startsWith("["))
        .map(range -> range.split("-"))
        .anyMatch(
            ends ->
                Integer.parseInt(ends[0]) <= slot
                    && slot <= Integer.parseInt(ends[ends.length - 1]));
  }

  /** A live replica of a primary. */
  public RedisProcess replica(RedisProcess primary) {
    String line = "master_port:" + primary.port();
    return nodes.stream()
        .filter(RedisProcess::isAlive)
        .filter(node -> node.command("INFO", "replication").contains(line))
        .findFirst()
        .orElseThrow();
  }

  /** Adds a primary without slots, and waits until all know it. */
  public RedisProcess addPrimary() {
    RedisProcess added = launch();
    for (RedisProcess node : nodes) {
      if (!node.equals(added) && node.isAlive()) {
        ok(added, "CLUSTER", "MEET", node.host(), busPort(node));
      }
    }
    awaitAgreement();
    return added;
  }

  /** Begins to move a slot: new keys are at the target from now on. */
  public void beginMove(int slot, RedisProcess from, RedisProcess to) {
    ok(to, "CLUSTER", "SETSLOT", Integer.toString(slot), "IMPORTING", id(from));
    ok(from, "CLUSTER", "SETSLOT", Integer.toString(slot), "MIGRATING", id(to));
  }

  /** Moves the keys of a slot, and ends the move. */
  public void endMove(int slot, RedisProcess from, RedisProcess to) {
    for (List<String> keys = keys(slot, from); !keys.isEmpty(); keys = keys(slot, from)) {
      List<String> command =
          new ArrayList<>(
              List.of("MIGRATE", to.host(), Integer.toString(to.port()), "", "0", "5000", "KEYS"));
      command.addAll(keys);
      String answer = from.command(command.toArray(String[]::new));
      if (!answer.startsWith("+OK") && !answer.startsWith("+NOKEY")) {
        throw new IllegalStateException(answer);
      }
    }
    for (RedisProcess node :
        Stream.concat(Stream.of(to, from), primaries().stream()).distinct().toList()) {
      ok(node, "CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id(to));
    }
  }

  private static List<String> keys(int slot, RedisProcess node) {
    return node.command("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), "100")
        .lines()
        .filter(line -> !line.startsWith("*") && !line.startsWith("$"))
        .toList();
  }

  /** Removes the data of all primaries. */
  public void flush() {
    primaries().forEach(node -> ok(node, "FLUSHALL"));
  }

  /** A URL that names nodes. */
  public static String url(Collection<RedisProcess> nodes) {
    return nodes.stream()
        .map(node -> node.host() + ":" + node.port())
        .collect(Collectors.joining(",", "redis://", ""));
  }

  private static String id(RedisProcess node) {
    return node.command("CLUSTER", "MYID").lines().skip(1).findFirst().orElseThrow();
  }

  private static void ok(RedisProcess node, String... command) {
    String answer = node.command(command);
    if (!answer.startsWith("+OK")) {
      throw new IllegalStateException(command[0] + " " + command[1] + ": " + answer);
    }
  }

  @Override
  public void close() {
    nodes.forEach(RedisProcess::close);
  }
}

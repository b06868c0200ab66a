package dev.anyflix.redis.testing;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A primary, a replica of it and three sentinels that watch them, on loopback. */
public final class SentinelGroup implements AutoCloseable {

  /** What the sentinels call the primary. */
  public static final String NAME = "main";

  private static final int SENTINELS = 3;
  private static final int QUORUM = 2;

  private final List<RedisProcess> servers = new ArrayList<>();
  private final List<RedisProcess> sentinels = new ArrayList<>();

  private SentinelGroup() {}

  /**
   * Starts all five, and waits until the sentinels know each other and the replica.
   *
   * @param lines further lines of the configuration of each sentinel
   */
  public static SentinelGroup start(String... lines) {
    var group = new SentinelGroup();
    RedisProcess primary = RedisProcess.start();
    group.servers.add(primary);
    group.servers.add(
        RedisProcess.start("--replicaof", primary.host(), Integer.toString(primary.port())));
    for (int i = 0; i < SENTINELS; i++) {
      group.sentinels.add(RedisProcess.startSentinel(NAME, primary, QUORUM, lines));
    }
    Awaitility.await("the sentinels know the group")
        .atMost(Duration.ofSeconds(30))
        .until(() -> group.sentinels.stream().allMatch(SentinelGroup::isComplete));
    return group;
  }

  private static boolean isComplete(RedisProcess sentinel) {
    String info = sentinel.command("INFO", "sentinel");
    return info.contains("status=ok") && info.contains("slaves=1,sentinels=" + SENTINELS);
  }

  /** The URL of the group, with the name of the primary. */
  public String url() {
    return url(NAME);
  }

  public String url(String name) {
    return sentinels.stream()
        .map(sentinel -> sentinel.host() + ":" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "#" + name));
  }

  /** The server that takes the writes. */
  public RedisProcess primary() {
    return servers.stream()
        .filter(server -> server.isAlive() && isPrimary(server))
        .findFirst()
        .orElseThrow();
  }

  /** The server that does not take the writes. */
  public RedisProcess replica() {
    return servers.stream()
        .filter(server -> server.isAlive() && !isPrimary(server))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a server takes writes; false also while it closes connections to change its role. */
  public static boolean isPrimary(RedisProcess server) {
    try {
      return server.command("ROLE").contains("master");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Lets the sentinels exchange primary and replica. */
  public void failOver() {
    String answer = sentinels.get(0).command("SENTINEL", "FAILOVER", NAME);
    if (!answer.startsWith("+OK")) {
      throw new IllegalStateException(answer);
    }
  }

  @Override
  public void close() {
    sentinels.forEach(RedisProcess::close);
    servers.forEach(RedisProcess::close);
  }
}

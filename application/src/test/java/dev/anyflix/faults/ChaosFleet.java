package dev.anyflix.faults;

import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.TcpProxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** Instances in processes of their own, each with its own way to one Redis, over one upstream. */
final class ChaosFleet implements AutoCloseable {

  static final int SIZE = 3;

  private static final String[] PROMPT_REPLICATION = {"--repl-diskless-sync-delay", "0"};

  final OracleUpstream oracle = new OracleUpstream();

  /** The primary; {@link #swapRoles} makes it another one. */
  volatile RedisProcess redis = RedisProcess.start(PROMPT_REPLICATION);

  private volatile RedisProcess standby = RedisProcess.start(PROMPT_REPLICATION);
  final List<Member> members;

  /** One instance; disturbed while it cannot answer because of what is done to its process. */
  final class Member implements AutoCloseable {

    private final String name;
    private final Map<String, String> settings;
    final TcpProxy link = TcpProxy.to(redis.host(), redis.port());
    private final TcpProxy upstream = TcpProxy.to(oracle.url().getHost(), oracle.url().getPort());
    private final FakeTime clock = FakeTime.start();
    private final StringBuilder earlierLogs = new StringBuilder();
    private volatile ServiceProcess process;
    private volatile int disturbances;
    private volatile boolean cutOff;

    Member(String name, Map<String, String> moreSettings) {
      this.name = name;
      settings = new HashMap<>(Faults.settings(oracle, link.port()));
      settings.put("ANILIST_URL", "http://127.0.0.1:" + upstream.port() + "/");
      settings.putAll(moreSettings);
      settings.putAll(clock.environment());
      process = ServiceProcess.start(settings);
    }

    URI url() {
      return process.url();
    }

    /** Odd while disturbed. */
    int disturbances() {
      return disturbances;
    }

    boolean disturbed() {
      return disturbances % 2 == 1;
    }

    /** Ends the way to the upstream of this instance alone. */
    void cutOff() {
      cutOff = true;
      upstream.refuse();
      upstream.resetConnections();
    }

    void reconnect() {
      upstream.pass();
    }

    /** Whether this instance may still be unable to load; {@link #recovered} ends that. */
    boolean isCutOff() {
      return cutOff;
    }

    void recovered() {
      cutOff = false;
    }

    /** Steps the wall clock of the process, such as {@code -2h} from the real time. */
    void stepClock(String offset) {
      clock.step(offset);
    }

    void pause() {
      disturbances++;
      process.freeze();
    }

    void goOn() {
      process.thaw();
      disturbances++;
    }

    void kill() {
      disturbances++;
      process.kill();
      earlierLogs.append(process.log());
    }

    void startAgain() {
      process = ServiceProcess.start(settings);
      disturbances++;
    }

    String log() {
      return earlierLogs + process.log();
    }

    @Override
    public String toString() {
      return name;
    }

    @Override
    public void close() {
      process.close();
      link.close();
      upstream.close();
    }
  }

  ChaosFleet(Map<String, String> moreSettings) {
    List<CompletableFuture<Member>> starting = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      String name = "instance " + (i + 1);
      starting.add(CompletableFuture.supplyAsync(() -> new Member(name, moreSettings)));
    }
    members = starting.stream().map(CompletableFuture::join).toList();
  }

  /**
   * Makes the standby the primary and the primary its replica, behind the same addresses. Instances
   * stay connected with the one that they know. It stays a replica, because one that takes writes
   * again would be a second primary.
   */
  void swapRoles() {
    RedisProcess old = redis;
    RedisProcess next = standby;
    next.command("REPLICAOF", old.host(), Integer.toString(old.port()));
    Awaitility.await()
        .until(() -> next.command("INFO", "replication").contains("master_link_status:up"));
    next.command("REPLICAOF", "NO", "ONE");
    members.forEach(member -> member.link.leadTo(next.host(), next.port()));
    old.command("REPLICAOF", next.host(), Integer.toString(next.port()));
    redis = next;
    standby = old;
  }

  /** Deletes every key of the service that is not an entry. */
  void loseBookkeeping() {
    redis.command(
        "EVAL",
        "for _, key in ipairs(redis.call('KEYS', 'anyflix:*')) do redis.call('DEL', key) end",
        "0");
  }

  /** Lets each write evict keys at random, the record of clears among them. */
  void evict() {
    String memory = redis.command("INFO", "memory").replaceAll("(?s).*used_memory:(\\d+).*", "$1");
    redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
    redis.command("CONFIG", "SET", "maxmemory", memory);
  }

  @Override
  public void close() {
    members.forEach(Member::close);
    redis.close();
    standby.close();
    oracle.close();
  }
}

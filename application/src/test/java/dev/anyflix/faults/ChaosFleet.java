package dev.anyflix.faults;

import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.TcpProxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Instances in processes of their own, each with its own way to one Redis, over one upstream. */
final class ChaosFleet implements AutoCloseable {

  static final int SIZE = 3;

  final OracleUpstream oracle = new OracleUpstream();
  final RedisProcess redis = RedisProcess.start();
  final List<Member> members;

  /** One instance; disturbed while it cannot answer because of what is done to its process. */
  final class Member implements AutoCloseable {

    private final String name;
    private final Map<String, String> settings;
    final TcpProxy link = TcpProxy.to(redis.host(), redis.port());
    private final StringBuilder earlierLogs = new StringBuilder();
    private volatile ServiceProcess process;
    private volatile int disturbances;

    Member(String name, Map<String, String> moreSettings) {
      this.name = name;
      settings = new HashMap<>(Faults.settings(oracle, link.port()));
      settings.putAll(moreSettings);
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

  @Override
  public void close() {
    members.forEach(Member::close);
    redis.close();
    oracle.close();
  }
}

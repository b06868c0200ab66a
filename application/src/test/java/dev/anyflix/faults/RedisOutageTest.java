package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redis goes away under a service in a process of its own, and comes back. */
@Tag("faults")
final class RedisOutageTest {

  private static final int WARM_KEYS = 50;
  private static final int RATE = 200;
  private static final Duration BACK_WITHIN = Duration.ofSeconds(2);

  /** What a busy machine may add to any time measured. */
  private static final double NOISE_MILLIS = 60;

  private final OracleUpstream oracle = new OracleUpstream();
  private final RedisProcess redis = RedisProcess.start();
  private final Client client = new Client();
  private long warningsBefore;
  private final List<AutoCloseable> open = new ArrayList<>(List.of(oracle, redis));

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private ServiceProcess service() {
    ServiceProcess service = ServiceProcess.start(Faults.settings(oracle, redis.port()));
    open.add(service);
    return service;
  }

  private ServiceProcess warmService() {
    ServiceProcess service = service();
    Faults.awaitState(client, service.url(), "up");
    for (int id = 1; id <= WARM_KEYS; id++) {
      assertThat(client.get(service.url(), id).ok()).isTrue();
    }
    client.steadily(service.url(), RATE, Duration.ofSeconds(2), n -> 1 + n % WARM_KEYS);
    warningsBefore = service.warnings();
    return service;
  }

  private List<Reply> load(ServiceProcess service, int seconds) {
    return client.steadily(
        service.url(), RATE, Duration.ofSeconds(seconds), n -> 1 + n % WARM_KEYS);
  }

  @Test
  void redisAbsentAtStartIsUsedSoonAfterItComes() {
    redis.kill();
    ServiceProcess service = service();
    assertThat(client.get(service.url(), 1).ok()).isTrue();
    assertThat(Faults.state(client, service.url())).isEqualTo("down");
    List<Reply> meanwhile = load(service, Faults.SHORT ? 2 : 10);
    assertThat(meanwhile).allMatch(Reply::ok);

    redis.restart();
    long millis = Faults.awaitState(client, service.url(), "up");

    Faults.report("Redis came after the start: used after %d ms", millis);
    assertThat(millis).isLessThanOrEqualTo(BACK_WITHIN.toMillis());
    assertThat(service.warnings()).isEqualTo(1);
  }

  @Test
  void killingRedisUnderLoadFailsAndSlowsNoRequest() {
    ServiceProcess service = warmService();
    List<Reply> before = load(service, 3);
    CompletableFuture<Void> kill = in(Duration.ofMillis(500), redis::kill);
    List<Reply> during = load(service, 3);
    kill.join();
    redis.restart();
    long back = Faults.awaitState(client, service.url(), "up");

    verdict("SIGKILL", service, before, during, back);
  }

  @Test
  void freezingRedisUnderLoadFailsAndSlowsNoRequest() {
    ServiceProcess service = warmService();
    List<Reply> before = load(service, 3);
    CompletableFuture<Void> freeze = in(Duration.ofMillis(500), redis::freeze);
    List<Reply> during = load(service, 3);
    freeze.join();
    Reply cold = client.get(service.url(), 10_000);
    redis.thaw();
    long back = Faults.awaitState(client, service.url(), "up");

    verdict("SIGSTOP", service, before, during, back);
    assertThat(cold.ok()).isTrue();
    assertThat(cold.millis()).isLessThan(Faults.REDIS_TIMEOUT_MILLIS + NOISE_MILLIS * 4);
  }

  private void verdict(
      String fault, ServiceProcess service, List<Reply> before, List<Reply> during, long back) {
    double p99Before = Client.p99Millis(before);
    double p99During = Client.p99Millis(during);
    Faults.report(
        "%s under %d/s: %d failed of %d, p99 %.1f ms before and %.1f ms during, max %.1f ms,"
            + " back after %d ms, %d WARN",
        fault,
        RATE,
        during.stream().filter(reply -> !reply.ok()).count(),
        during.size(),
        p99Before,
        p99During,
        Client.maxMillis(during),
        back,
        service.warnings() - warningsBefore);
    assertThat(during).allMatch(Reply::ok);
    assertThat(p99During).isLessThanOrEqualTo(Math.max(1.5 * p99Before, NOISE_MILLIS));
    assertThat(back).isLessThanOrEqualTo(BACK_WITHIN.toMillis());
    assertThat(service.warnings() - warningsBefore).isEqualTo(1);
  }

  @Test
  void aBlipDoesNotLeaveTheBreakerOpen() {
    ServiceProcess service = warmService();
    redis.freeze();
    CompletableFuture<Void> thaw = in(Duration.ofMillis(300), redis::thaw);
    Reply cold = client.get(service.url(), 20_000);
    thaw.join();
    long back = Faults.awaitState(client, service.url(), "up");

    Faults.report(
        "blip of 300 ms: a cold request took %.0f ms, back after %d ms", cold.millis(), back);
    assertThat(cold.ok()).isTrue();
    assertThat(back).isLessThan(1000);
  }

  private CompletableFuture<Void> in(Duration delay, Runnable action) {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    open.add(timer::shutdownNow);
    var done = new CompletableFuture<Void>();
    timer.schedule(
        () -> {
          action.run();
          done.complete(null);
        },
        delay.toMillis(),
        TimeUnit.MILLISECONDS);
    return done;
  }
}

package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis that is far away: loads that outlive their lease, and misses that wait for it. */
@Tag("faults")
final class SlowRedisTest {

  private static final Duration SLOW_LOAD = Duration.ofSeconds(6);
  private static final int MISSES = 20;

  private final OracleUpstream oracle = new OracleUpstream();
  private final RedisProcess redis = RedisProcess.start();
  private final TcpProxy link = TcpProxy.to(redis.host(), redis.port());
  private final Client client = new Client();
  private final List<ServiceProcess> services = new ArrayList<>();

  @AfterEach
  void stop() {
    services.forEach(ServiceProcess::close);
    link.close();
    redis.close();
    oracle.close();
  }

  private void start(int instances, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Faults.settings(oracle, link.port()));
    settings.putAll(more);
    for (int i = 0; i < instances; i++) {
      ServiceProcess service = ServiceProcess.start(settings);
      services.add(service);
      Faults.awaitState(client, service.url(), "up");
      for (int id = 1; id <= 100; id++) {
        assertThat(client.get(service.url(), id).ok()).isTrue();
      }
    }
  }

  @ParameterizedTest(name = "{0} loads")
  @ValueSource(ints = {60, 200})
  void slowLoadsKeepTheirLocks(int loads) {
    start(2, Map.of("REDIS_TIMEOUT_MS", "1000"));
    int before = oracle.calls();
    link.delay(Duration.ofMillis(30));
    oracle.latency(SLOW_LOAD);
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    for (int id = 1000; id < 1000 + loads; id++) {
      for (ServiceProcess service : services) {
        asked.add(client.later(service.url(), id));
      }
    }
    List<Reply> replies = asked.stream().map(CompletableFuture::join).toList();

    Faults.report(
        "%d loads of %d s at 60 ms per round trip, 2 instances: %d upstream calls, %d answers not"
            + " 200, slowest %.0f ms",
        loads,
        SLOW_LOAD.toSeconds(),
        oracle.calls() - before,
        replies.stream().filter(reply -> !reply.ok()).count(),
        Client.maxMillis(replies));
    assertThat(replies).allMatch(Reply::ok);
    assertThat(oracle.calls() - before).isEqualTo(loads);
  }

  @ParameterizedTest(name = "{0} ms per round trip")
  @ValueSource(ints = {20, 100, 180})
  void missWaitsForRedisNoLongerThanItsTimeout(int roundTripMillis) {
    start(1, Map.of());
    link.delay(Duration.ofMillis(roundTripMillis / 2));
    List<Reply> replies =
        client.steadily(services.get(0).url(), 2, Duration.ofSeconds(10), n -> 5000 + n);

    double median = replies.stream().mapToDouble(Reply::millis).sorted().toArray()[MISSES / 2];

    Faults.report(
        "misses at %d ms per round trip: median %.0f ms, slowest %.0f ms",
        roundTripMillis, median, Client.maxMillis(replies));
    assertThat(replies).hasSize(MISSES).allMatch(Reply::ok);
    assertThat(median).isLessThan(Faults.REDIS_TIMEOUT_MILLIS + 100);
  }
}

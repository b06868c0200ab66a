package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many callers at each of three processes ask for one missing key at once; {@code
 * -Dfaults.callers=1000} makes them a thousand each.
 */
@Tag("faults")
final class OneLoadTest {

  private static final int PROCESSES = 3;
  private static final int CALLERS = Integer.getInteger("faults.callers", Faults.SHORT ? 20 : 60);
  private static final int KEY = 42;

  private final OracleUpstream oracle = new OracleUpstream();
  private final RedisProcess redis = RedisProcess.start();
  private final Client client = new Client();
  private final List<ServiceProcess> services = new ArrayList<>();
  private int before;

  @BeforeEach
  void start() {
    Map<String, String> settings = new HashMap<>(Faults.settings(oracle, redis.port()));
    settings.put("UPSTREAM_TIMEOUT_MS", "20000");
    List<CompletableFuture<ServiceProcess>> starting = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      starting.add(CompletableFuture.supplyAsync(() -> ServiceProcess.start(settings)));
    }
    starting.forEach(each -> services.add(each.join()));
    services.forEach(service -> Faults.awaitState(client, service.url(), "up"));
    services.forEach(this::warmUp);
    before = oracle.calls();
  }

  /** What is measured is a cold key, not a cold Java machine. */
  private void warmUp(ServiceProcess service) {
    for (int round = 0; round < 3; round++) {
      List<CompletableFuture<Reply>> asked = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        asked.add(client.later(service.url(), 1000 + i % 50));
      }
      answers(asked);
    }
  }

  private int calls() {
    return oracle.calls() - before;
  }

  @AfterEach
  void stop() {
    services.forEach(ServiceProcess::close);
    redis.close();
    oracle.close();
  }

  private List<CompletableFuture<Reply>> callAll(List<ServiceProcess> whom) {
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      whom.forEach(service -> asked.add(client.later(service.url(), KEY)));
    }
    return asked;
  }

  private static List<Reply> answers(List<CompletableFuture<Reply>> asked) {
    return asked.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void theUpstreamIsAskedOnce() {
    oracle.latency(Duration.ofMillis(1500));
    List<Reply> replies = answers(callAll(services));

    Faults.report(
        "%d callers x %d processes, one cold key: %d upstream calls, slowest %.0f ms",
        CALLERS, PROCESSES, calls(), Client.maxMillis(replies));
    assertThat(replies).hasSize(CALLERS * PROCESSES).allMatch(Reply::ok);
    assertThat(replies).allMatch(reply -> reply.version() == 1);
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void whenTheLoadingProcessDiesTheUpstreamIsAskedOnceMore() {
    oracle.hold();
    CompletableFuture<Reply> first = client.later(services.get(0).url(), KEY);
    Awaitility.await().until(() -> calls() == 1);
    List<ServiceProcess> others = services.subList(1, PROCESSES);
    List<CompletableFuture<Reply>> asked = callAll(others);
    services.get(0).kill();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> calls() == 2);
    oracle.release();
    List<Reply> replies = answers(asked);

    Faults.report(
        "the loader was killed: %d upstream calls, slowest %.0f ms",
        calls(), Client.maxMillis(replies));
    assertThat(first.join().status()).isZero();
    assertThat(replies).allMatch(Reply::ok);
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void aLoaderThatWasPausedDoesNotBringAnOldAnswerBack() {
    oracle.hold();
    CompletableFuture<Reply> paused = client.later(services.get(0).url(), KEY);
    Awaitility.await().until(() -> calls() == 1);
    services.get(0).freeze();
    CompletableFuture<Reply> other = client.later(services.get(1).url(), KEY);
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> calls() == 2);
    oracle.release();
    assertThat(other.join().version()).isEqualTo(2);
    services.get(0).thaw();
    assertThat(paused.join().ok()).isTrue();

    assertThat(client.get(services.get(0).url(), KEY).version()).isEqualTo(2);
    assertThat(client.get(services.get(2).url(), KEY).version()).isEqualTo(2);
    assertThat(client.get(services.get(1).url(), KEY).version()).isEqualTo(2);
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void aFailureIsSharedByAllAndTheUpstreamIsAskedAtMostOnceASecond() {
    oracle.failing(true);
    oracle.latency(Duration.ofMillis(1000));
    long start = System.nanoTime();
    List<Reply> replies = answers(callAll(services));
    double seconds = (System.nanoTime() - start) / 1e9;

    Faults.report(
        "%d callers x %d processes, failing upstream: %d calls in %.1f s, slowest %.0f ms",
        CALLERS, PROCESSES, calls(), seconds, Client.maxMillis(replies));
    assertThat(replies).hasSize(CALLERS * PROCESSES).allMatch(reply -> reply.status() == 503);
    assertThat((double) calls()).isLessThanOrEqualTo(2 + seconds);
  }
}

package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More answers than fit into the heap, one after the other, through a small Java machine. */
@Tag("faults")
final class HeapBoundTest {

  /** A little less than the longest text of an answer. */
  private static final int BODY_BYTES = 96_000;

  private static final long TOTAL_BYTES = Faults.SHORT ? 400_000_000L : 2_000_000_000L;
  private static final int AT_ONCE = 4;

  private final Client client = new Client();

  @Test
  void theHeapHoldsHoweverManyDistinctBodiesPassThroughIt() {
    try (var oracle = new OracleUpstream();
        var service = ServiceProcess.start(memoryOnly(oracle), "-Xmx256m")) {
      oracle.padding(BODY_BYTES);
      int bodies = (int) (TOTAL_BYTES / BODY_BYTES);
      Deque<CompletableFuture<Reply>> underWay = new ArrayDeque<>();
      int failed = 0;
      for (int id = 1; id <= bodies; id++) {
        underWay.add(client.later(service.url(), id));
        if (underWay.size() == AT_ONCE && !underWay.remove().join().ok()) {
          failed++;
        }
      }
      failed += (int) underWay.stream().filter(reply -> !reply.join().ok()).count();

      String stats = client.text(service.url(), "/admin/cache/stats");
      String memory = stats.replaceAll(".*\"memory\":(\\{[^}]*}).*", "$1");
      Faults.report(
          "%d distinct bodies of %d bytes through -Xmx256m: %d failed, memory %s",
          bodies, BODY_BYTES, failed, memory);
      assertThat(failed).isZero();
      assertThat(memory).containsPattern("\"evictions\":[1-9]\\d{2,}");
      assertThat(service.log()).doesNotContain("OutOfMemory");
      whatIsAskedForAgainIsKept(service, bodies);
    }
  }

  /** Caffeine may turn away what was asked for but once. */
  private void whatIsAskedForAgainIsKept(ServiceProcess service, int id) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> client.get(service.url(), id).cacheStatus().contains("hit"));
  }

  private static Map<String, String> memoryOnly(OracleUpstream oracle) {
    Map<String, String> settings = new HashMap<>(Faults.settings(oracle, 1));
    settings.put("REDIS_HOST", "");
    return settings;
  }
}

package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Long answers to clients that take gzip, at the defaults, on machines with little memory. Only the
 * timeout of the upstream is longer, because what is tested is the heap.
 */
@Tag("faults")
final class SmallMachineTest {

  private static final int BODY_BYTES = 96_000;
  private static final int CLIENTS = 8;
  private static final int IDS = Faults.SHORT ? 1000 : 3000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @ParameterizedTest
  @CsvSource({"256m", "512m"})
  void longAnswersAreServedWithLittleMemory(String maxRam) throws Exception {
    try (var oracle = new OracleUpstream();
        var service =
            ServiceProcess.start(
                memoryOnly(oracle), "-XX:MaxRAM=" + maxRam, "-XX:+ExitOnOutOfMemoryError")) {
      oracle.randomPadding(BODY_BYTES);
      var statuses = new HashMap<Integer, Integer>();
      long start = System.nanoTime();
      for (Future<Map<Integer, Integer>> client : load(service.url())) {
        client.get().forEach((status, count) -> statuses.merge(status, count, Integer::sum));
      }
      long millis = (System.nanoTime() - start) / 1_000_000;

      String stats = new Client().text(service.url(), "/admin/cache/stats");
      Faults.report(
          "-XX:MaxRAM=%s, %d distinct answers of %d bytes twice, gzip, %d clients: %s in %d ms,"
              + " memory %s",
          maxRam,
          IDS,
          BODY_BYTES,
          CLIENTS,
          statuses,
          millis,
          stats.replaceAll(".*\"memory\":(\\{[^}]*}).*", "$1"));
      assertThat(statuses).containsOnlyKeys(200).containsEntry(200, 2 * IDS);
      assertThat(service.isAlive()).isTrue();
      assertThat(service.log()).doesNotContain("OutOfMemory");
    }
  }

  /** Each client requests its share of the ids, each id twice in a row. */
  private List<Future<Map<Integer, Integer>>> load(URI service) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      var next = new AtomicInteger();
      List<Callable<Map<Integer, Integer>>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            () -> {
              Map<Integer, Integer> statuses = new HashMap<>();
              for (int id = next.incrementAndGet(); id <= IDS; id = next.incrementAndGet()) {
                statuses.merge(get(service, id), 1, Integer::sum);
                statuses.merge(get(service, id), 1, Integer::sum);
              }
              return statuses;
            });
      }
      return threads.invokeAll(clients);
    } finally {
      threads.shutdown();
    }
  }

  private int get(URI service, int id) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("/api/anilist/media/" + id))
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() == 200) {
      assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    }
    return response.statusCode();
  }

  private static Map<String, String> memoryOnly(OracleUpstream oracle) {
    Map<String, String> settings = new HashMap<>(Faults.settings(oracle, 1));
    settings.put("REDIS_HOST", "");
    settings.put("UPSTREAM_TIMEOUT_MS", "30000");
    return settings;
  }
}

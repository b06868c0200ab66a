package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The promise of the cache on a Zipf stream of requests, measured through the whole service and
 * printed.
 *
 * <p>{@code -Dzipf.full=true} runs it at its full size, as docs/performance.md tells; {@code
 * -Dzipf.seed} repeats a stream.
 */
@Tag("faults")
final class ZipfPromiseTest {

  private static final boolean FULL = Boolean.getBoolean("zipf.full");
  private static final int REQUESTS = 20_000;
  private static final int IDS = 2_000;
  private static final int CLIENTS = 4;
  private static final Duration LATENCY = Duration.ofMillis(FULL ? 200 : 10);

  private final HttpClient client = HttpClient.newHttpClient();

  /** How one request ended. */
  private record Timing(boolean hit, long nanos) {}

  @Test
  void aZipfStreamIsServedFromTheCacheBeyondThePromise() throws Exception {
    long seed = Long.getLong("zipf.seed", System.nanoTime());
    int[] stream = zipf(new Random(seed));
    try (DemoUpstream upstream =
            DemoUpstream.start(DemoOptions.HEALTHY.withLatency(LATENCY), Clock.systemUTC());
        App app = App.with(settings(upstream)).start()) {
      List<Timing> timings = played(stream, app);
      double hits = 100.0 * timings.stream().filter(Timing::hit).count() / REQUESTS;
      double fewer = 100 - 100.0 * upstream.calls() / REQUESTS;
      double[] hit = sortedMillis(timings, true);
      double[] miss = sortedMillis(timings, false);
      double medianFaster = median(miss) / median(hit);
      double meanFaster = mean(miss) / mean(hit);

      System.out.printf(
          """
          Zipf s=1, seed %d: %d requests over %d ids (%d different), upstream of %d ms, %d clients
            hit ratio       %.1f %%
            upstream calls  %d, %.1f %% fewer than requests
            hit             median %.3f ms, mean %.3f ms, p99 %.3f ms
            miss            median %.1f ms, mean %.1f ms, p99 %.1f ms
            a hit is faster %.0f times by median, %.0f times by mean
          """,
          seed,
          REQUESTS,
          IDS,
          Arrays.stream(stream).distinct().count(),
          LATENCY.toMillis(),
          CLIENTS,
          hits,
          upstream.calls(),
          fewer,
          median(hit),
          mean(hit),
          hit[hit.length * 99 / 100],
          median(miss),
          mean(miss),
          miss[miss.length * 99 / 100],
          medianFaster,
          meanFaster);
      assertThat(hits).isGreaterThanOrEqualTo(85);
      assertThat(fewer).isGreaterThanOrEqualTo(50);
      assertThat(medianFaster).isGreaterThanOrEqualTo(2);
    }
  }

  private static Settings settings(DemoUpstream upstream) {
    return Settings.of(
        Map.of(
            "HOST", "127.0.0.1",
            "PORT", "0",
            "REDIS_HOST", "",
            "ANILIST_URL", upstream.url("ANILIST_URL").toString(),
            "ANILIST_REQUESTS_PER_MINUTE", "10000000"));
  }

  /** The ids asked for, 0 the most often: each is drawn with a chance of 1 to its rank. */
  private static int[] zipf(Random random) {
    double[] upTo = new double[IDS];
    double sum = 0;
    for (int i = 0; i < IDS; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
    int[] stream = new int[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
      stream[i] = Math.min(IDS - 1, found < 0 ? -found - 1 : found);
    }
    return stream;
  }

  private List<Timing> played(int[] stream, App app) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<List<Timing>>> parts = new ArrayList<>();
      for (int first = 0; first < CLIENTS; first++) {
        int mine = first;
        parts.add(
            () -> {
              List<Timing> timings = new ArrayList<>();
              for (int i = mine; i < stream.length; i += CLIENTS) {
                timings.add(ask(app, stream[i]));
              }
              return timings;
            });
      }
      List<Timing> all = new ArrayList<>();
      for (Future<List<Timing>> part : clients.invokeAll(parts)) {
        all.addAll(part.get());
      }
      return all;
    } finally {
      clients.shutdownNow();
    }
  }

  /** Asks for one of the ids: so many pages of so many sizes are as many different requests. */
  private Timing ask(App app, int id) throws Exception {
    URI uri =
        app.url()
            .resolve("/api/anilist/search?perPage=" + (id % 50 + 1) + "&page=" + (id / 50 + 1));
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    long start = System.nanoTime();
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    long took = System.nanoTime() - start;
    assertThat(response.statusCode()).isEqualTo(200);
    String status = response.headers().firstValue("Cache-Status").orElseThrow();
    return new Timing(status.startsWith("anyflix; hit"), took);
  }

  private static double[] sortedMillis(List<Timing> timings, boolean hit) {
    return timings.stream()
        .filter(timing -> timing.hit() == hit)
        .mapToDouble(timing -> timing.nanos() / 1e6)
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}

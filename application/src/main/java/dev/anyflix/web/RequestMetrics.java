package dev.anyflix.web;

import io.javalin.http.Context;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Times every request by its route, method and status. Paths without a route are one, and so are
 * methods that HTTP does not know, so that no client can make up labels. Thread safe.
 *
 * <p>A hit is timed as often as it is answered: it costs a look-up and two adders here, and reads
 * no clock of its own, which a timer of the registry would do twice.
 */
final class RequestMetrics implements Collector {

  static final String OTHER = "other";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  /** The upper ends of the buckets; one more takes what is longer. */
  private static final long[] BUCKETS =
      Stream.of(1, 5, 10, 50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000)
          .mapToLong(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  private record Kind(String method, String route, int status) {}

  private final ConcurrentMap<Kind, Times> times = new ConcurrentHashMap<>();

  /** How long the requests of one kind took. */
  private static final class Times {
    private final LongAdder[] counts =
        Stream.generate(LongAdder::new).limit(BUCKETS.length + 1L).toArray(LongAdder[]::new);
    private final LongAdder nanos = new LongAdder();

    void add(long took) {
      int bucket = 0;
      while (bucket < BUCKETS.length && took > BUCKETS[bucket]) {
        bucket++;
      }
      counts[bucket].increment();
      nanos.add(took);
    }

    HistogramDataPointSnapshot snapshot(Kind kind) {
      return HistogramDataPointSnapshot.builder()
          .labels(
              Labels.of(
                  "method", kind.method(),
                  "status", Integer.toString(kind.status()),
                  "uri", kind.route()))
          .sum(nanos.sum() / 1e9)
          .classicHistogramBuckets(buckets())
          .build();
    }

    private ClassicHistogramBuckets buckets() {
      var buckets = ClassicHistogramBuckets.builder();
      for (int i = 0; i < counts.length; i++) {
        double end = i < BUCKETS.length ? BUCKETS[i] / 1e9 : Double.POSITIVE_INFINITY;
        buckets.bucket(end, counts[i].sum());
      }
      return buckets.build();
    }
  }

  /** The path of the route that a request has come to, its parameters by name. */
  static String routeOf(Context ctx) {
    var last = ctx.endpoints().lastHttpEndpoint();
    return last == null ? OTHER : last.path;
  }

  /**
   * Times a request that has been answered.
   *
   * @param nanos how long it took
   */
  void record(String method, String route, int status, long nanos) {
    var kind = new Kind(METHODS.contains(method) ? method : OTHER, route, status);
    Times known = times.get(kind);
    if (known == null) {
      known = times.computeIfAbsent(kind, absent -> new Times());
    }
    known.add(nanos);
  }

  @Override
  public MetricSnapshot collect() {
    var all =
        HistogramSnapshot.builder()
            .name("http_server_requests_seconds")
            .help("How long requests took until their answer was ready to be sent");
    times.forEach((kind, taken) -> all.dataPoint(taken.snapshot(kind)));
    return all.build();
  }
}

package dev.anyflix.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Times every request by its route, method and status. Paths without a route are one, and so are
 * methods that HTTP does not know, so that no client can make up labels. Thread safe.
 */
final class RequestMetrics {

  private static final String START = "anyflix.start";
  private static final String OTHER = "other";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private record Kind(String method, String route, int status) {}

  private final MeterRegistry registry;
  private final ConcurrentMap<Kind, Timer> timers = new ConcurrentHashMap<>();

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void register(JavalinConfig config) {
    config.routes.before(ctx -> ctx.attribute(START, System.nanoTime()));
    config.routes.after(this::record);
  }

  /** Leaves this request out: an answer without an end has no time worth counting. */
  static void leaveOut(Context ctx) {
    ctx.attribute(START, null);
  }

  /** Nanoseconds since the request was taken; 0 when it never was. */
  static long nanosSoFar(Context ctx) {
    Long start = ctx.attribute(START);
    return start == null ? 0 : System.nanoTime() - start;
  }

  private void record(Context ctx) {
    Long start = ctx.attribute(START);
    if (start == null) {
      return;
    }
    record(ctx.method().name(), routeOf(ctx), ctx.statusCode(), start);
  }

  /** The path of the route that a request has come to, its parameters by name. */
  static String routeOf(Context ctx) {
    var last = ctx.endpoints().lastHttpEndpoint();
    return last == null ? OTHER : last.path;
  }

  /**
   * Times a request that has been answered.
   *
   * @param start when it began, by {@link System#nanoTime()}
   */
  void record(String method, String route, int status, long start) {
    var kind = new Kind(METHODS.contains(method) ? method : OTHER, route, status);
    Timer timer = timers.get(kind);
    if (timer == null) {
      timer = timers.computeIfAbsent(kind, this::newTimer);
    }
    timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  private Timer newTimer(Kind kind) {
    return Timer.builder("http.server.requests")
        .description("How long requests took until their answer was ready to be sent")
        .serviceLevelObjectives(BUCKETS)
        .tag("method", kind.method())
        .tag("uri", kind.route())
        .tag("status", Integer.toString(kind.status()))
        .register(registry);
  }
}

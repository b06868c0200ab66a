package dev.anyflix.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Times every request by its route, method and status. Thread safe. */
final class RequestMetrics {

  private static final String START = "anyflix.start";

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

  private void record(Context ctx) {
    Long start = ctx.attribute(START);
    if (start == null) {
      return;
    }
    var last = ctx.endpoints().lastHttpEndpoint();
    String route = last == null ? "none" : last.path;
    var kind = new Kind(ctx.method().name(), route, ctx.statusCode());
    Timer timer = timers.get(kind);
    if (timer == null) {
      timer = timers.computeIfAbsent(kind, this::newTimer);
    }
    timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  private Timer newTimer(Kind kind) {
    return Timer.builder("http.server.requests")
        .tag("method", kind.method())
        .tag("uri", kind.route())
        .tag("status", Integer.toString(kind.status()))
        .register(registry);
  }
}

package dev.anyflix.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and times every request once its answer has been sent. Thread safe.
 *
 * <p>Metrics have the labels method, route and status. Paths without a route share one label, and
 * so do unknown methods, so that clients cannot create labels.
 */
final class RequestRecorder implements RequestLog {

  private static final Logger log = LoggerFactory.getLogger("dev.anyflix.Requests");
  private static final String OTHER = "other";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final Duration[] BUCKETS =
      Stream.of(1, 5, 10, 50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private record Labels(String method, String route, int status) {}

  private final Supplier<? extends MeterRegistry> registry;
  private final ClientAddresses clients;
  private final ConcurrentMap<Labels, Timer> timers = new ConcurrentHashMap<>();

  /**
   * @param registry the registry of the metrics, taken at the first request
   */
  RequestRecorder(Supplier<? extends MeterRegistry> registry, ClientAddresses clients) {
    this.registry = registry;
    this.clients = clients;
  }

  @Override
  public void log(Request request, Response response) {
    ServiceRequest known = ServiceRequest.of(request);
    long nanos = NanoTime.since(request.getHeadersNanoTime());
    if (log.isDebugEnabled()) {
      log.debug(
          "{} {} {} -> {} in {} ms, client {}",
          known == null ? "-" : known.id(),
          request.getMethod(),
          request.getHttpURI().getPath(),
          response.getStatus(),
          TimeUnit.NANOSECONDS.toMillis(nanos),
          clients.clientOf(request));
    }
    if (!isEventStream(response)) {
      String route = known == null ? ServiceRequest.NO_ROUTE : known.route();
      record(request.getMethod(), route, response.getStatus(), nanos);
    }
  }

  /** An event stream has no end, so its duration says nothing. */
  private static boolean isEventStream(Response response) {
    String type = response.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null && type.startsWith("text/event-stream");
  }

  private void record(String method, String route, int status, long nanos) {
    var labels = new Labels(METHODS.contains(method) ? method : OTHER, route, status);
    Timer timer = timers.get(labels);
    if (timer == null) {
      timer = timers.computeIfAbsent(labels, this::register);
    }
    timer.record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer register(Labels labels) {
    return Timer.builder("http.server.requests")
        .description("Time from the headers of a request to the end of its answer")
        .tag("method", labels.method())
        .tag("uri", labels.route())
        .tag("status", Integer.toString(labels.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry.get());
  }
}

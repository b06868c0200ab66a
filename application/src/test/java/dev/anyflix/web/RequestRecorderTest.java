package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.junit.jupiter.api.Test;

final class RequestRecorderTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RequestRecorder recorder =
      new RequestRecorder(() -> registry, new ClientAddresses(List.of()));

  private void record(String method, String route, String contentType) {
    Request request = mock(Request.class);
    when(request.getMethod()).thenReturn(method);
    when(request.getHttpURI()).thenReturn(HttpURI.from("http://localhost/api/x"));
    when(request.getHeaders()).thenReturn(HttpFields.EMPTY);
    when(request.getHeadersNanoTime()).thenReturn(NanoTime.now() - TimeUnit.SECONDS.toNanos(7));
    Response response = mock(Response.class);
    when(response.getStatus()).thenReturn(200);
    when(response.getHeaders())
        .thenReturn(HttpFields.build().add(HttpHeader.CONTENT_TYPE, contentType));
    Request known = request;
    if (!route.isEmpty()) {
      known = new ServiceRequest(request);
      ServiceRequest.setRoute(known, route);
    }
    recorder.log(known, response);
  }

  private Timer timer(String method, String route) {
    return registry
        .get("http.server.requests")
        .tags("method", method, "uri", route, "status", "200")
        .timer();
  }

  @Test
  void requestIsTimedFromItsHeadersByMethodRouteAndStatus() {
    record("GET", "/api/anilist/media/{id}", "application/json");
    record("GET", "/api/anilist/media/{id}", "application/json");
    record("HEAD", "/api/anilist/media/{id}", "application/json");

    Timer timer = timer("GET", "/api/anilist/media/{id}");
    assertThat(timer.count()).isEqualTo(2);
    assertThat(timer.totalTime(TimeUnit.SECONDS)).isBetween(14.0, 60.0);
    assertThat(timer("HEAD", "/api/anilist/media/{id}").count()).isEqualTo(1);
  }

  @Test
  void unknownMethodsAndRequestsWithoutARouteShareALabel() {
    record("FOO", "/health", "application/json");
    record("BAR", "/health", "application/json");
    record("GET", "", "application/json");

    assertThat(timer("other", "/health").count()).isEqualTo(2);
    assertThat(timer("GET", "other").count()).isEqualTo(1);
  }

  @Test
  void eventStreamIsNotTimed() {
    record("GET", "/admin/events", "text/event-stream;charset=utf-8");

    assertThat(registry.getMeters()).isEmpty();
  }
}

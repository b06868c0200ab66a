package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/** An upstream on loopback whose answers a test sets, with the client that calls it. */
public final class MockUpstream implements AutoCloseable {

  public static final Duration TIMEOUT = Duration.ofSeconds(8);

  private final MockWebServer server = new MockWebServer();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final Clock clock;
  private final SharedHttp http;
  private volatile Function<RecordedRequest, MockResponse> behaviour =
      request -> new MockResponse.Builder().code(500).build();

  public MockUpstream(Clock clock, UpstreamListener listener) {
    this.clock = clock;
    http = new SharedHttp("1.2.3", clock, listener);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return behaviour.apply(request);
          }
        });
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static MockUpstream open() {
    return new MockUpstream(Clock.systemUTC(), UpstreamListener.NONE);
  }

  public SharedHttp http() {
    return http;
  }

  public MockWebServer server() {
    return server;
  }

  /** Every request received so far, in order. */
  public List<RecordedRequest> requests() {
    return requests;
  }

  public void answers(Function<RecordedRequest, MockResponse> behaviour) {
    this.behaviour = behaviour;
  }

  public void answers(MockResponse response) {
    answers(request -> response);
  }

  public void answers(int status, String body) {
    answers(json(status, body).build());
  }

  public void isSilent() {
    answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
  }

  public static MockResponse.Builder json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body(body);
  }

  public UpstreamConfig config() {
    return config(new TokenBucket(600, Duration.ofMinutes(1), clock), TIMEOUT);
  }

  public UpstreamConfig config(Budget budget, Duration timeout) {
    URI url = server.url("/").uri();
    return new UpstreamConfig(URI.create(url.toString().replaceAll("/$", "")), timeout, budget);
  }

  public Call call() {
    return Call.before(clock.instant().plusSeconds(30));
  }

  public static Call callWithin(Duration time) {
    return Call.before(Instant.now().plus(time));
  }

  public RecordedRequest lastRequest() {
    return requests.get(requests.size() - 1);
  }

  public static MockResponse slowly(MockResponse.Builder response) {
    return response.throttleBody(1, 1, TimeUnit.SECONDS).build();
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }

  /** A body as the sources read it. */
  public static Json parsed(String body) {
    return Json.parse(body.getBytes(StandardCharsets.UTF_8));
  }
}

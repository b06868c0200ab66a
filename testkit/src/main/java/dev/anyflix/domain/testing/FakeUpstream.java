package dev.anyflix.domain.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An upstream on loopback whose answers a test sets. Closes itself after the test when it is
 * registered as an extension. Thread safe.
 */
public final class FakeUpstream implements AutoCloseable, AfterEachCallback {

  /** An answer of the upstream, with headers beside the type of its content. */
  public record Response(int status, String body, Map<String, String> headers) {

    public Response {
      headers = Map.copyOf(headers);
    }

    /** A JSON answer. */
    public static Response json(int status, String body) {
      return new Response(status, body, Map.of("Content-Type", "application/json"));
    }

    /** The same answer with one header more. */
    public Response with(String header, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(header, value);
      return new Response(status, body, more);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Function<String, Response> behaviour = request -> Response.json(500, "{}");
  private volatile boolean isSilent;

  public FakeUpstream() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] unused = exchange.getRequestBody().readAllBytes();
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      requests.add(request);
      if (isSilent) {
        closed.await();
        return;
      }
      Response response = behaviour.apply(request);
      byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
      response.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The base URL, without a slash at its end. */
  public URI url() {
    InetSocketAddress address = server.getAddress();
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /** Every request received so far, in order: {@code GET /films?page=2}. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /**
   * Sets the answers from now on.
   *
   * @param answers the answer to a request as in {@link #requests()}
   */
  public void answerWith(Function<String, Response> answers) {
    behaviour = answers;
    isSilent = false;
  }

  /** Sets the answer to every request from now on. */
  public void answerWith(Response response) {
    answerWith(request -> response);
  }

  /** Sets the JSON answer to every request from now on. */
  public void answerWith(int status, String body) {
    answerWith(Response.json(status, body));
  }

  /** Accepts requests and does not answer from now on. */
  public void stopAnswering() {
    isSilent = true;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

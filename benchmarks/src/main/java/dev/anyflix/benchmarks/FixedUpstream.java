package dev.anyflix.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * An AniList on loopback that answers every id after a fixed latency. The service's response for id
 * 1 has 2,198 bytes, about the size of a real one.
 */
final class FixedUpstream implements AutoCloseable {

  /** The path of the response that every server serves. */
  static final String PATH = "/api/anilist/media/1";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DESCRIPTION = 1596;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Duration latency;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger media = new AtomicInteger();
  private final Set<Integer> ids = ConcurrentHashMap.newKeySet();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger maxInFlight = new AtomicInteger();

  FixedUpstream(Duration latency) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.latency = latency;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** The number of calls so far. */
  int calls() {
    return calls.get();
  }

  /** The number of media that were requested so far, those of a batch each by itself. */
  int media() {
    return media.get();
  }

  /** The number of different media among them. */
  int differentMedia() {
    return ids.size();
  }

  /** The maximum number of calls in flight so far. */
  int maxInFlight() {
    return maxInFlight.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    maxInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try (exchange) {
      JsonNode variables = JSON.readTree(exchange.getRequestBody()).path("variables");
      JsonNode requested = variables.has("ids") ? variables.get("ids") : variables.path("id");
      media.addAndGet(Math.max(1, requested.size()));
      if (requested.isArray()) {
        requested.forEach(id -> ids.add(id.asInt()));
      } else {
        ids.add(requested.asInt(1));
      }
      TimeUnit.NANOSECONDS.sleep(latency.toNanos());
      byte[] body = data(variables).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      inFlight.decrementAndGet();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The response to a query for one id, or for a batch of ids. */
  private static String data(JsonNode variables) {
    if (!variables.has("ids")) {
      return "{\"data\":{\"Media\":" + media(variables.path("id").asInt(1)) + "}}";
    }
    String batch =
        StreamSupport.stream(variables.get("ids").spliterator(), false)
            .map(id -> media(id.asInt()))
            .collect(Collectors.joining(","));
    return "{\"data\":{\"Page\":{\"media\":[" + batch + "]}}}";
  }

  private static String media(int id) {
    var description = new StringBuilder();
    for (int years = 3; description.length() < DESCRIPTION; years += 7) {
      description
          .append("A crew of three looks for a ship that left port ")
          .append(years)
          .append(" years ago and finds its log instead. ");
    }
    return """
        {"id":%d,"type":"ANIME","title":{"userPreferred":"Number %d","english":"Number %d"},
        "popularity":%d,"description":"%s"}"""
        .formatted(id, id, id, id, description.substring(0, DESCRIPTION - 1) + ".");
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

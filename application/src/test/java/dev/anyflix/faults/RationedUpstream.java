package dev.anyflix.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anyflix.domain.testing.CallLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * AniList and TMDB on loopback, knowing every id, that answer no more calls in any window of a
 * period than they allow; those beyond get 429 with Retry-After.
 */
final class RationedUpstream implements AutoCloseable {

  /** An answer that every call gets instead of what it asks for. */
  record Refusal(int status, Duration retryAfter) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int limit;
  private final Duration period;
  private final Deque<Instant> window = new ArrayDeque<>();
  private final CallLog calls = new CallLog();
  private final CallLog refused = new CallLog();
  private volatile @Nullable Refusal refusal;

  RationedUpstream(int limit, Duration period) {
    this.limit = limit;
    this.period = period;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** All calls, the refused ones among them. */
  CallLog calls() {
    return calls;
  }

  /** The calls that were one too many. */
  CallLog refused() {
    return refused;
  }

  void refusing(@Nullable Refusal refusal) {
    this.refusal = refusal;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Instant now = Instant.now();
    calls.add(now);
    int asked = exchange.getRequestMethod().equals("POST") ? anilistId(exchange) : tmdbId(exchange);
    Refusal ordered = refusal;
    Refusal given = ordered == null ? overdrawn(now) : ordered;
    if (given != null) {
      long seconds = given.retryAfter().plusMillis(999).toSeconds();
      exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
      send(exchange, given.status(), "{\"errors\":[{\"status\":" + given.status() + "}]}");
    } else if (exchange.getRequestMethod().equals("POST")) {
      String media = "{\"id\":" + asked + ",\"type\":\"ANIME\",\"title\":{\"romaji\":\"A\"}}";
      send(exchange, 200, "{\"data\":{\"Media\":" + media + "}}");
    } else {
      send(exchange, 200, "{\"id\":" + asked + ",\"title\":\"A\"}");
    }
  }

  private synchronized @Nullable Refusal overdrawn(Instant now) {
    while (!window.isEmpty() && !window.getFirst().plus(period).isAfter(now)) {
      window.removeFirst();
    }
    if (window.size() < limit) {
      window.addLast(now);
      return null;
    }
    refused.add(now);
    return new Refusal(429, Duration.between(now, window.getFirst().plus(period)));
  }

  private static int anilistId(HttpExchange exchange) throws IOException {
    return JSON.readTree(exchange.getRequestBody()).at("/variables/id").asInt();
  }

  private static int tmdbId(HttpExchange exchange) {
    return Integer.parseInt(exchange.getRequestURI().getPath().replaceAll(".*/", ""));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.anyflix.faults;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
    boolean isAniList = exchange.getRequestMethod().equals("POST");
    JsonNode variables =
        isAniList ? JSON.readTree(exchange.getRequestBody()).at("/variables") : null;
    Refusal ordered = refusal;
    Refusal given = ordered == null ? overdrawn(now) : ordered;
    if (given != null) {
      long seconds = given.retryAfter().plusMillis(999).toSeconds();
      exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
      send(exchange, given.status(), "{\"errors\":[{\"status\":" + given.status() + "}]}");
    } else if (variables == null) {
      send(exchange, 200, tmdb(exchange.getRequestURI().getPath()));
    } else if (variables.has("ids")) {
      List<String> media = new ArrayList<>();
      variables.get("ids").forEach(id -> media.add(medium(id.asInt())));
      String page = "{\"media\":[" + String.join(",", media) + "]}";
      send(exchange, 200, "{\"data\":{\"Page\":" + page + "}}");
    } else {
      String media = medium(variables.path("id").asInt());
      send(exchange, 200, "{\"data\":{\"Media\":" + media + "}}");
    }
  }

  private static String medium(int id) {
    return "{\"id\":" + id + ",\"type\":\"ANIME\",\"title\":{\"romaji\":\"A\"}}";
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

  private static String tmdb(String path) {
    return path.endsWith("/configuration")
        ? "{\"images\":{\"base_url\":\"http://a.example/\",\"secure_base_url\":\"https://a.example/\"}}"
        : "{\"id\":" + path.replaceAll(".*/", "") + ",\"title\":\"A\"}";
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

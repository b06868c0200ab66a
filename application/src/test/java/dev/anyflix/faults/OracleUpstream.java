package dev.anyflix.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * An AniList on loopback that knows every id, numbers the versions of each and counts its calls.
 *
 * <p>The version of an answer is its number among the calls for the same id, given as the medium's
 * popularity; it is taken when the call arrives, so that an answer held back is an old one.
 */
final class OracleUpstream implements AutoCloseable {

  private static final String EMPTY_LISTS =
      """
      {
        "Page": {"pageInfo": {"hasNextPage": false}, "media": [], "airingSchedules": []},
        "GenreCollection": [],
        "MediaTagCollection": []
      }
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentMap<Integer, AtomicInteger> versions = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Duration latency = Duration.ZERO;
  private volatile boolean failing;
  private volatile String padding = "";
  private volatile CountDownLatch held = new CountDownLatch(0);

  OracleUpstream() {
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
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** How many media were requested, those of a batch each by itself. */
  int calls() {
    return calls.get();
  }

  /** The newest version of an id; 0 when it was never asked for. */
  int version(int id) {
    AtomicInteger version = versions.get(id);
    return version == null ? 0 : version.get();
  }

  void latency(Duration latency) {
    this.latency = latency;
  }

  void failing(boolean failing) {
    this.failing = failing;
  }

  /** Makes every answer this many bytes longer. */
  void padding(int bytes) {
    padding = ",\"description\":\"" + "lorem ipsum ".repeat(bytes / 12) + "\"";
  }

  /** As {@link #padding}, with text that hardly compresses. */
  void randomPadding(int bytes) {
    var random = new Random(1);
    var text = new StringBuilder(bytes);
    while (text.length() < bytes) {
      text.append((char) ('0' + random.nextInt(42)));
    }
    padding = ",\"description\":\"" + text.toString().replace("\\", "x").replace("<", "y") + "\"";
  }

  /** Keeps every call for titles that arrives from now on until it is released. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode query = JSON.readTree(exchange.getRequestBody());
    String data = data(query, this::medium);
    try {
      boolean timely = !isForTitles(query) || held.await(60, TimeUnit.SECONDS);
      if (!timely || !latency.isZero()) {
        TimeUnit.MILLISECONDS.sleep(latency.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String body =
        failing
            ? "{\"errors\":[{\"message\":\"down\",\"status\":500}],\"data\":null}"
            : "{\"data\":" + data + "}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(failing ? 500 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static boolean isForTitles(JsonNode query) {
    JsonNode variables = query.path("variables");
    return variables.has("id") || variables.has("ids");
  }

  /**
   * The data that AniList answers to a query for a title or a batch of titles. Lists are empty.
   *
   * @param medium the title with an id, as JSON
   */
  static String data(JsonNode query, IntFunction<String> medium) {
    if (!isForTitles(query)) {
      return EMPTY_LISTS;
    }
    JsonNode batch = query.at("/variables/ids");
    if (batch.isMissingNode()) {
      return "{\"Media\":" + medium.apply(query.at("/variables/id").asInt()) + "}";
    }
    List<String> media = new ArrayList<>();
    batch.forEach(id -> media.add(medium.apply(id.asInt())));
    return "{\"Page\":{\"media\":[" + String.join(",", media) + "]}}";
  }

  private String medium(int id) {
    calls.incrementAndGet();
    int version = versions.computeIfAbsent(id, first -> new AtomicInteger()).incrementAndGet();
    return "{\"id\":"
        + id
        + ",\"type\":\"ANIME\",\"title\":{\"userPreferred\":\"Number "
        + id
        + "\"},\"popularity\":"
        + version
        + padding
        + "}";
  }

  @Override
  public void close() {
    held.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

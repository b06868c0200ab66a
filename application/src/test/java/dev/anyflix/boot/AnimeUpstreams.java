package dev.anyflix.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An AniList that can fail and a Kitsu that cannot, on loopback. Both have the anime 1 to {@value
 * #COUNT}; Kitsu knows them by larger ids, and has no mapping of every {@value #UNMAPPED}th.
 */
final class AnimeUpstreams implements AutoCloseable {

  static final int COUNT = 200;
  static final int UNMAPPED = 20;
  private static final int OFFSET = 5000;
  private static final int PAGE = 20;

  /** How AniList answers. */
  enum State {
    HEALTHY,
    /** HTTP 403 with an error in JSON, as when AniList is switched off. */
    FORBIDDEN,
    UNAVAILABLE,
    /** HTTP 429 until in a minute. */
    LIMITED,
    /** Accepts connections and closes them without an answer. */
    CUT,
    FROZEN
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger anilistCalls = new AtomicInteger();
  private volatile State state = State.HEALTHY;

  AnimeUpstreams() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/anilist", this::anilist);
    server.createContext("/kitsu", this::kitsu);
    server.start();
  }

  void become(State next) {
    state = next;
  }

  /** How many calls AniList has got, failed ones included. */
  int anilistCalls() {
    return anilistCalls.get();
  }

  /** How many of the anime Kitsu has mappings of. */
  static int mappedCount() {
    return COUNT - COUNT / UNMAPPED;
  }

  static boolean isMapped(int id) {
    return id % UNMAPPED != 0;
  }

  /** The settings under which a service uses both. */
  Map<String, String> settings() {
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of(
        "HOST", "127.0.0.1",
        "PORT", "0",
        "REDIS_HOST", "",
        "ANILIST_URL", base + "/anilist",
        "KITSU_URL", base + "/kitsu",
        "INTERNET_ARCHIVE_URL", "http://127.0.0.1:1",
        "CACHE_PREFETCH", "false");
  }

  private void anilist(HttpExchange exchange) throws IOException {
    anilistCalls.incrementAndGet();
    JsonNode query = JSON.readTree(exchange.getRequestBody());
    switch (state) {
      case HEALTHY -> send(exchange, 200, "{\"data\":" + data(query) + "}");
      case FORBIDDEN ->
          send(exchange, 403, "{\"errors\":[{\"message\":\"disabled\",\"status\":403}]}");
      case UNAVAILABLE -> send(exchange, 503, "");
      case LIMITED -> {
        exchange.getResponseHeaders().set("Retry-After", "60");
        send(exchange, 429, "{\"errors\":[{\"message\":\"too many\",\"status\":429}]}");
      }
      case CUT -> exchange.close();
      case FROZEN -> {
        try {
          TimeUnit.SECONDS.sleep(60);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        exchange.close();
      }
    }
  }

  private static String data(JsonNode query) {
    JsonNode variables = query.get("variables");
    if (variables.has("ids")) {
      List<String> media = new ArrayList<>();
      variables.get("ids").forEach(id -> media.add(anilistAnime(id.asInt())));
      return page(media);
    }
    if (variables.has("id")) {
      return "{\"Media\":" + anilistAnime(variables.get("id").asInt()) + "}";
    }
    return page(IntStream.rangeClosed(1, PAGE).mapToObj(AnimeUpstreams::anilistAnime).toList());
  }

  private static String page(List<String> media) {
    return "{\"Page\":{\"pageInfo\":{\"hasNextPage\":true},\"media\":["
        + String.join(",", media)
        + "]}}";
  }

  private static String anilistAnime(int id) {
    return "{\"id\":%d,\"type\":\"ANIME\",\"title\":{\"userPreferred\":\"Anime %d\"}}"
        .formatted(id, id);
  }

  private void kitsu(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring("/kitsu".length());
    Map<String, String> query = query(exchange);
    String body;
    if (path.equals("/mappings")) {
      int id = Integer.parseInt(query.getOrDefault("filter[externalId]", "0"));
      boolean isKnown =
          id >= 1
              && id <= COUNT
              && isMapped(id)
              && query.getOrDefault("filter[externalSite]", "").equals("anilist/anime");
      body =
          isKnown
              ? "{\"data\":[%s],\"included\":[%s]}".formatted(mapping(id, true), kitsuAnime(id))
              : "{\"data\":[]}";
    } else if (path.equals("/anime")) {
      int offset = Integer.parseInt(query.getOrDefault("page[offset]", "0"));
      List<Integer> ids =
          IntStream.rangeClosed(offset + 1, Math.min(offset + PAGE, COUNT)).boxed().toList();
      body =
          "{\"data\":[%s],\"included\":[%s],\"links\":{}}"
              .formatted(
                  ids.stream().map(AnimeUpstreams::kitsuAnime).collect(Collectors.joining(",")),
                  ids.stream()
                      .filter(AnimeUpstreams::isMapped)
                      .map(id -> mapping(id, false))
                      .collect(Collectors.joining(",")));
    } else if (path.endsWith("/episodes")) {
      body =
          "{\"data\":[{\"id\":\"1\",\"type\":\"episodes\",\"attributes\":"
              + "{\"canonicalTitle\":\"The first\",\"number\":1}}],\"links\":{}}";
    } else {
      int id = Integer.parseInt(path.substring("/anime/".length())) - OFFSET;
      body =
          "{\"data\":%s,\"included\":[%s]}"
              .formatted(kitsuAnime(id), isMapped(id) ? mapping(id, false) : "");
    }
    send(exchange, 200, body);
  }

  private static String kitsuAnime(int id) {
    String mappings = isMapped(id) ? "{\"type\":\"mappings\",\"id\":\"%d\"}".formatted(id) : "";
    return """
        {"id":"%d","type":"anime","attributes":{"canonicalTitle":"Anime %d"},
         "relationships":{"mappings":{"data":[%s]}}}"""
        .formatted(id + OFFSET, id, mappings);
  }

  private static String mapping(int id, boolean withItem) {
    String item =
        withItem
            ? ",\"relationships\":{\"item\":{\"data\":{\"type\":\"anime\",\"id\":\"%d\"}}}"
                .formatted(id + OFFSET)
            : "";
    return """
        {"id":"%d","type":"mappings",
         "attributes":{"externalSite":"anilist/anime","externalId":"%d"}%s}"""
        .formatted(id, id, item);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    String text = exchange.getRequestURI().getRawQuery();
    return Stream.of(text == null ? new String[0] : text.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.anyflix.boot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A Jellyfin server on loopback with one film and one series. Its lists want the key in a header;
 * its files do not, as those of Jellyfin.
 */
final class JellyfinServer implements AutoCloseable {

  static final String KEY = "jellyfin-key-of-the-test";
  static final String FILM = "0000000000000000000000000000f117";
  static final String SERIES = "000000000000000000000000005e71e5";
  private static final String FIRST = "0000000000000000000000000000e101";

  private static final String FILM_JSON =
      """
      {"Id":"%s","Type":"Movie","Name":"The Matrix","ProductionYear":1999,
       "ProviderIds":{"Tmdb":"603","Imdb":"tt0133093"},"ImageTags":{"Primary":"tag"},
       "MediaSources":[
         {"Id":"hd","Name":"1080p","Container":"mkv","Size":4000000000,"MediaStreams":[
           {"Type":"Video"},{"Type":"Audio","Language":"eng"},{"Type":"Audio","Language":"jpn"}]},
         {"Id":"sd","Name":"480p","Container":"mp4","MediaStreams":[{"Type":"Audio"}]}]}"""
          .formatted(FILM);
  private static final String SERIES_JSON =
      """
      {"Id":"%s","Type":"Series","Name":"Breaking Bad","ProductionYear":2008,
       "ProviderIds":{"Tmdb":"1396"}}"""
          .formatted(SERIES);
  private static final String EPISODE_JSON =
      """
      {"Id":"%s","Type":"Episode","Name":"Pilot","SeriesId":"%s","ParentIndexNumber":1,
       "IndexNumber":1,"PremiereDate":"2008-01-20T00:00:00.0000000Z"}"""
          .formatted(FIRST, SERIES);

  private final HttpServer server;
  private final ConcurrentLinkedQueue<String> addresses = new ConcurrentLinkedQueue<>();

  JellyfinServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/media/Items", this::items);
    server.createContext("/media/Videos", exchange -> send(exchange, 200, "a film"));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/media";
  }

  /** The settings of a service that uses it. */
  Map<String, String> settings(String key) {
    return Map.of("JELLYFIN_URL", url(), "JELLYFIN_API_KEY", key);
  }

  /** The addresses that were asked for. */
  List<String> addresses() {
    return List.copyOf(addresses);
  }

  private void items(HttpExchange exchange) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    addresses.add(query);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("MediaBrowser Token=\"" + KEY + "\"").equals(authorization)) {
      send(exchange, 401, "");
    } else if (query.contains("ids=" + FILM)) {
      send(exchange, 200, list(FILM_JSON));
    } else if (query.contains("ids=" + SERIES)) {
      send(exchange, 200, list(SERIES_JSON));
    } else if (query.contains("parentId=" + SERIES)) {
      send(exchange, 200, list(EPISODE_JSON));
    } else {
      send(exchange, 200, list(FILM_JSON, SERIES_JSON));
    }
  }

  private static String list(String... items) {
    return "{\"Items\":[%s],\"TotalRecordCount\":%d}"
        .formatted(String.join(",", items), items.length);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

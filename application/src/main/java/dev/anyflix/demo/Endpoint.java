package dev.anyflix.demo;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the upstreams that the demo plays. Implementations are thread safe. */
interface Endpoint {

  /**
   * A request as it came in.
   *
   * @param method the HTTP method
   * @param uri its path and query
   * @param headers its headers
   * @param body its body, empty when it has none
   */
  record Request(String method, URI uri, Headers headers, String body) {

    /** The parameters of its query, decoded; of a name given twice the first. */
    Map<String, String> query() {
      Map<String, String> query = new HashMap<>();
      String raw = uri.getRawQuery();
      for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
        String[] sides = pair.split("=", 2);
        query.putIfAbsent(decode(sides[0]), sides.length == 2 ? decode(sides[1]) : "");
      }
      return query;
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  /** A number of up to six digits, or something else instead of what is none. */
  static int number(@Nullable String text, int otherwise) {
    return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
  }

  Reply answer(Request request);

  /** How this upstream words an error that is none of the request's fault. */
  Reply failure(int status, String message);

  /** What this upstream tells of its rate limit besides {@code Retry-After}. */
  boolean tellsItsLimit();
}

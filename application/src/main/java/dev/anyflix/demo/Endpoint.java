package dev.anyflix.demo;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the upstreams that the demo imitates. Implementations are thread safe. */
interface Endpoint {

  /**
   * An HTTP request.
   *
   * @param method the HTTP method
   * @param uri its path and query
   * @param headers its headers
   * @param body its body, empty when it has none
   */
  record Request(String method, URI uri, Headers headers, String body) {

    /** The decoded query parameters; of a repeated name the first. */
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

  /** Reads a number of up to six digits; anything else gives the fallback. */
  static int number(@Nullable String text, int fallback) {
    return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : fallback;
  }

  Reply answer(Request request);

  /** An error in the format of this upstream. */
  Reply failure(int status, String message);

  /** Whether this upstream sends {@code X-RateLimit-*} headers besides {@code Retry-After}. */
  boolean sendsRateLimitHeaders();
}

package dev.anyflix.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One answer of the demo upstream.
 *
 * @param status the HTTP status
 * @param headers its headers, the content type among them
 * @param body what follows them; empty for 304
 */
record Reply(int status, Map<String, String> headers, String body) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Reply json(int status, JsonNode body) {
    try {
      return new Reply(
          status,
          Map.of("Content-Type", "application/json; charset=utf-8"),
          JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Reply html(int status, String text) {
    return new Reply(
        status,
        Map.of("Content-Type", "text/html; charset=utf-8"),
        "<html><body><h1>" + text + "</h1></body></html>");
  }

  static Reply svg(String document) {
    return new Reply(200, Map.of("Content-Type", "image/svg+xml; charset=utf-8"), document);
  }

  Reply with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Reply(status, all, body);
  }
}

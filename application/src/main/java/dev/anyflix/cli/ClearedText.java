package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.settings.Printable;

/** Formats the answer to a clear or a flush. */
final class ClearedText {

  private ClearedText() {}

  static String of(JsonNode answer) {
    long count = answer.path("cleared_count").asLong();
    return Printable.of(answer.path("message").asText())
        + (count == 1 ? " (1 entry)" : " (" + count + " entries)");
  }
}

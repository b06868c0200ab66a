package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What a service answers to a clear or a flush, for a person. */
final class ClearedText {

  private ClearedText() {}

  static String of(JsonNode answer) {
    long count = answer.path("cleared_count").asLong();
    return TextTable.printable(answer.path("message").asText())
        + (count == 1 ? " (1 entry)" : " (" + count + " entries)");
  }
}

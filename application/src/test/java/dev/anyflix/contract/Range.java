package dev.anyflix.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Values at the edges of what a parameter's schema allows. Each is a list, because a parameter may
 * be given several times.
 *
 * @param inside values that it allows
 * @param outside values that it does not allow
 */
record Range(List<List<String>> inside, List<List<String>> outside) {

  private static final String ASTRAL = "\uD83D\uDE00";

  static Range of(JsonNode schema) {
    if (schema.has("enum") || schema.has("const")) {
      return words(schema);
    }
    return switch (schema.get("type").asText()) {
      case "integer" -> numbers(schema.get("minimum").asLong(), schema.get("maximum").asLong());
      case "boolean" -> new Range(once("true", "false"), once("maybe", "1"));
      case "array" -> lists(schema);
      default -> texts(schema);
    };
  }

  private static List<List<String>> once(String... values) {
    List<List<String>> each = new ArrayList<>();
    for (String value : values) {
      each.add(List.of(value));
    }
    return each;
  }

  private static Range words(JsonNode schema) {
    List<List<String>> inside = new ArrayList<>();
    schema.path("enum").forEach(word -> inside.add(List.of(word.asText())));
    if (schema.has("const")) {
      inside.add(List.of(schema.get("const").asText()));
    }
    return new Range(inside, once("no-such-word"));
  }

  private static Range numbers(long min, long max) {
    return new Range(
        once(Long.toString(min), Long.toString(max)),
        once(Long.toString(min - 1), Long.toString(max + 1), "1.5", "one"));
  }

  private static Range texts(JsonNode schema) {
    if (schema.has("maxLength")) {
      int max = schema.get("maxLength").asInt();
      return new Range(
          once("a", "a".repeat(max), ASTRAL.repeat(max)),
          once(" ", "a".repeat(max + 1), "a\u0001"));
    }
    return new Range(
        List.of(), schema.has("pattern") ? once("No pattern allows this!") : List.of());
  }

  private static Range lists(JsonNode schema) {
    int max = schema.get("maxItems").asInt();
    Range each = of(Contract.SHIPPED.resolve(schema.get("items")));
    List<List<String>> inside = new ArrayList<>(each.inside());
    String item = each.inside().isEmpty() ? "a" : each.inside().get(0).get(0);
    inside.add(Collections.nCopies(max, item));
    List<List<String>> outside = new ArrayList<>(each.outside());
    outside.add(Collections.nCopies(max + 1, item));
    return new Range(inside, outside);
  }
}

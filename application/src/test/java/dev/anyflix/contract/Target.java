package dev.anyflix.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.contract.Contract.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The target of a request of an operation.
 *
 * @param values the values of the parameters of path and query by their names
 */
record Target(Operation operation, Map<String, List<String>> values) {

  /** The parameters that are required, as in the contract's examples. */
  static Target of(Operation operation) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (JsonNode parameter : operation.parameters()) {
      if (parameter.path("required").asBoolean()) {
        values.put(parameter.get("name").asText(), List.of(example(parameter)));
      }
    }
    return new Target(operation, values);
  }

  private static String example(JsonNode parameter) {
    JsonNode schema = Contract.SHIPPED.resolve(parameter.get("schema"));
    for (JsonNode candidate :
        List.of(parameter.path("example"), schema.path("const"), schema.at("/enum/0"))) {
      if (!candidate.isMissingNode()) {
        return candidate.isArray() ? candidate.path(0).asText() : candidate.asText();
      }
    }
    throw new AssertionError(parameter.get("name") + " is required and has no example");
  }

  Target with(String name, String value) {
    return with(name, List.of(value));
  }

  Target with(String name, List<String> given) {
    Map<String, List<String>> changed = new LinkedHashMap<>(values);
    changed.put(name, given);
    return new Target(operation, changed);
  }

  Target without(String name) {
    Map<String, List<String>> changed = new LinkedHashMap<>(values);
    changed.remove(name);
    return new Target(operation, changed);
  }

  @Override
  public String toString() {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
      String placeholder = "{" + parameter.getKey() + "}";
      if (path.contains(placeholder)) {
        path = path.replace(placeholder, encoded(parameter.getValue().get(0)));
      } else {
        parameter.getValue().forEach(value -> query.add(parameter.getKey() + "=" + encoded(value)));
      }
    }
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

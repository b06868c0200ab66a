package dev.anyflix.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The description of the API that the service ships, as tests ask it. Thread safe. */
final class Contract {

  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete");

  private static final String COMPONENTS = "components";

  static final Contract SHIPPED = new Contract();

  private final JsonNode root = read();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          Dialect.builder(Dialects.getDraft202012())
              .keyword(new NonValidationKeyword(COMPONENTS))
              .build(),
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

  private Contract() {}

  /**
   * A method of a path.
   *
   * @param parameters those of the path and those of the method, references followed
   */
  record Operation(String method, String path, JsonNode node, List<JsonNode> parameters) {

    /** As {@code GET /health}. */
    String name() {
      return method + " " + path;
    }
  }

  private static JsonNode read() {
    try (InputStream file = Contract.class.getResourceAsStream("/openapi.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  /** Every method of every path, in the order of the file. */
  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
      path.getValue().properties().stream()
          .filter(member -> METHODS.contains(member.getKey()))
          .forEach(
              member ->
                  operations.add(
                      operation(
                          path.getKey(),
                          path.getValue(),
                          member.getKey().toUpperCase(Locale.ROOT))));
    }
    return operations;
  }

  private Operation operation(String path, JsonNode item, String method) {
    JsonNode node = item.get(method.toLowerCase(Locale.ROOT));
    List<JsonNode> parameters = new ArrayList<>();
    item.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
    node.path("parameters").forEach(parameter -> parameters.add(resolve(parameter)));
    return new Operation(method, path, node, parameters);
  }

  /** The path that a request's path is one of, literal parts before parameters. */
  Optional<String> template(String rawPath) {
    return root.get("paths")
        .propertyStream()
        .map(Map.Entry::getKey)
        .filter(template -> pattern(template).matcher(rawPath).matches())
        .min(Comparator.comparingInt(template -> template.split("\\{", -1).length));
  }

  private static Pattern pattern(String template) {
    return Pattern.compile("\\Q" + template.replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q") + "\\E");
  }

  /** The operation of a method on a path of the file; HEAD is that of GET. */
  Optional<Operation> operation(String method, String template) {
    JsonNode item = root.get("paths").get(template);
    String described = method.equals("HEAD") ? "GET" : method;
    return item.has(described.toLowerCase(Locale.ROOT))
        ? Optional.of(operation(template, item, described))
        : Optional.empty();
  }

  /** The node itself, or the one that it refers to. */
  JsonNode resolve(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = root.at(at.get("$ref").asText().substring(1));
    }
    return at;
  }

  /** What a value lacks to be one of a schema of the file; empty when nothing. */
  List<String> violations(JsonNode schema, JsonNode value) {
    return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(Error::toString)
        .toList();
  }

  /** References in a schema are to the file, so the schema gets the part that they are to. */
  private Schema compile(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set(COMPONENTS, root.get(COMPONENTS));
    return registry.getSchema(whole);
  }
}

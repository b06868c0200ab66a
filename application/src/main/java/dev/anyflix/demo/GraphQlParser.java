package dev.anyflix.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first operation of a GraphQL document: enough of the language for its fields and
 * arguments. Inline fragments are merged, named fragments and directives are passed over. Reads one
 * document; not thread safe.
 */
final class GraphQlParser {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_DEPTH = 50;

  private final List<String> tokens;
  private final Map<String, JsonNode> variables = new HashMap<>();
  private int next;
  private int depth;

  private GraphQlParser(List<String> tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads the fields at the root of a query.
   *
   * @throws GraphQlSyntaxException when it can't be read or is no query
   */
  static List<GraphQlField> parse(String document, JsonNode variables) {
    GraphQlParser parser = new GraphQlParser(GraphQlTokens.of(document));
    return parser.operation(variables);
  }

  private List<GraphQlField> operation(JsonNode given) {
    while (peek("fragment")) {
      skipTo("{");
      selections();
    }
    if (accept("query")) {
      if (!peek("{") && !peek("(") && !peek("@")) {
        name();
      }
      if (accept("(")) {
        while (!accept(")")) {
          variableDefinition();
        }
      }
      directives();
    }
    given.properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
    return selections();
  }

  private void variableDefinition() {
    expect("$");
    String name = name();
    expect(":");
    while (!peek("=") && !peek("$") && !peek(")") && !peek("@")) {
      take();
    }
    if (accept("=")) {
      variables.put(name, value());
    }
    directives();
  }

  private List<GraphQlField> selections() {
    expect("{");
    if (++depth > MAX_DEPTH) {
      throw new GraphQlSyntaxException("The query is nested too deeply.");
    }
    List<GraphQlField> fields = new ArrayList<>();
    while (!accept("}")) {
      if (accept("...")) {
        fields.addAll(fragment());
      } else {
        fields.add(field());
      }
    }
    depth--;
    return List.copyOf(fields);
  }

  private List<GraphQlField> fragment() {
    if (accept("on")) {
      name();
    } else if (!peek("{") && !peek("@")) {
      name();
      directives();
      return List.of();
    }
    directives();
    return selections();
  }

  private GraphQlField field() {
    String alias = name();
    String name = accept(":") ? name() : alias;
    Map<String, JsonNode> arguments = arguments();
    directives();
    return new GraphQlField(alias, name, arguments, peek("{") ? selections() : List.of());
  }

  private Map<String, JsonNode> arguments() {
    Map<String, JsonNode> arguments = new LinkedHashMap<>();
    if (accept("(")) {
      while (!accept(")")) {
        String name = name();
        expect(":");
        JsonNode value = value();
        if (!value.isNull()) {
          arguments.put(name, value);
        }
      }
    }
    return arguments;
  }

  private void directives() {
    while (accept("@")) {
      name();
      arguments();
    }
  }

  private JsonNode value() {
    String token = take();
    return switch (token.charAt(0)) {
      case '$' -> {
        JsonNode value = variables.get(name());
        yield value == null ? JSON.nullNode() : value;
      }
      case '[' -> list();
      case '{' -> object();
      case '"' -> JSON.textNode(GraphQlTokens.unquote(token));
      default -> literal(token);
    };
  }

  private JsonNode list() {
    if (++depth > MAX_DEPTH) {
      throw new GraphQlSyntaxException("The query is nested too deeply.");
    }
    ArrayNode list = JSON.arrayNode();
    while (!accept("]")) {
      list.add(value());
    }
    depth--;
    return list;
  }

  private JsonNode object() {
    if (++depth > MAX_DEPTH) {
      throw new GraphQlSyntaxException("The query is nested too deeply.");
    }
    ObjectNode object = JSON.objectNode();
    while (!accept("}")) {
      String name = name();
      expect(":");
      object.set(name, value());
    }
    depth--;
    return object;
  }

  private static JsonNode literal(String token) {
    if (token.matches("-?\\d{1,9}")) {
      return JSON.numberNode(Integer.parseInt(token));
    }
    if (token.matches("-?\\d.*")) {
      return JSON.numberNode(Double.parseDouble(token));
    }
    return switch (token) {
      case "true" -> JSON.booleanNode(true);
      case "false" -> JSON.booleanNode(false);
      case "null" -> JSON.nullNode();
      default -> {
        if (!GraphQlTokens.isName(token)) {
          throw unexpected(token);
        }
        yield JSON.textNode(token);
      }
    };
  }

  private String name() {
    String token = take();
    if (!GraphQlTokens.isName(token)) {
      throw unexpected(token);
    }
    return token;
  }

  private void skipTo(String token) {
    while (!peek(token)) {
      take();
    }
  }

  private boolean peek(String token) {
    return next < tokens.size() && tokens.get(next).equals(token);
  }

  private boolean accept(String token) {
    boolean found = peek(token);
    if (found) {
      next++;
    }
    return found;
  }

  private void expect(String token) {
    if (!accept(token)) {
      throw unexpected(next < tokens.size() ? tokens.get(next) : null);
    }
  }

  private String take() {
    if (next == tokens.size()) {
      throw unexpected(null);
    }
    return tokens.get(next++);
  }

  private static GraphQlSyntaxException unexpected(@Nullable String token) {
    return new GraphQlSyntaxException(
        "Syntax Error: Unexpected " + (token == null ? "<EOF>" : "\"" + token + "\"") + ".");
  }
}

package dev.anyflix.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQlParserTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static List<GraphQlField> parse(String document, String variables) throws Exception {
    return GraphQlParser.parse(document, JSON.readTree(variables));
  }

  private static Map<String, JsonNode> arguments(String document, String variables)
      throws Exception {
    return parse(document, variables).get(0).arguments();
  }

  @Test
  void variablesAreFilledInWithTheirDefaults() throws Exception {
    Map<String, JsonNode> arguments =
        arguments(
            "query Q($a: Int = 3, $b: [String!]! = [\"x\", \"y\"] @d, $c: Int) "
                + "@live { f(one: $a, two: $b, three: $c) }",
            "{\"a\": 5}");

    assertThat(arguments).containsOnlyKeys("one", "two");
    assertThat(arguments.get("one").asInt()).isEqualTo(5);
    assertThat(arguments.get("two").toString()).isEqualTo("[\"x\",\"y\"]");
  }

  @Test
  void argumentsThatAreNullAreLeftOut() throws Exception {
    assertThat(arguments("query($a: Int) { f(one: $a, two: null) }", "{\"a\": null}")).isEmpty();
  }

  @Test
  void literalsOfEveryKindAreRead() throws Exception {
    Map<String, JsonNode> arguments =
        arguments(
            "{ f(i: -7, d: 1.5, b: true, e: TV_SHORT, l: [1 2], o: {k: \"v\"}, "
                + "s: \"say \\\"hi\\\"\", t: \"\"\" block \"\"\") }",
            "null");

    JsonNode read = JSON.valueToTree(arguments);
    assertThat(read)
        .isEqualTo(
            JSON.readTree(
                "{\"i\": -7, \"d\": 1.5, \"b\": true, \"e\": \"TV_SHORT\", \"l\": [1, 2],"
                    + " \"o\": {\"k\": \"v\"}, \"s\": \"say \\\"hi\\\"\", \"t\": \"block\"}"));
  }

  @Test
  void aliasesFragmentsAndDirectivesAreUnderstood() throws Exception {
    List<GraphQlField> fields =
        parse(
            "# a comment\nfragment G on T { z } "
                + "{ a: f @include(if: true) { x ... on T { y } ...G ... @skip(if: false) { w } } }",
            "{}");

    assertThat(fields).hasSize(1);
    assertThat(fields.get(0).alias()).isEqualTo("a");
    assertThat(fields.get(0).name()).isEqualTo("f");
    assertThat(fields.get(0).selections())
        .extracting(GraphQlField::name)
        .containsExactly("x", "y", "w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "query",
        "{",
        "{ f(",
        "{ f(a 1) }",
        "{ f(a: ) }",
        "{ f(a: [1) }",
        "{ 3 }",
        "{ f ; }",
        "subscription { f }",
        "{ f(a: \"open) }",
        "query($a Int) { f }"
      })
  void whatIsNoQueryIsRefused(String document) {
    assertThatExceptionOfType(GraphQlSyntaxException.class)
        .isThrownBy(() -> parse(document, "{}"))
        .withMessageStartingWith("Syntax Error");
  }
}

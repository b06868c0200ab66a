package dev.anyflix.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.SeasonOfYear;
import dev.anyflix.settings.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the description of the API promises about itself. */
final class ContractFileTest {

  /** Members that are left out where they say nothing. */
  private static final Set<String> OPTIONAL =
      Set.of("Problem.instance", "Problem.errors", "KeyPage.entries");

  private final Contract contract = Contract.SHIPPED;

  /** Calls the visitor with every object of the file and its pointer. */
  private static void walk(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
    if (node.isObject()) {
      visitor.accept(pointer, node);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(pointer + "/" + i, node.get(i), visitor);
      }
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!member.getKey().startsWith("example")) {
        walk(pointer + "/" + member.getKey(), member.getValue(), visitor);
      }
    }
  }

  @Test
  void itIsOpenApi31OfTheVersionThatRuns() {
    assertThat(contract.root().at("/openapi").asText()).startsWith("3.1.");
    assertThat(contract.root().at("/info/version").asText()).isEqualTo(Version.current());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    walk(
        "",
        contract.root(),
        (pointer, node) -> {
          if (node.has("$ref")) {
            assertThat(contract.resolve(node).isMissingNode()).as(pointer).isFalse();
          }
        });
  }

  @Test
  void everyExampleIsOneOfItsSchema() {
    List<String> seen = new ArrayList<>();
    walk(
        "",
        contract.root(),
        (pointer, node) -> {
          JsonNode schema = node.has("schema") ? node.get("schema") : node;
          if (node.has("example")) {
            check(pointer, schema, node.get("example"), seen);
          }
          if (node.path("examples").isArray()) {
            node.get("examples").forEach(value -> check(pointer, node, value, seen));
          } else if (node.has("schema")) {
            node.path("examples")
                .forEach(each -> check(pointer, schema, contract.resolve(each).get("value"), seen));
          }
        });
    assertThat(seen).hasSizeGreaterThan(40);
  }

  private void check(String pointer, JsonNode schema, JsonNode example, List<String> seen) {
    assertThat(contract.violations(schema, example)).as(pointer).isEmpty();
    seen.add(pointer);
  }

  @Test
  void everyJsonAnswerHasAnExample() {
    walk(
        "",
        contract.root(),
        (pointer, node) -> {
          if (pointer.endsWith("json") && node.has("schema") && !pointer.contains("openapi.json")) {
            assertThat(node.path("examples")).as(pointer).isNotEmpty();
          }
        });
  }

  /** So that a member added to an answer, or lost from one, fails the tests. */
  @Test
  void everyObjectNamesAllItsMembersAndNoOthers() {
    List<String> seen = new ArrayList<>();
    walk(
        "",
        contract.root(),
        (pointer, node) -> {
          if (!node.path("type").asText().equals("object") || !node.has("properties")) {
            return;
          }
          String name = pointer.substring(pointer.lastIndexOf('/') + 1);
          Set<String> members = new TreeSet<>();
          node.get("properties").fieldNames().forEachRemaining(members::add);
          members.removeIf(member -> OPTIONAL.contains(name + "." + member));
          Set<String> required = new TreeSet<>();
          node.get("required").forEach(member -> required.add(member.asText()));
          assertThat(required).as(pointer).isEqualTo(members);
          assertThat(node.path("additionalProperties").asBoolean(true)).as(pointer).isFalse();
          seen.add(name);
        });
    assertThat(seen).contains("Media", "MediaPage", "Statistics", "Problem");
  }

  /** Generators of clients give other combinations of schemas a type that cannot be used. */
  @Test
  void everyCombinationOfSchemasIsAnObjectOrNull() {
    List<String> seen = new ArrayList<>();
    walk(
        "",
        contract.root(),
        (pointer, node) -> {
          assertThat(node.has("oneOf") || node.has("allOf")).as(pointer).isFalse();
          JsonNode schemas = node.path("anyOf");
          if (schemas.isMissingNode()) {
            return;
          }
          assertThat(schemas).as(pointer).hasSize(2);
          assertThat(contract.resolve(schemas.get(0)).path("type").asText())
              .as(pointer)
              .isEqualTo("object");
          assertThat(schemas.get(1).path("type").asText()).as(pointer).isEqualTo("null");
          seen.add(pointer);
        });
    assertThat(seen).contains("/components/schemas/Media/properties/trailer");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        MediaFormat.class,
        MediaKind.class,
        MediaSort.class,
        MediaStatus.class,
        SeasonOfYear.class
      })
  void everyEnumerationHasTheWordsOfTheService(Class<? extends Enum<?>> type) {
    List<String> words = new ArrayList<>();
    contract
        .root()
        .at("/components/schemas/" + type.getSimpleName() + "/enum")
        .forEach(word -> words.add(word.asText()));

    assertThat(words)
        .containsExactlyElementsOf(Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
  }
}

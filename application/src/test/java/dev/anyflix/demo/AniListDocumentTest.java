package dev.anyflix.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anyflix.demo.AniListDocument.Root;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AniListDocumentTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Optional<AniListDocument> recognise(String text, String variables)
      throws Exception {
    JsonNode values = JSON.readTree(variables);
    return AniListDocument.recognise(text, values);
  }

  @Test
  void argumentsHaveTheValuesOfTheirVariables() throws Exception {
    AniListDocument document =
        recognise(
                "query ($i: [Int], $n: Int) { Page(perPage: $n) { media(id_in: $i) { id } } }",
                "{\"i\": [1, 2], \"n\": 50}")
            .orElseThrow();

    assertThat(document.root()).isEqualTo(Root.PAGE);
    assertThat(document.arguments()).containsOnlyKeys("perPage", "id_in");
    assertThat(document.arguments().get("id_in").toString()).isEqualTo("[1,2]");
  }

  @Test
  void absentAndNullVariablesAreLeftOut() throws Exception {
    AniListDocument document =
        recognise(
                "query ($a: Int, $b: Int) { Media(id: $a, idMal: $b) { id } }",
                "{\"a\": 7, \"b\": null}")
            .orElseThrow();

    assertThat(document.root()).isEqualTo(Root.MEDIA);
    assertThat(document.arguments()).containsOnlyKeys("id");
    assertThat(recognise("{ Media(id: $a) { id } }", "null").orElseThrow().arguments()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "query",
        "{",
        "{ 3 }",
        "{ Viewer { id } }",
        "{ Mediatek { id } }",
        "mutation { Media { id } }",
        "subscription { Page { id } }"
      })
  void otherDocumentsAreNotRecognised(String text) throws Exception {
    assertThat(recognise(text, "{}")).isEmpty();
  }
}

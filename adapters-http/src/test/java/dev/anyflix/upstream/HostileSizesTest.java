package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies within the limit whose translation must not take longer than in proportion to them. */
class HostileSizesTest {

  private static final Duration GENEROUS = Duration.ofSeconds(15);
  private static final int MANY = 90_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r",
        "\r\n",
        "\n",
        " \r",
        "\r\t",
        "<br",
        "<br ",
        "<",
        "&",
        "<a ",
        " ",
        "<b>",
        "<table>",
        "<p><a><b><i>",
        "<!--",
        "~!",
        "__",
        "[",
        "*a"
      })
  void repetitiveTextIsConvertedInTime(String piece) {
    String text = "a" + piece.repeat(MANY) + "b";

    assertTimeoutPreemptively(GENEROUS, () -> assertThat(PlainText.ofHtml(text)).startsWith("a"));
  }

  @Test
  void manyDifferentTextsAreDeduplicatedInTime() {
    Json json = json("\"%d\"");

    List<String> texts = assertTimeoutPreemptively(GENEROUS, () -> json.texts("all"));
    assertThat(texts).hasSize(MANY);
  }

  @Test
  void manyDifferentNamesAreDeduplicatedInTime() {
    Json json = json("{\"n\":\"%d\"}");

    List<String> names = assertTimeoutPreemptively(GENEROUS, () -> json.texts("all", "n"));
    assertThat(names).hasSize(MANY);
  }

  private static Json json(String element) {
    String elements =
        IntStream.range(0, MANY)
            .mapToObj(element::formatted)
            .collect(Collectors.joining(",", "{\"all\":[", "]}"));
    return Json.parse(elements.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000", "\u0007", "\u001b", "\u007f", "\u0085", "\u009b", "\u061c", "\u200e", "\u200f",
        "\u202a", "\u202e", "\u2066", "\u2069", "\ud83d", "\ude00"
      })
  void controlBidiAndLoneSurrogateCharactersAreRemoved(String bad) {
    assertThat(CleanText.of("a" + bad + "b" + bad)).isEqualTo("ab");
    assertThat(CleanText.line(bad + "a\n" + bad + "b")).isEqualTo("a b");
  }

  @Test
  void otherTextIsUnchanged() {
    String text = "Café \ud83d\ude00 \u05e9\u05dc\u05d5\u05dd\u200d\n\tok";
    assertThat(CleanText.of(text)).isEqualTo(text);
  }

  @Test
  void everyTextOfAnUpstreamIsClean() {
    Json json =
        Json.parse("{\"a\": \"x\\u202ey\\nz\", \"b\": [\"\\u0007\", \"q\\ud800\"]}".getBytes());
    assertThat(json.text("a")).isEqualTo("xy z");
    assertThat(json.multiline("a")).isEqualTo("xy\nz");
    assertThat(json.texts("b")).containsExactly("q");
  }
}

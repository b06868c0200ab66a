package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTextTest {

  private static final String START = "Test.search/" + RequestText.FORMAT;

  enum Order {
    NEWEST {
      @Override
      public String toString() {
        return "shown to people";
      }
    }
  }

  /** A request of every kind of component. */
  public record Search(@Nullable String q, List<String> genres, @Nullable Order order, int page) {}

  /** A request without components. */
  public record Nothing() {}

  private static String text(@Nullable String q, String... genres) {
    return RequestText.of("Test.search", "", new Search(q, Arrays.asList(genres), null, 1));
  }

  @Test
  void componentsComeByTheirNamesAndAbsentOnesAreLeftOut() {
    assertThat(text("naruto")).isEqualTo(START + "?q=naruto&page=1");
    assertThat(text(null, "Action", "Drama")).isEqualTo(START + "?genres=Action,Drama&page=1");
    assertThat(text(null)).isEqualTo(START + "?page=1");
    assertThat(RequestText.of("Test.search", "", new Search("a", List.of("b"), Order.NEWEST, 2)))
        .isEqualTo(START + "?q=a&genres=b&order=NEWEST&page=2");
    assertThat(RequestText.of("Test.search", "", new Nothing())).isEqualTo(START);
  }

  @Test
  void scopeComesFirst() {
    assertThat(
            RequestText.of(
                "Test.search", "language=de", new Search("a", List.of(), Order.NEWEST, 1)))
        .isEqualTo(START + "?language=de&q=a&order=NEWEST&page=1");
    assertThat(RequestText.of("Test.search", "language=de", new Nothing()))
        .isEqualTo(START + "?language=de");
    assertThat(RequestText.scope("provider", "a=b")).isEqualTo("provider=a%3Db");
  }

  @ParameterizedTest
  @CsvSource({"%, %25", "&, %26", "=, %3D", "',', %2C", "?, %3F"})
  void charactersThatStructureTheTextAreEscaped(String character, String escaped) {
    assertThat(text("a" + character + "b")).isEqualTo(START + "?q=a" + escaped + "b&page=1");
  }

  @ParameterizedTest
  @ValueSource(chars = {'\n', '\r', '\t', '\0', '\u007f', '\u0085'})
  void controlCharactersAreEscaped(char character) {
    assertThat(text("a" + character))
        .isEqualTo(START + "?q=a%" + "%02X".formatted((int) character) + "&page=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"進撃の巨人", "a b", "a/b", "a+b", "a:b", "a;b"})
  void otherCharactersStayAsTheyAre(String value) {
    assertThat(text(value)).isEqualTo(START + "?q=" + value + "&page=1");
  }
}

package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 0x07, 0x0A, 0x1B, 0x7F, 0x80, 0x9B, 0x9D, 0xAD, 0x61C, 0x200B, 0x202E, 0x2028, 0x2029,
        0x2066, 0xFEFF, 0xD800, 0xE0001
      })
  void controlAndFormatCharactersAreReplaced(int character) {
    assertThat(Printable.of("a" + Character.toString(character) + "b")).isEqualTo("a?b");
  }

  @Test
  void textOfAllLanguagesStays() {
    String text = "Pok\u00e9mon \u9032\u6483\u306e\u5de8\u4eba \ud83c\udfac";

    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @Test
  void invisibleCharacterIsNamed() {
    assertThat(Printable.invisible("80\u00a0")).contains("U+00A0 NO-BREAK SPACE");
    assertThat(Printable.invisible("\u200bkey")).contains("U+200B ZERO WIDTH SPACE");
    assertThat(Printable.invisible("a b\tc")).isEmpty();
  }
}

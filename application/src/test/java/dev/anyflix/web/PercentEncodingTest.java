package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PercentEncodingTest {

  @ParameterizedTest
  @CsvSource({"abc, abc", "a%20b, a b", "a+b, a+b", "%C3%A9, é", "%F0%9F%98%80, 😀", "é, é"})
  void wellFormedTextIsDecoded(String text, String decoded) {
    assertThat(PercentEncoding.decode(text)).isEqualTo(decoded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%E9",
        "a%E9b",
        "%C3",
        "%C3%28",
        "%C0%AF",
        "%ED%A0%80",
        "%F5%80%80%80",
        "%80",
        "%zz",
        "%",
        "%1",
        "\uFFFD"
      })
  void malformedTextIsRefused(String text) {
    assertThat(PercentEncoding.decode(text)).isNull();
    assertThat(PercentEncoding.decodeForm(text)).isNull();
  }

  @Test
  void plusIsASpaceInAQueryOnly() {
    assertThat(PercentEncoding.decodeForm("a+b%2Bc")).isEqualTo("a b+c");
  }
}

package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenLanguagesTest {

  @ParameterizedTest
  @CsvSource({
    "en, en",
    "eng, en",
    "English, en",
    "ger, de",
    "deu, de",
    "fre, fr",
    "en-US, en",
    "jpn, ja",
    "Spanish; Castilian, es",
    "'French (France)', fr"
  })
  void languageIsReadInEachOfItsSpellings(String text, String code) {
    assertThat(SpokenLanguages.of(Stream.of(text.replace(";", ",")))).containsExactly(code);
  }

  @Test
  void unknownAndRepeatedLanguagesAreLeftOut() {
    assertThat(SpokenLanguages.of(Stream.of("und", "", null, "Silent", "eng", "en")))
        .containsExactly("en");
  }
}

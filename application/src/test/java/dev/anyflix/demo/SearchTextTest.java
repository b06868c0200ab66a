package dev.anyflix.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {

  @ParameterizedTest
  @CsvSource({
    "naruto,Naruto,3",
    "NARUTO,Naruto: Shippuuden,2",
    "shipp,Naruto: Shippuuden,1",
    "ruto,Naruto,0",
    "naruto bleach,Naruto,0",
    "amelie,Amélie,3",
    "'!!',Naruto,0",
    "'',Naruto,0"
  })
  void equalTitlesRateAboveStartsAboveWords(String query, String title, int score) {
    assertThat(new SearchText(query).score(List.of("Other", title))).isEqualTo(score);
  }
}

package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

  @ParameterizedTest
  @CsvSource({
    "'','',0",
    "PORT,PORT,0",
    "PORT,PORTS,1",
    "PORT,ORT,1",
    "PORT,POST,1",
    "PORT,PROT,1",
    "REDIS_URL,RDIES_URI,3",
    "'',ABC,3",
    "KITTEN,SITTING,3",
  })
  void distanceCountsSlips(String left, String right, int slips) {
    assertThat(Spelling.distance(left, right)).isEqualTo(slips);
    assertThat(Spelling.distance(right, left)).isEqualTo(slips);
  }

  @Test
  void theNearestNameWins() {
    Spelling spelling = new Spelling(List.of("REDIS_PORT", "REDIS_HOST"));

    assertThat(spelling.nearest("REDIS_POST")).contains("REDIS_PORT");
    assertThat(spelling.nearest("REDIS_HOTS")).contains("REDIS_HOST");
    assertThat(spelling.nearest("REDIS_TLS")).isEmpty();
  }
}

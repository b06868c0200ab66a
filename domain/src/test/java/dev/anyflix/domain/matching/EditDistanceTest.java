package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "matrix, matirx, 1",
    "colour, color, 1",
    "abc, abc, 0",
    "PORT, ORT, 1",
    "PORT, POST, 1",
    "REDIS_URL, RDIES_URI, 3",
    "'', ABC, 3",
    "kitten, sitting, 3"
  })
  void insertionsDeletionsSubstitutionsAndSwapsAreCounted(String from, String to, int distance) {
    assertThat(EditDistance.between(from, to, 9)).isEqualTo(distance);
    assertThat(EditDistance.between(to, from, 9)).isEqualTo(distance);
  }

  @Test
  void distanceOverTheLimitIsAboveTheLimit() {
    assertThat(EditDistance.between("ab", "abcdef", 2)).isGreaterThan(2);
    assertThat(EditDistance.between("abcdef", "ghijkl", 2)).isGreaterThan(2);
  }
}

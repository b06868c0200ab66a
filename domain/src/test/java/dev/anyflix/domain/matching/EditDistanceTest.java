package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
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

  /** A limit saves work, but does not change a distance within it. */
  @Test
  void limitDoesNotChangeADistanceWithinIt() {
    var random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      String from = word(random);
      String to = word(random);
      int distance = EditDistance.between(from, to, 99);
      for (int limit = 0; limit <= 6; limit++) {
        assertThat(Math.min(EditDistance.between(from, to, limit), limit + 1))
            .as("%s, %s, limit %d", from, to, limit)
            .isEqualTo(Math.min(distance, limit + 1));
      }
    }
  }

  private static String word(Random random) {
    return random
        .ints(random.nextInt(7), 'a', 'd')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}

package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheKeyTest {

  private static final String HASH = ":0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @ValueSource(strings = {"a", "tmdb_movie_details", "anilist_media_by_id", "a1", "a_1", "a_b_c"})
  void wordsJoinedByUnderscoresAreAPrefix(String prefix) {
    assertThat(CacheKey.of(prefix, "x?id=1").prefix()).isEqualTo(prefix);
    assertThat(CacheKey.parse(prefix + HASH)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "_", "1", "1a", "_a", "a_", "a__b", "A", "aB", "a-b", "a:b", "a*", "ä"})
  void anythingElseIsNone(String prefix) {
    assertThatThrownBy(() -> CacheKey.of(prefix, "x?id=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix");
    assertThat(CacheKey.parse(prefix + HASH)).isEmpty();
  }

  @Test
  void whatAPrefixIsCanBeWrittenAsAPattern() {
    var pattern = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    long seed = System.nanoTime();
    System.out.println("[keys] seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      random.ints(random.nextInt(6), 0, 6).forEach(at -> text.append("az09_A".charAt(at)));
      String prefix = text.toString();
      assertThat(CacheKey.parse(prefix + HASH).isPresent())
          .as("'%s', seed %d", prefix, seed)
          .isEqualTo(pattern.matcher(prefix).matches());
    }
  }

  @Test
  void aKeyIsReadAsItWasWritten() {
    CacheKey key = CacheKey.of("movies", "m?id=1");

    assertThat(CacheKey.parse(key.toString())).contains(key);
    assertThat(key.answers("m?id=1")).isTrue();
    assertThat(key.answers("m?id=2")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"movies", "movies:", "movies:0123", "movies:0123456789ABCDEF0123456789ABCDEF"})
  void aKeyThatIsNotWholeIsNone(String text) {
    assertThat(CacheKey.parse(text)).isEmpty();
  }

  @Test
  void keysAreOrderedByPrefixThenByUnsignedDigits() {
    CacheKey low = key("a", "0", "0");
    CacheKey high = key("a", "8", "0");
    CacheKey highest = key("a", "8", "f");

    assertThat(low).isLessThan(high).isEqualByComparingTo(key("a", "0", "0"));
    assertThat(high).isLessThan(highest);
    assertThat(highest).isLessThan(key("b", "0", "0"));
    assertThat(low.hashCode()).isNotEqualTo(highest.hashCode());
  }

  private static CacheKey key(String prefix, String first, String second) {
    String text = prefix + ':' + first.repeat(16) + second.repeat(16);
    return CacheKey.parse(text).orElseThrow();
  }
}

package dev.anyflix.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

  @Test
  void nearestNameIsSuggested() {
    Spelling spelling = new Spelling(List.of("REDIS_PORT", "REDIS_HOST"));

    assertThat(spelling.nearest("REDIS_POST")).contains("REDIS_PORT");
    assertThat(spelling.nearest("REDIS_HOTS")).contains("REDIS_HOST");
    assertThat(spelling.nearest("REDIS_TLS")).isEmpty();
  }
}

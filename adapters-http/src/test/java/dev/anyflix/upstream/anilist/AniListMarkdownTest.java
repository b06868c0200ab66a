package dev.anyflix.upstream.anilist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AniListMarkdownTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          He ~!dies!~ lives.|He lives.
          a ~!b<br>c!~ d ~!e!~|a d
          Nya~! she said|Nya~! she said
          a __bold__ and **strong** word|a bold and strong word
          an _italic_ and *slanted* word|an italic and slanted word
          snake_case_name and 2 * 3 * 4|snake_case_name and 2 * 3 * 4
          see [the site](https://anime.test/a_b_c) now|see the site now
          [Written by a fan]|[Written by a fan]
          ~~~centred~~~|centred
          x img220(https://img.test/a.png) y|x  y
          <i>a</i> &amp; <b>b</b>|a & b
          """)
  void markupIsRemoved(String markdown, String text) {
    assertThat(AniListMarkdown.plainText(markdown)).isEqualTo(text);
  }

  @Test
  void descriptionOfSpoilersOnlyIsNull() {
    assertThat(AniListMarkdown.plainText("~!all of it!~")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"~!", "!~", "__", "_a", "*", "[a](", "[", "img(", "** "})
  void repetitiveMarkupIsConvertedInTime(String piece) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(15), () -> AniListMarkdown.plainText("a" + piece.repeat(100_000)));
  }
}

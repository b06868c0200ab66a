package dev.anyflix.domain.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TitleIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anilist:1",
        "mal:999999999",
        "kitsu:7442",
        "tmdb:movie:603",
        "tmdb:tv:1396",
        "imdb:tt0133093",
        "tvdb:81189"
      })
  void wellFormedIdIsWrittenAsItWasRead(String text) {
    assertThat(TitleId.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "1",
        "anilist:",
        "anilist:0",
        "anilist:01",
        "anilist:-1",
        "anilist:1:2",
        "anilist:99999999999",
        "mal:one",
        "tmdb:603",
        "tmdb:person:1",
        "tmdb:movie:0",
        "imdb:0133093",
        "imdb:tt1",
        "imdb:nm0000206",
        "tvdb:1a",
        "archive:x",
        "ANILIST:1",
        " anilist:1",
        "anilist:1\n",
        "kitsu:１"
      })
  void malformedIdIsRefusedWithExamples(String text) {
    assertThatThrownBy(() -> TitleId.parse(text))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("imdb:tt0133093");
  }

  @Test
  void idOfASiteThatCannotHaveItIsNull() {
    assertThat(TitleId.of("tvdb", "series/1")).isNull();
    assertThat(TitleId.of("anidb", "1")).isNull();
  }
}

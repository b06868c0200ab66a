package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.Title;
import dev.anyflix.upstream.MockUpstream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of TMDB's two titles is English, which it does not say. */
class TmdbTitleTest {

  @AutoClose private final MockUpstream upstream = MockUpstream.open();

  @ParameterizedTest
  @CsvSource({
    "en-US, Dark, Finster, de, Dark",
    "en, Dark, Finster, de, Dark",
    "en-GB, The Film, Film, en, The Film",
    "en-US, Finster, Finster, de, ",
    "en-US, Dark, Dark, en, Dark",
    "en-US, , Finster, de, ",
    "en-US, Dark, , de, Dark",
    "de-DE, Dunkel, Dark, en, Dark",
    "de-DE, Finster, Tma, cs, "
  })
  void englishTitleIsTheTranslationOrAnEnglishOriginal(
      String language, String name, String original, String originalLanguage, String english) {
    upstream.answers(
        200,
        """
        {"id": 3, "name": %s, "original_name": %s, "original_language": "%s"}
        """
            .formatted(json(name), json(original), originalLanguage));
    var source = TestTmdb.source(upstream.http(), upstream.config(), "key", language);
    Answer<Media> answer = source.series(TestTmdb.title(3, language), upstream.call());
    Title title = answer.orElseThrow().title();

    assertThat(title.english()).isEqualTo(english);
    assertThat(title.original()).isEqualTo(original);
    assertThat(title.preferred()).isEqualTo(name == null ? original : name);
  }

  private static String json(String text) {
    return text == null ? "null" : "\"" + text + "\"";
  }
}

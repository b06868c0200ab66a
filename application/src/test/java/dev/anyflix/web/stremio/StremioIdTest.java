package dev.anyflix.web.stremio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Title;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StremioIdTest {

  @ParameterizedTest
  @CsvSource({
    "tt0133093, tt0133093, ,",
    "tt0903747:1:2, tt0903747, 1, 2",
    "anyflix:anilist:1, anyflix:anilist:1, ,",
    "anyflix:anilist:1:1:26, anyflix:anilist:1, 1, 26",
    "anyflix:tmdb:tv:1396, anyflix:tmdb:tv:1396, ,",
    "anyflix:tmdb:tv:1396:0:3, anyflix:tmdb:tv:1396, 0, 3",
    "anyflix:archive:a:b, anyflix:archive:a:b, ,"
  })
  void idIsReadWithTheSeasonAndEpisode(String text, String title, Integer season, Integer episode) {
    assertThat(StremioId.parse(text)).isEqualTo(new StremioId(title, season, episode));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tt", "ttx", "kitsu:1", "anyflix:", "tt1:2", "tt1:1:2:3"})
  void idOfAnotherAddonIsNone(String text) {
    assertThat(StremioId.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"tt0133093, tt0133093", "'', anyflix:tmdb:movie:603", "nm1, anyflix:tmdb:movie:603"})
  void idOfImdbIsUsedWhereItIsKnown(String imdb, String expected) {
    Media media = film(Map.of("imdb", imdb));

    assertThat(StremioId.of(media)).isEqualTo(expected);
  }

  @Test
  void ownIdIsThatOfTheApi() {
    StremioId id = StremioId.parse(StremioId.of(film(Map.of())));

    assertThat(id.isImdb()).isFalse();
    assertThat(id.ownId()).isEqualTo("tmdb:movie:603");
  }

  private static Media film(Map<String, String> externalIds) {
    return Media.builder("tmdb:movie:603", "tmdb", "603", MediaKind.MOVIE, Title.of("A film"))
        .externalIds(externalIds)
        .build();
  }
}

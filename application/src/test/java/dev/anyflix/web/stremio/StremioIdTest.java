package dev.anyflix.web.stremio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Title;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StremioIdTest {

  @ParameterizedTest
  @CsvSource({
    "tt0133093, imdb:tt0133093,",
    "tt0903747:1:2, imdb:tt0903747, S1:E2",
    "anyflix:anilist:1, anilist:1,",
    "anyflix:anilist:1:1:26, anilist:1, S1:E26",
    "anyflix:tmdb:tv:1396, tmdb:tv:1396,",
    "anyflix:tmdb:tv:1396:0:03, tmdb:tv:1396, S0:E3",
    "anyflix:archive:a:b, archive:a:b,"
  })
  void idIsReadAsThatOfTheApiAndTheEpisode(String text, String title, String episode) {
    assertThat(StremioId.parse(text)).isEqualTo(new StremioId(title, episode));
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

  @ParameterizedTest
  @CsvSource({
    "tt1, , true",
    "tt1, S1:E2 Two, true",
    "tt1:1:2, S1:E2, true",
    "tt1:1:2, S1:E2 Two, true",
    "tt1:1:2, S1:E20, false",
    "tt1:1:2, 720p, false",
    "tt1:1:2, , false"
  })
  void fileOfAnEpisodeHasItInItsLabel(String id, String label, boolean isOfIt) {
    assertThat(StremioId.parse(id).hasFile(label)).isEqualTo(isOfIt);
  }

  private static Media film(Map<String, String> externalIds) {
    return Media.builder("tmdb:movie:603", "tmdb", "603", MediaKind.MOVIE, Title.of("A film"))
        .externalIds(externalIds)
        .build();
  }
}

package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Title;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamMatchingTest {

  private static final Media FILM =
      media("tmdb", "tmdb:movie:19", MediaKind.MOVIE, "Metropolis", 1927)
          .externalIds(Map.of("imdb", "tt0017136"))
          .build();

  private static MediaBuilder media(
      String source, String id, MediaKind kind, String title, Integer year) {
    String sourceId = id.substring(id.lastIndexOf(':') + 1);
    return Media.builder(id, source, sourceId, kind, Title.of(title)).year(year);
  }

  private static MediaBuilder video(String id, String title, Integer year) {
    return media("archive", "archive:" + id, MediaKind.VIDEO, title, year);
  }

  @Test
  void copiesHaveTheNameAndYearOfTheFilm() {
    List<StreamMatching.Copy> copies =
        StreamMatching.copiesOf(
            FILM,
            null,
            List.of(
                video("a", "Metropolis", 1927).build(),
                video("b", "Metropolis", 2001).build(),
                video("c", "Metropolis", null).build(),
                video("d", "Making of Metropolis", 1927).build()));

    assertThat(copies).extracting(copy -> copy.media().id()).containsExactly("archive:a");
    assertThat(copies.get(0).confidence()).isGreaterThanOrEqualTo(IdMapping.SURE);
  }

  @Test
  void sharedIdIsSureWhateverTheName() {
    Media copy =
        media("jellyfin", "jellyfin:1", MediaKind.MOVIE, "Metropolis (restored)", 2010)
            .externalIds(Map.of("imdb", "tt0017136"))
            .build();
    Media byTmdb =
        media("jellyfin", "jellyfin:2", MediaKind.MOVIE, "M", null)
            .externalIds(Map.of("tmdb", "19"))
            .build();
    Media series =
        media("jellyfin", "jellyfin:3", MediaKind.SERIES, "M", null)
            .externalIds(Map.of("tmdb", "19"))
            .build();

    assertThat(StreamMatching.copiesOf(FILM, null, List.of(copy, byTmdb, series)))
        .containsExactly(new StreamMatching.Copy(copy, 1), new StreamMatching.Copy(byTmdb, 1));
  }

  @Test
  void mapOfIdsLinksATitleWithoutIdsOfItsOwn() {
    Media anime = media("anilist", "anilist:5", MediaKind.ANIME, "Tengoku no Tobira", 2001).build();
    Media copy =
        media("jellyfin", "jellyfin:1", MediaKind.MOVIE, "The Movie", 2001)
            .externalIds(Map.of("tmdb", "11299"))
            .build();
    var map = new IdMap("anilist:5", Map.of("tmdb", "movie:11299"), null, List.of(), List.of());

    assertThat(StreamMatching.copiesOf(anime, map, List.of(copy))).hasSize(1);
    assertThat(StreamMatching.copiesOf(anime, null, List.of(copy))).isEmpty();
  }

  @Test
  void atMostThreeCopiesAreGiven() {
    List<Media> many =
        List.of(
            video("a", "Metropolis", 1927).build(),
            video("b", "Metropolis", 1927).build(),
            video("c", "Metropolis", 1927).build(),
            video("d", "Metropolis", 1927).build());

    assertThat(StreamMatching.copiesOf(FILM, null, many)).hasSize(3);
  }
}

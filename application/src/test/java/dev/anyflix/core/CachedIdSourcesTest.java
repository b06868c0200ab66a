package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeTmdb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class CachedIdSourcesTest {

  private static final Media BEBOP =
      Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop")).build();
  private static final MediaPage PAGE = new MediaPage(List.of(BEBOP), 1, 20, false);

  private final List<String> read = new ArrayList<>();
  private boolean isKnown = true;

  private CachedIdSources sources(ContentProvider... providers) {
    var operations =
        new Operations(
            new FakeAniList((id, call) -> Answer.of(BEBOP), (list, call) -> Answer.of(PAGE)),
            new FakeTmdb((id, call) -> Answer.of(BEBOP), (list, call) -> Answer.of(PAGE)),
            List.of(providers),
            TestParts.TTLS);
    return new CachedIdSources(operations, new Known());
  }

  /** Answers with the same medium or page whatever is read. */
  private final class Known implements Lookups {

    @Override
    public <Q extends Record, R extends Record> CompletableFuture<Optional<R>> find(
        CachedOperation<Q, R> operation, Q request) {
      read.add(operation.prefix());
      Object answer = operation.type() == MediaPage.class ? PAGE : BEBOP;
      return CompletableFuture.completedFuture(
          isKnown && operation.type().isInstance(answer)
              ? Optional.of(operation.type().cast(answer))
              : Optional.empty());
    }
  }

  @Test
  void idsAreReadByTheOperationsOfTheirSites() {
    CachedIdSources sources = sources(new MappedAnime());

    assertThat(sources.anilist(1)).isCompletedWithValue(Optional.of(BEBOP));
    assertThat(sources.anilistByMal(1)).isCompletedWithValue(Optional.of(BEBOP));
    assertThat(sources.searchAniList("bebop")).isCompletedWithValue(List.of(BEBOP));
    assertThat(sources.kitsu("1")).isCompletedWithValue(Optional.of(BEBOP));
    assertThat(sources.kitsuBy(new ExternalId("anilist", "1")))
        .isCompletedWithValue(Optional.of(BEBOP));
    assertThat(sources.tmdb(TitleId.parse("tmdb:movie:1")))
        .isCompletedWithValue(Optional.of(BEBOP));
    assertThat(sources.tmdb(TitleId.parse("tmdb:tv:1"))).isCompletedWithValue(Optional.of(BEBOP));
    assertThat(sources.tmdbBy(new ExternalId("imdb", "tt0000001")))
        .isCompletedWithValue(List.of(BEBOP));
    assertThat(read)
        .containsExactly(
            "anilist_media_by_id",
            "anilist_media_by_mal",
            "anilist_search_anime",
            "provider_detail",
            "id_map_provider",
            "tmdb_movie_details",
            "tmdb_tv_details",
            "id_map_tmdb");
  }

  @Test
  void withoutKitsuNothingIsReadOfIt() {
    CachedIdSources sources = sources();

    assertThat(sources.kitsu("1")).isCompletedWithValue(Optional.empty());
    assertThat(sources.kitsuBy(new ExternalId("anilist", "1")))
        .isCompletedWithValue(Optional.empty());
    assertThat(read).isEmpty();
  }

  @Test
  void unknownTitleHasNoItemsAndNoMatch() {
    isKnown = false;

    assertThat(sources().searchAniList("bebop")).isCompletedWithValue(List.of());
    assertThat(sources().matchTmdb(new TitleQuery("bebop", null, null)))
        .isCompletedWithValue(TitleMatch.NONE);
  }
}

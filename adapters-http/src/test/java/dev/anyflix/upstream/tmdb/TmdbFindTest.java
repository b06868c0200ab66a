package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.TmdbFind;
import dev.anyflix.upstream.MockUpstream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TmdbFindTest {

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final TmdbHttpSource source =
      TestTmdb.source(upstream.http(), upstream.config(), "0123456789abcdef", "en-US");

  private MediaPage find(String site, String id) {
    return ((Answer.Value<MediaPage>)
            source.find(new TmdbFind(site, id, LanguageTag.ENGLISH), upstream.call()))
        .value();
  }

  @ParameterizedTest
  @CsvSource({"imdb, tt0133093, imdb_id", "tvdb, 81189, tvdb_id"})
  void idIsRequestedWithItsSite(String site, String id, String parameter) {
    upstream.answers(200, "{\"movie_results\": [], \"tv_results\": []}");

    assertThatThrownBy(() -> find(site, id))
        .isInstanceOfSatisfying(
            MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));

    HttpUrl url = upstream.lastRequest().getUrl();
    assertThat(url.encodedPath()).isEqualTo("/find/" + id);
    assertThat(url.queryParameter("external_source")).isEqualTo(parameter);
    assertThat(url.queryParameter("language")).isEqualTo("en-US");
  }

  @Test
  void filmsAndSeriesAreFoundAndEpisodesAndPeopleAreLeftOut() {
    upstream.answers(
        200,
        """
        {"movie_results": [{"id": 7, "title": "Dune", "release_date": "2021-09-15"}, {"id": null}],
         "tv_results": [{"id": 8, "name": "Dune", "media_type": "tv"}],
         "tv_episode_results": [{"id": 9, "name": "Dune", "media_type": "tv_episode"}],
         "person_results": [{"id": 10, "name": "Dune", "media_type": "person"}]}
        """);

    assertThat(find("imdb", "tt1160419").items())
        .extracting(Media::id)
        .containsExactly("tmdb:movie:7", "tmdb:tv:8");
  }

  @Test
  void answerWithoutListsIsUnreadable() {
    upstream.answers(200, "{}");

    assertThatThrownBy(() -> find("imdb", "tt1160419")).isInstanceOf(MediaSourceException.class);
  }

  @Test
  void otherSiteIsRefused() {
    assertThatThrownBy(() -> new TmdbFind("mal", "1", LanguageTag.ENGLISH))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("must be imdb or tvdb");
  }
}

package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.TmdbTypedSearch;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TmdbTypedSearchTest {

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final TmdbHttpSource source =
      TestTmdb.source(upstream.http(), upstream.config(), "0123456789abcdef", "en-US");

  private HttpUrl lastUrl() {
    return upstream.lastRequest().getUrl();
  }

  private MediaPage search(MediaKind type, Integer year) {
    return ((Answer.Value<MediaPage>)
            source.searchByType(
                new TmdbTypedSearch("Dune", type, year, LanguageTag.ENGLISH, 1), upstream.call()))
        .value();
  }

  @Test
  void filmsAreSearchedWithTheirYear() {
    upstream.answers(
        200,
        """
        {"results": [{"id": 7, "title": "Dune", "release_date": "2021-09-15"}, {"id": null}],
         "page": 1, "total_pages": 2}
        """);

    MediaPage page = search(MediaKind.MOVIE, 2021);

    assertThat(page.items()).extracting(Media::id).containsExactly("tmdb:movie:7");
    assertThat(page.hasNextPage()).isTrue();
    assertThat(lastUrl().encodedPath()).isEqualTo("/search/movie");
    assertThat(lastUrl().queryParameter("year")).isEqualTo("2021");
    assertThat(lastUrl().queryParameter("query")).isEqualTo("Dune");
  }

  @Test
  void seriesAreSearchedWithTheirFirstAirYear() {
    upstream.answers(
        200,
        """
        {"results": [{"id": 8, "name": "Dune", "first_air_date": "", "origin_country": ["US"]}]}
        """);

    MediaPage page = search(MediaKind.SERIES, 2000);

    assertThat(page.items()).extracting(Media::id).containsExactly("tmdb:tv:8");
    assertThat(page.items()).extracting(Media::country).containsExactly("US");
    assertThat(lastUrl().encodedPath()).isEqualTo("/search/tv");
    assertThat(lastUrl().queryParameter("first_air_date_year")).isEqualTo("2000");
    assertThat(lastUrl().queryParameterNames()).doesNotContain("year");
  }

  @Test
  void missingYearIsNotSent() {
    upstream.answers(200, "{\"results\": []}");

    assertThat(search(MediaKind.MOVIE, null).items()).isEmpty();
    assertThat(lastUrl().queryParameterNames()).doesNotContain("year", "first_air_date_year");
  }

  private List<String> titles(MediaKind type) {
    return ((Answer.Value<List<String>>)
            source.alternativeTitles(type, new MediaById(3), upstream.call()))
        .value();
  }

  @Test
  void alternativeTitlesOfAFilmAreRead() {
    upstream.answers(
        200,
        """
        {"id": 3, "titles": [{"iso_3166_1": "JP", "title": "Koe no Katachi", "type": "Romaji"},
         {"title": " "}, {"title": null}, {"title": "Koe no Katachi"}]}
        """);

    assertThat(titles(MediaKind.MOVIE)).containsExactly("Koe no Katachi");
    assertThat(lastUrl().encodedPath()).isEqualTo("/movie/3/alternative_titles");
  }

  @Test
  void alternativeTitlesOfASeriesAreRead() {
    upstream.answers(200, "{\"id\": 3, \"results\": [{\"title\": \"AoT\"}]}");

    assertThat(titles(MediaKind.SERIES)).containsExactly("AoT");
    assertThat(lastUrl().encodedPath()).isEqualTo("/tv/3/alternative_titles");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"titles\": null}", "{\"results\": \"none\"}"})
  void answerWithoutAListOfTitlesIsUnreadable(String body) {
    upstream.answers(200, body);

    assertThat(
            catchThrowableOfType(MediaSourceException.class, () -> titles(MediaKind.MOVIE)).kind())
        .isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void unknownIdHasNoAlternativeTitles() {
    upstream.answers(404, "{\"success\": false, \"status_code\": 34}");

    assertThat(
            catchThrowableOfType(MediaSourceException.class, () -> titles(MediaKind.MOVIE)).kind())
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  @Tag("recorded")
  void searchesFollowTheSpecification() {
    JsonNode paths = Fixtures.json("specs/tmdb-v3.openapi.json").path("paths");
    upstream.answers(200, "{\"results\": []}");
    for (MediaKind type : List.of(MediaKind.MOVIE, MediaKind.SERIES)) {
      search(type, 2021);
      List<String> allowed = new ArrayList<>(List.of("api_key"));
      paths
          .path("/3" + lastUrl().encodedPath())
          .path("get")
          .path("parameters")
          .forEach(parameter -> allowed.add(parameter.get("name").textValue()));

      assertThat(allowed).hasSizeGreaterThan(3).containsAll(lastUrl().queryParameterNames());
    }
  }
}

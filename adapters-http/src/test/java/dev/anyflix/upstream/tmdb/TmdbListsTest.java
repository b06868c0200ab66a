package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Genre;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaCollection;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.MovieList;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.SeriesList;
import dev.anyflix.domain.media.TmdbCollection;
import dev.anyflix.domain.media.TmdbDiscover;
import dev.anyflix.domain.media.TmdbGenreList;
import dev.anyflix.domain.media.TmdbGenres;
import dev.anyflix.domain.media.TmdbMovieList;
import dev.anyflix.domain.media.TmdbSeriesList;
import dev.anyflix.domain.media.TmdbTables;
import dev.anyflix.domain.media.TmdbTrending;
import dev.anyflix.domain.media.TrendingWindow;
import dev.anyflix.upstream.MockUpstream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class TmdbListsTest {

  private static final String KEY = "0123456789abcdef";
  private static final Region US = new Region("US");
  private static final LanguageTag GERMAN = new LanguageTag("de-DE");

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final TmdbHttpSource source =
      TestTmdb.source(upstream.http(), upstream.config(), KEY, "en-US");

  private HttpUrl lastUrl() {
    return upstream.lastRequest().getUrl();
  }

  private static MediaPage page(Answer<MediaPage> answer) {
    return answer.orElseThrow();
  }

  private Answer<MediaPage> trending(TmdbHttpSource source, LanguageTag language) {
    return source.trending(
        new TmdbTrending(null, TrendingWindow.WEEK, language, 2), upstream.call());
  }

  @Test
  void trendingOfAllLeavesPeopleOutAndNamesGenres() {
    upstream.answers(
        200,
        """
        {"page": 2, "total_pages": 9, "total_results": 170, "results": [
          {"media_type": "movie", "id": 1, "title": "A", "genre_ids": [28, 999, null]},
          {"media_type": "person", "id": 2, "name": "P"},
          {"media_type": "tv", "id": 3, "name": "B", "genre_ids": [10765, 18]}]}
        """);

    MediaPage page = page(trending(source, LanguageTag.ENGLISH));

    assertThat(page.items()).extracting(Media::id).containsExactly("tmdb:movie:1", "tmdb:tv:3");
    assertThat(page.items().get(0).genres()).containsExactly("Action");
    assertThat(page.items().get(1).genres()).containsExactly("Sci-Fi & Fantasy", "Drama");
    assertThat(page.total()).isEqualTo(170);
    assertThat(page.hasNextPage()).isTrue();
    assertThat(lastUrl().encodedPath()).isEqualTo("/trending/all/week");
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void listWithoutTablesAnswersWithoutNamesAndIsSoonLoadedAgain() {
    upstream.answers(
        200, "{\"results\": [{\"media_type\": \"tv\", \"id\": 3, \"genre_ids\": [18]}]}");
    var bare = TestTmdb.source(upstream.http(), upstream.config(), KEY, "en-US", TmdbTables.NONE);

    var answer = (Answer.Value<MediaPage>) trending(bare, LanguageTag.ENGLISH);

    assertThat(answer.value().items().get(0).genres()).isEmpty();
    assertThat(answer.freshFor()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void listsHaveTheirPathsAndRegion() {
    upstream.answers(200, "{\"results\": []}");

    source.movieList(
        new TmdbMovieList(MovieList.NOW_PLAYING, GERMAN, new Region("DE"), 1), upstream.call());
    assertThat(lastUrl().encodedPath()).isEqualTo("/movie/now_playing");
    assertThat(lastUrl().queryParameter("region")).isEqualTo("DE");
    assertThat(lastUrl().queryParameter("language")).isEqualTo("de-DE");
    source.seriesList(new TmdbSeriesList(SeriesList.AIRING_TODAY, GERMAN, 1), upstream.call());
    assertThat(lastUrl().encodedPath()).isEqualTo("/tv/airing_today");
  }

  @Test
  void textsThatTheLanguageLacksAreFetchedInEnglish() {
    upstream.answers(
        request ->
            MockUpstream.json(
                    200,
                    "de-DE".equals(request.getUrl().queryParameter("language"))
                        ? """
                          {"results": [
                            {"media_type": "tv", "id": 1, "name": "Eins", "overview": ""},
                            {"media_type": "tv", "id": 2, "name": "Zwei", "overview": "Da."}]}
                          """
                        : """
                          {"results": [
                            {"media_type": "tv", "id": 2, "name": "Two", "overview": "There."},
                            {"media_type": "tv", "id": 1, "name": "One", "overview": "Here."}]}
                          """)
                .build());

    MediaPage page = page(trending(source, GERMAN));

    assertThat(page.items()).extracting(Media::description).containsExactly("Here.", "Da.");
    assertThat(page.items())
        .extracting(media -> media.title().preferred())
        .containsExactly("Eins", "Zwei");
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void completeTextsTakeOneCall() {
    upstream.answers(
        200, "{\"results\": [{\"media_type\": \"tv\", \"id\": 1, \"overview\": \"Da.\"}]}");

    trending(source, GERMAN);

    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void failureOfTheEnglishCallLeavesTextsMissing() {
    upstream.answers(
        request ->
            "de-DE".equals(request.getUrl().queryParameter("language"))
                ? MockUpstream.json(
                        200,
                        "{\"results\": [{\"media_type\": \"tv\", \"id\": 1, \"overview\": \"\"}]}")
                    .build()
                : MockUpstream.json(500, "{}").build());

    assertThat(page(trending(source, GERMAN)).items().get(0).description()).isNull();
  }

  @Test
  void genresOfFilmsAndSeriesAreRead() {
    upstream.answers(
        request ->
            MockUpstream.json(
                    200,
                    request.getUrl().encodedPath().contains("movie")
                        ? "{\"genres\": [{\"id\": 28, \"name\": \"Action\"}, {\"id\": 1}, null]}"
                        : "{\"genres\": [{\"id\": 18, \"name\": \"Drama\"}]}")
                .build());

    var genres =
        ((Answer.Value<TmdbGenres>)
                source.genres(new TmdbGenreList(LanguageTag.ENGLISH), upstream.call()))
            .value();

    assertThat(genres)
        .isEqualTo(
            new TmdbGenres(List.of(new Genre(28, "Action")), List.of(new Genre(18, "Drama"))));
  }

  private static TmdbDiscover discover(List<String> genres, List<Integer> services) {
    return new TmdbDiscover(
        genres,
        2024,
        LocalDate.parse("2024-01-02"),
        LocalDate.parse("2024-12-31"),
        "vote_average.desc",
        75,
        200,
        "JA",
        new Region("jp"),
        services,
        US,
        20,
        120,
        LanguageTag.ENGLISH,
        3);
  }

  @Test
  void discoverSendsEveryFilter() {
    upstream.answers(200, "{\"results\": []}");

    source.discoverMovies(discover(List.of("ACTION", "18"), List.of(9, 8)), upstream.call());

    assertThat(lastUrl().encodedPath()).isEqualTo("/discover/movie");
    assertThat(lastUrl().query())
        .contains("primary_release_year=2024")
        .contains("primary_release_date.gte=2024-01-02")
        .contains("primary_release_date.lte=2024-12-31")
        .contains("sort_by=vote_average.desc")
        .contains("vote_average.gte=7.5")
        .contains("vote_count.gte=200")
        .contains("with_original_language=ja")
        .contains("with_origin_country=JP")
        .contains("with_genres=18,28")
        .contains("with_watch_providers=8|9")
        .contains("watch_region=US")
        .contains("with_runtime.gte=20")
        .contains("with_runtime.lte=120")
        .contains("include_adult=false")
        .contains("page=3");
  }

  @Test
  void seriesAreDiscoveredByTheirFirstAirDate() {
    upstream.answers(200, "{\"results\": []}");

    source.discoverSeries(discover(List.of("sci-fi & fantasy"), List.of()), upstream.call());

    assertThat(lastUrl().encodedPath()).isEqualTo("/discover/tv");
    assertThat(lastUrl().queryParameter("first_air_date_year")).isEqualTo("2024");
    assertThat(lastUrl().queryParameter("first_air_date.gte")).isEqualTo("2024-01-02");
    assertThat(lastUrl().queryParameter("with_genres")).isEqualTo("10765");
    assertThat(lastUrl().queryParameterNames())
        .doesNotContain("watch_region", "with_watch_providers");
  }

  @Test
  void unknownGenreHasNoTitlesAndTakesNoCall() {
    MediaPage page =
        page(source.discoverMovies(discover(List.of("nonsense"), List.of()), upstream.call()));

    assertThat(page.items()).isEmpty();
    assertThat(page.total()).isZero();
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void genreNameThatCannotBeLookedUpFails() {
    var bare = TestTmdb.source(upstream.http(), upstream.config(), KEY, "en-US", TmdbTables.NONE);

    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class,
            () -> bare.discoverMovies(discover(List.of("action"), List.of()), upstream.call()));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void collectionHasItsFilmsByDate() {
    upstream.answers(
        200,
        """
        {"id": 2344, "name": "The Matrix Collection", "overview": "", "poster_path": "/c.jpg",
         "backdrop_path": null, "parts": [
           {"id": 4, "title": "Later"},
           {"id": 2, "title": "Second", "release_date": "2003-05-15", "genre_ids": [28]},
           {"id": 1, "title": "First", "release_date": "1999-03-31", "media_type": "movie"}]}
        """);

    MediaCollection collection =
        ((Answer.Value<MediaCollection>)
                source.collection(new TmdbCollection(2344, LanguageTag.ENGLISH), upstream.call()))
            .value();

    assertThat(collection.id()).isEqualTo("tmdb:collection:2344");
    assertThat(collection.description()).isNull();
    assertThat(collection.poster()).isEqualTo(TestTmdb.IMAGES + "w500/c.jpg");
    assertThat(collection.items())
        .extracting(Media::id)
        .containsExactly("tmdb:movie:1", "tmdb:movie:2", "tmdb:movie:4");
    assertThat(collection.items().get(1).genres()).containsExactly("Action");
    assertThat(collection.items().get(0).kind()).isEqualTo(MediaKind.MOVIE);
  }
}

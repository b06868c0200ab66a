package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiRoutesTest {

  /** Operations that others are composed of. */
  private static final Set<String> WITHOUT_ROUTE =
      Set.of("AniListSource.mediaByMal", "TmdbSource.find");

  private final ApiRoutes routes = new ApiRoutes(TestApi.operations(), new ManualClock());

  private CachedRequest<?, ?> request(String path, String query) {
    ApiRoutes.Match match = routes.match(path);
    assertThat(match).as(path).isNotNull();
    return match.request(query);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/anilist/media/1, , AniListSource.media/3?id=1",
    "/api/anilist/media/1/, , AniListSource.media/3?id=1",
    "/api/anilist/media/007, , AniListSource.media/3?id=7",
    "/api/anilist/media/%31, , AniListSource.media/3?id=1",
    "/api/tmdb/movies/603, , TmdbSource.movie/3",
    "/api/tmdb/tv/1396, , TmdbSource.series/3?id=1396&language=en-US&region=US",
    "/api/tmdb/movies/603, language=DE-de&region=de, TmdbSource.movie/3?id=603&language=de-DE&region=DE",
    "/api/tmdb/movies/top-rated, page=2, TmdbSource.movieList/3?list=TOP_RATED",
    "/api/tmdb/tv/airing-today, , TmdbSource.seriesList/3?list=AIRING_TODAY",
    "/api/tmdb/movies/discover, genre=Drama&minScore=70, TmdbSource.discoverMovies/3?genres=drama",
    "/api/tmdb/tv/1396/seasons/0, , TmdbSource.season/3?series=1396&number=0",
    "/api/tmdb/collections/2344, , TmdbSource.collection/3?id=2344",
    "/api/tmdb/trending, , TmdbSource.trending/3?window=DAY",
    "/api/tmdb/trending, type=tv&window=week, TmdbSource.trending/3?type=SERIES&window=WEEK",
    "/api/tmdb/genres, , TmdbSource.genres/3?language=en-US",
    "/api/media/anilist:1, language=de, AniListSource.media/3?id=1",
    "/api/media/tmdb:movie:603, language=de, TmdbSource.movie/3?id=603&language=de&region=US",
    "/api/media/tmdb%3Atv%3A1396, , TmdbSource.series/3?id=1396&language=en-US&region=US"
  })
  void pathAndQueryAreReadAsARequest(String path, String query, String text) {
    assertThat(request(path, query).text()).startsWith(text);
  }

  @Test
  void defaultLeftOutOrSpelledOutIsTheSameRequest() {
    assertThat(request("/api/anilist/trending", "page=1&perPage=20").key())
        .isEqualTo(request("/api/anilist/trending", null).key())
        .isNotEqualTo(request("/api/anilist/popular", null).key());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/tmdb/movies/603, language=en-us&region=us",
    "/api/tmdb/trending, type=all&window=day&language=en-US&page=1",
    "/api/tmdb/movies/discover, sort=popularity.desc&region=DE"
  })
  void defaultOfTmdbSpelledOutIsTheSameRequest(String path, String query) {
    assertThat(request(path, query).key()).isEqualTo(request(path, null).key());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/media/anilist:1, /api/anilist/media/1",
    "/api/media/tmdb:movie:603, /api/tmdb/movies/603",
    "/api/media/tmdb:tv:1396, /api/tmdb/tv/1396"
  })
  void mediumByItsIdSharesTheKeyOfItsSourcesRoute(String path, String route) {
    assertThat(request(path, null).key()).isEqualTo(request(route, null).key());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/tmdb/movies/603, language=english",
    "/api/tmdb/movies/603, language=e",
    "/api/tmdb/movies/603, language=",
    "/api/tmdb/movies/603, region=USA",
    "/api/tmdb/tv/1396/seasons/-1, ",
    "/api/tmdb/tv/1396/seasons/x, ",
    "/api/tmdb/trending, window=month",
    "/api/tmdb/movies/discover, sort=name.asc",
    "/api/tmdb/tv/discover, sort=title.asc",
    "/api/tmdb/tv/discover, from=2024-02-30",
    "/api/tmdb/tv/discover, from=2024-02-02&to=2024-02-01",
    "/api/tmdb/tv/discover, minScore=101",
    "/api/tmdb/tv/discover, watchProvider=Netflix",
    "/api/tmdb/tv/discover, originalLanguage=japanese",
    "/api/tmdb/search, q=x&region=US",
    "/api/media/anilist:1, language=english",
    "/api/media/603, ",
    "/api/media/tmdb:603, ",
    "/api/media/tmdb:tv:1:season:1, ",
    "/api/media/tmdb:collection:1, ",
    "/api/media/kitsu:manga:1, "
  })
  void malformedParameterIsRefused(String path, String query) {
    assertThatThrownBy(() -> request(path, query)).isInstanceOf(InvalidRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "*",
        "/api",
        "/api/anilist/media",
        "/api/anilist/media/",
        "/api/anilist/media/1/2",
        "//api/anilist/media/1",
        "/API/anilist/media/1",
        "/api/anilist/search/x",
        "/api/providers",
        "/admin",
        "/health"
      })
  void otherPathHasNoRoute(String path) {
    assertThat(routes.match(path)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-7", "7x", "7;a", "99999999999", "%E9"})
  void idOutOfRangeIsRefused(String id) {
    assertThatThrownBy(() -> request("/api/anilist/media/" + id, null))
        .isInstanceOf(InvalidRequestException.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "2026-12-31T23:59:59Z, -, season=FALL&sort=POPULARITY_DESC, year=2026",
        "2027-01-01T00:00:00Z, -, season=WINTER&sort=POPULARITY_DESC, year=2027",
        "2027-01-01T00:00:00Z, season=spring, season=SPRING, year=2027",
        "2027-01-01T00:00:00Z, year=1998, season=WINTER, year=1998"
      })
  void seasonIsTheCurrentOneUnlessTheRequestNamesAnother(
      Instant now, String query, String season, String year) {
    var current = new ApiRoutes(TestApi.operations(), new ManualClock(now));
    ApiRoutes.Match match = current.match("/api/anilist/season");

    assertThat(match).isNotNull().returns(true, ApiRoutes.Match::dependsOnTime);
    assertThat(match.request(query).text()).contains(season, year);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, 2026-01-01T00:00:00Z, 2026-01-08T00:00:00Z",
        "from=2026-03-01, 2026-03-01T00:00:00Z, 2026-03-08T00:00:00Z",
        "from=2026-03-01&to=2026-03-01, 2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z",
        "from=2026-03-01&to=2026-03-31, 2026-03-01T00:00:00Z, 2026-04-01T00:00:00Z",
        "from=2026-03-01T09:00:00%2B09:00, 2026-03-01T00:00:00Z, 2026-03-08T00:00:00Z",
        "from=2026-03-01T00:00:00.9Z&to=2026-03-01T01:00:00Z, 2026-03-01T00:00:00Z, 2026-03-01T01:00:00Z"
      })
  void scheduleTakesDatesAndInstants(String query, Instant from, Instant to) {
    assertThat(request("/api/anilist/schedule", query).text())
        .contains("from=" + from + "&to=" + to);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=yesterday",
        "from=2026-02-30",
        "from=2026-03-01&to=2026-02-28",
        "from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:00Z",
        "from=2026-03-01&to=2026-04-01",
        "from=1969-12-31",
        "from=2040-01-01",
        "from=9999-12-31",
        "from=%2B999999999-12-31T00:00:00Z",
        "from=2026-03-01&to=%2B999999999-12-31T00:00:00Z",
        "from=2026-03-01T09:00:00+09:00",
        "from="
      })
  void malformedOrTooLongPeriodIsRefused(String query) {
    assertThatThrownBy(() -> request("/api/anilist/schedule", query))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void defaultScheduleIsTheSameRequestForAnHour() {
    var clock = new ManualClock();
    var timed = new ApiRoutes(TestApi.operations(), clock);
    Supplier<CacheKey> key =
        () -> Objects.requireNonNull(timed.match("/api/anilist/schedule")).request(null).key();
    CacheKey first = key.get();

    clock.advance(Duration.ofMinutes(59));
    assertThat(key.get()).isEqualTo(first);
    clock.advance(Duration.ofMinutes(1));
    assertThat(key.get()).isNotEqualTo(first);
  }

  @Test
  void unknownProviderIsNotFound() {
    assertThatThrownBy(() -> request("/api/providers/nobody/popular", null))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(404));
  }

  @Test
  void pathsHaveTheNamesOfTheirParameters() {
    assertThat(routes.paths())
        .contains("/api/anilist/media/{id}", "/api/providers/{provider}/media/{id}");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void operationHasARoute(String method) {
    assertThat(routes.templatesOf(method))
        .as("a route of %s in ApiRoutes; or the method in WITHOUT_ROUTE of this test", method)
        .isNotEmpty();
  }

  static Stream<String> methods() {
    return TestApi.operations().all().stream()
        .map(CachedOperation::method)
        .filter(method -> !WITHOUT_ROUTE.contains(method));
  }
}

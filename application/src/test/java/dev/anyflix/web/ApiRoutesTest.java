package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.core.CachedRequest;
import dev.anyflix.domain.media.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiRoutesTest {

  private final ApiRoutes routes = new ApiRoutes(TestApi.operations());

  private CachedRequest<?, ?> request(String path, String query) {
    ApiRoutes.Match match = routes.match(path);
    assertThat(match).as(path).isNotNull();
    return match.request(query);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/anilist/media/1, , AniListSource.media/2?id=1",
    "/api/anilist/media/1/, , AniListSource.media/2?id=1",
    "/api/anilist/media/007, , AniListSource.media/2?id=7",
    "/api/anilist/media/%31, , AniListSource.media/2?id=1",
    "/api/tmdb/movies/603, , TmdbSource.movie/2",
    "/api/tmdb/tv/1396, , TmdbSource.series/2"
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

  @Test
  void unknownProviderIsNotFound() {
    assertThatThrownBy(() -> request("/api/providers/nobody/popular", null))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.status()).isEqualTo(404));
  }

  @Test
  void pathsHaveTheNamesOfTheirParameters() {
    assertThat(routes.paths())
        .contains("/api/anilist/media/{id}", "/api/providers/{provider}/media/{id}")
        .hasSize(14);
  }
}

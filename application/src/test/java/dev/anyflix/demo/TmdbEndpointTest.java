package dev.anyflix.demo;

import static dev.anyflix.demo.DemoClient.each;
import static dev.anyflix.demo.DemoClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.testing.ManualClock;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TmdbEndpointTest {

  private static final String APPENDED =
      "?append_to_response=credits,aggregate_credits,videos,external_ids,recommendations,credits";

  private static DemoUpstream upstream;
  private static DemoClient client;

  @BeforeAll
  static void start() throws Exception {
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, new ManualClock());
    client = new DemoClient(upstream);
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> response = client.tmdb(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  @Test
  void configurationListsImageSizes() throws Exception {
    JsonNode images = get("/configuration").at("/images");

    assertThat(images.at("/secure_base_url").asText())
        .startsWith("http://127.0.0.1:")
        .endsWith("/");
    assertThat(images.at("/poster_sizes").toString()).contains("w500", "original");
    assertThat(images.at("/still_sizes")).isNotEmpty();
  }

  @Test
  void multiSearchFindsFilmsAndSeries() throws Exception {
    assertThat(each(get("/search/multi?query=fargo").at("/results"), "/media_type"))
        .containsExactly("movie", "tv");
    assertThat(each(get("/search/multi?query=Dune").at("/results"), "/release_date"))
        .contains("1984-12-14", "2021-09-15");
    assertThat(each(get("/search/multi?query=amelie").at("/results"), "/id"))
        .containsExactly("194");
    assertThat(each(get("/search/multi?query=%E5%8D%83%E3%81%A8").at("/results"), "/title"))
        .containsExactly("Spirited Away");
  }

  @Test
  void multiSearchFindsPeople() throws Exception {
    JsonNode results = get("/search/multi?query=will").at("/results");

    assertThat(each(results, "/media_type")).contains("person", "movie");
    assertThat(each(get("/search/multi?query=cranston").at("/results"), "/known_for/0/name"))
        .containsExactly("Breaking Bad");
  }

  @Test
  void searchIsPaged() throws Exception {
    JsonNode first = get("/search/multi?query=the");
    assertThat(first.at("/results")).hasSize(20);
    assertThat(first.at("/total_pages").asInt()).isGreaterThan(1);

    int last = first.at("/total_pages").asInt();
    JsonNode end = get("/search/multi?query=the&page=" + last);
    assertThat(end.at("/page").asInt()).isEqualTo(last);
    assertThat(end.at("/results")).hasSize(first.at("/total_results").asInt() - 20 * (last - 1));
    assertThat(get("/search/multi?query=the&page=500").at("/results")).isEmpty();
    assertThat(get("/search/multi?query=zzzz").at("/total_results").asInt()).isZero();
    assertThat(get("/search/multi").at("/results")).isEmpty();
  }

  @Test
  void pageOutOfRangeIsABadRequest() throws Exception {
    for (String page : new String[] {"0", "501", "-1", "one"}) {
      HttpResponse<String> response = client.tmdb("/search/multi?query=the&page=" + page);
      assertThat(response.statusCode()).as(page).isEqualTo(400);
      assertThat(json(response).at("/status_code").asInt()).isEqualTo(22);
    }
  }

  @Test
  void filmHasTheAppendedParts() throws Exception {
    JsonNode film = get("/movie/603" + APPENDED);

    assertThat(film.at("/title").asText()).isEqualTo("The Matrix");
    assertThat(film.at("/release_date").asText()).isEqualTo("1999-03-31");
    assertThat(film.at("/runtime").asInt()).isEqualTo(136);
    assertThat(film.at("/genres/1/id").asInt()).isEqualTo(878);
    assertThat(film.at("/poster_path").asText()).matches("/poster-[\\w-]+\\.svg");
    assertThat(film.at("/credits/cast/0/name").asText()).isEqualTo("Keanu Reeves");
    assertThat(film.at("/credits/cast/0/id").asInt()).isEqualTo(6384);
    assertThat(film.at("/credits/cast/0/character").asText()).isEqualTo("Neo");
    assertThat(film.has("aggregate_credits")).isFalse();
    assertThat(film.at("/videos/results/0/site").asText()).isEqualTo("YouTube");
    assertThat(film.at("/external_ids/imdb_id").asText()).isEqualTo("tt0133093");
    assertThat(each(film.at("/recommendations/results"), "/media_type")).containsOnly("movie");
    assertThat(get("/movie/603").has("credits")).isFalse();
  }

  @Test
  void seriesHasItsSeasons() throws Exception {
    JsonNode series = get("/tv/1396" + APPENDED);

    assertThat(series.at("/name").asText()).isEqualTo("Breaking Bad");
    assertThat(series.at("/number_of_seasons").asInt()).isEqualTo(5);
    assertThat(series.at("/number_of_episodes").asInt()).isEqualTo(62);
    assertThat(each(series.at("/seasons"), "/episode_count"))
        .containsExactly("3", "7", "13", "13", "13", "16");
    assertThat(series.at("/status").asText()).isEqualTo("Ended");
    assertThat(series.at("/networks/0/name").asText()).isEqualTo("AMC");
    assertThat(series.at("/aggregate_credits/cast/0/roles/0/character").asText())
        .isEqualTo("Walter White");
  }

  @Test
  void titlePageHasAllPartsInOneAnswer() throws Exception {
    JsonNode film =
        get(
            "/movie/603?append_to_response=images,release_dates,content_ratings,credits,videos,"
                + "external_ids,recommendations,watch/providers,translations,keywords");

    assertThat(film.at("/images/logos/0/file_path").asText()).startsWith("/logo-");
    assertThat(each(film.at("/release_dates/results"), "/iso_3166_1")).contains("US", "DE");
    assertThat(each(film.at("/credits/crew"), "/job")).contains("Director");
    assertThat(each(film.at("/translations/translations"), "/iso_639_1"))
        .containsExactly("en", "de", "fr");
    assertThat(film.at("/watch~1providers/results/US/flatrate/0/provider_name").isTextual())
        .isTrue();
    assertThat(film.at("/keywords/keywords")).isNotEmpty();
    assertThat(film.at("/belongs_to_collection/id").asInt()).isEqualTo(2344);
    assertThat(film.has("content_ratings")).isFalse();
    JsonNode series = get("/tv/1396?append_to_response=content_ratings,release_dates,keywords");
    assertThat(series.at("/content_ratings/results/0/rating").asText()).isEqualTo("TV-MA");
    assertThat(each(series.at("/created_by"), "/name")).containsExactly("Vince Gilligan");
    assertThat(series.at("/keywords/results")).isNotEmpty();
    assertThat(series.has("release_dates")).isFalse();
  }

  @Test
  void textThatIsNotTranslatedIsEmptyAndTitleIsEnglish() throws Exception {
    assertThat(get("/movie/238?language=de-DE").at("/title").asText()).isEqualTo("Der Pate");
    assertThat(get("/movie/278?language=fr").at("/overview").asText()).isEmpty();
    assertThat(get("/movie/550?language=de-DE").at("/title").asText()).isEqualTo("Fight Club");
    assertThat(get("/movie/550?language=de-DE").at("/overview").asText()).isEmpty();
    assertThat(get("/movie/129?language=ja-JP").at("/title").asText()).isEqualTo("千と千尋の神隠し");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/trending/all/day",
        "/trending/movie/week",
        "/trending/tv/day",
        "/movie/popular",
        "/movie/top_rated",
        "/movie/upcoming",
        "/movie/now_playing",
        "/tv/popular",
        "/tv/top_rated",
        "/tv/on_the_air",
        "/tv/airing_today",
        "/discover/movie",
        "/discover/tv"
      })
  void listHasTheRightKindOfWork(String path) throws Exception {
    JsonNode list = get(path);

    assertThat(list.at("/results")).isNotEmpty();
    assertThat(list.at("/page").asInt()).isEqualTo(1);
    if (!path.contains("/all/")) {
      assertThat(each(list.at("/results"), "/media_type"))
          .containsOnly(path.contains("tv") ? "tv" : "movie");
    }
  }

  @Test
  void discoverFiltersAndSorts() throws Exception {
    JsonNode found =
        get(
            "/discover/movie?with_genres=878,28&primary_release_date.gte=1990-01-01"
                + "&primary_release_date.lte=1999-12-31&vote_average.gte=8&with_runtime.gte=100"
                + "&with_original_language=en&sort_by=primary_release_date.asc");

    assertThat(each(found.at("/results"), "/id")).containsExactly("280", "603");
    assertThat(get("/discover/tv?with_genres=35%7C80&first_air_date_year=2014").at("/results"))
        .isNotEmpty();
    assertThat(client.tmdb("/discover/movie?vote_average.gte=x").statusCode()).isEqualTo(422);
  }

  @Test
  void seasonHasItsEpisodesAndSpecialsAreSeasonZero() throws Exception {
    JsonNode first = get("/tv/1396/season/1");

    assertThat(first.at("/episodes")).hasSize(7);
    assertThat(first.at("/episodes/0/name").asText()).isEqualTo("Pilot");
    assertThat(first.at("/episodes/1/air_date").asText()).isEqualTo("2008-01-27");
    assertThat(get("/tv/1396/season/0").at("/name").asText()).isEqualTo("Specials");
    assertThat(get("/tv/1396/season/5").at("/episodes/15/air_date").isNull()).isTrue();
    assertNotFound("/tv/1396/season/6");
    assertNotFound("/tv/1/season/1");
  }

  @Test
  void genresCollectionsAndImdbIdsAreFound() throws Exception {
    assertThat(each(get("/genre/movie/list").at("/genres"), "/name"))
        .contains("Science Fiction", "Drama")
        .doesNotContain("Sci-Fi & Fantasy");
    assertThat(each(get("/genre/tv/list").at("/genres"), "/name")).contains("Sci-Fi & Fantasy");
    assertThat(each(get("/collection/2344").at("/parts"), "/id"))
        .containsExactly("603", "604", "605", "624860");
    assertNotFound("/collection/1");
    assertThat(each(get("/find/tt0133093?external_source=imdb_id").at("/movie_results"), "/id"))
        .containsExactly("603");
  }

  @Test
  void filmsAndSeriesHaveSeparateIds() throws Exception {
    assertNotFound("/tv/603");
    assertNotFound("/movie/1396");
    assertNotFound("/movie/abc");
    assertNotFound("/nonsense");
  }

  private static void assertNotFound(String path) throws Exception {
    HttpResponse<String> response = client.tmdb(path);
    assertThat(response.statusCode()).as(path).isEqualTo(404);
    assertThat(json(response).at("/status_code").asInt()).isEqualTo(34);
    assertThat(json(response).at("/success").asBoolean(true)).isFalse();
  }

  @Test
  void anyKeyIsAcceptedAndAMissingKeyIsRejected() throws Exception {
    assertThat(client.tmdb("/movie/603?api_key=x", "Accept", "*/*").statusCode()).isEqualTo(200);
    assertThat(client.tmdb("/movie/603", "Authorization", "Bearer y").statusCode()).isEqualTo(200);

    for (String query : new String[] {"", "?api_key="}) {
      HttpResponse<String> response = client.tmdb("/movie/603" + query, "Accept", "*/*");
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(json(response).at("/status_code").asInt()).isEqualTo(7);
    }
  }

  @Test
  void unchangedAnswerIs304() throws Exception {
    String path = "/movie/603" + APPENDED;
    String tag = client.tmdb(path).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same =
        client.tmdb(path, "Authorization", "Bearer y", "If-None-Match", tag);
    HttpResponse<String> other =
        client.tmdb("/movie/604", "Authorization", "Bearer y", "If-None-Match", tag);

    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(same.headers().firstValue("ETag")).hasValue(tag);
    assertThat(other.statusCode()).isEqualTo(200);
  }
}

package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.CollectionRef;
import dev.anyflix.domain.media.Creator;
import dev.anyflix.domain.media.ImageSizes;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.TmdbTables;
import dev.anyflix.domain.media.TmdbTitle;
import dev.anyflix.domain.media.WatchOption;
import dev.anyflix.domain.media.WatchType;
import dev.anyflix.upstream.MockUpstream;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of a title page that come appended to the details. */
final class TmdbTitlePageTest {

  private static final String KEY = "0123456789abcdef";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();

  private Media title(MediaKind kind, String language, String region, String fields) {
    upstream.answers(200, "{\"id\": 3, " + fields + "}");
    var source = TestTmdb.source(upstream.http(), upstream.config(), KEY, "en-US");
    var request = new TmdbTitle(3, new LanguageTag(language), new Region(region));
    Answer<Media> answer =
        kind == MediaKind.MOVIE
            ? source.movie(request, upstream.call())
            : source.series(request, upstream.call());
    assertThat(upstream.requests()).hasSize(1);
    return answer.orElseThrow();
  }

  private Media film(String fields) {
    return title(MediaKind.MOVIE, "de-DE", "DE", fields);
  }

  @Test
  void oneCallCarriesLanguageAndAllParts() {
    film("\"title\": \"x\"");

    var url = upstream.lastRequest().getUrl();
    assertThat(url.queryParameter("language")).isEqualTo("de-DE");
    assertThat(url.queryParameter("include_image_language")).isEqualTo("de,en");
    assertThat(url.queryParameter("append_to_response").split(","))
        .containsExactlyInAnyOrder(
            "credits",
            "release_dates",
            "videos",
            "external_ids",
            "recommendations",
            "images",
            "translations",
            "keywords",
            "watch/providers");
  }

  @ParameterizedTest
  @CsvSource({
    "'en:/en.png,de:/de.png', w500/de.png",
    "'fr:/fr.png,en:/en.png', w500/en.png",
    "'fr:/fr.png,:/none.png', ",
    "'de:,en:/en.png', w500/en.png",
    "'', "
  })
  void logoIsInTheLanguageOrElseEnglish(String logos, String expected) {
    StringBuilder list = new StringBuilder();
    for (String logo : logos.isEmpty() ? new String[0] : logos.split(",")) {
      String[] parts = logo.split(":", 2);
      String language = parts[0].isEmpty() ? "null" : '"' + parts[0] + '"';
      list.append(list.isEmpty() ? "" : ",")
          .append("{\"iso_639_1\": %s, \"file_path\": \"%s\"}".formatted(language, parts[1]));
    }

    Media media = film("\"images\": {\"logos\": [" + list + "]}");

    assertThat(media.images().logo())
        .isEqualTo(expected == null ? null : TestTmdb.IMAGES + expected);
  }

  @ParameterizedTest
  @CsvSource({"DE, 16", "FR, R", "US, R"})
  void filmHasTheAgeRatingOfTheRegionOrElseOfTheUnitedStates(String region, String rating) {
    Media media =
        title(
            MediaKind.MOVIE,
            "en-US",
            region,
            """
            "release_dates": {"results": [
              {"iso_3166_1": "US", "release_dates": [
                {"certification": "", "type": 3}, {"certification": "NR", "type": 4},
                {"certification": "R", "type": 3}]},
              {"iso_3166_1": "DE", "release_dates": [null, {"certification": "16", "type": 3}]},
              {"iso_3166_1": "FR", "release_dates": [{"certification": "", "type": 3}]}, null]}
            """);

    assertThat(media.ageRating()).isEqualTo(rating);
  }

  @Test
  void seriesHasTheAgeRatingOfTheRegion() {
    String ratings =
        """
        "content_ratings": {"results": [
          {"iso_3166_1": "US", "rating": "TV-MA"}, {"iso_3166_1": "DE", "rating": "12"}]}
        """;

    assertThat(title(MediaKind.SERIES, "en", "DE", ratings).ageRating()).isEqualTo("12");
  }

  @Test
  void missingAgeRatingIsAbsent() {
    assertThat(film("\"release_dates\": {\"results\": []}").ageRating()).isNull();
    upstream.requests().clear();
    assertThat(film("\"release_dates\": null").ageRating()).isNull();
  }

  @Test
  void servicesOfTheRegionAreListedByTerms() {
    Media media =
        film(
            """
            "watch/providers": {"results": {
              "US": {"link": "https://us.example", "flatrate": [{"provider_name": "Other"}]},
              "DE": {"link": "https://de.example", "rent": [{"provider_name": "Shop"}],
                "flatrate": [{"provider_name": "Flat", "logo_path": "/f.jpg"},
                             {"provider_name": ""}, null]}}}
            """);

    assertThat(media.watch())
        .containsExactly(
            new WatchOption(
                "Flat",
                WatchType.SUBSCRIPTION,
                TestTmdb.IMAGES + "w92/f.jpg",
                "https://de.example"),
            new WatchOption("Shop", WatchType.RENT, null, "https://de.example"));
  }

  @Test
  void directorsComeBeforeAuthors() {
    Media media =
        film(
            """
            "credits": {"crew": [
              {"name": "Author", "job": "Screenplay"}, {"name": "Editor", "job": "Editor"},
              {"name": "Boss", "job": "Director", "profile_path": "/b.jpg"}, {"job": "Director"}]}
            """);

    assertThat(media.creators())
        .containsExactly(
            new Creator("Boss", "Director", TestTmdb.IMAGES + "w185/b.jpg"),
            new Creator("Author", "Screenplay", null));
  }

  @Test
  void seriesHasItsCreatorsAndKeywords() {
    Media media =
        title(
            MediaKind.SERIES,
            "en",
            "US",
            """
            "created_by": [{"name": "Vince"}, {"name": null}],
            "keywords": {"results": [{"name": "drugs"}, {"name": " "}]}
            """);

    assertThat(media.creators()).containsExactly(new Creator("Vince", "Creator", null));
    assertThat(media.tags()).containsExactly("drugs");
  }

  @Test
  void filmHasItsCollectionAndKeywords() {
    Media media =
        film(
            """
            "belongs_to_collection": {"id": 2344, "name": "The Matrix Collection"},
            "keywords": {"keywords": [{"name": "dream"}]}
            """);

    assertThat(media.collection())
        .isEqualTo(new CollectionRef("tmdb:collection:2344", "The Matrix Collection"));
    assertThat(media.tags()).containsExactly("dream");
  }

  @Test
  void missingTextFallsBackToEnglish() {
    Media media =
        film(
            """
            "title": "\u5343\u3068\u5343\u5c0b", "original_title": "\u5343\u3068\u5343\u5c0b",
            "original_language": "ja", "overview": "", "translations": {"translations": [
              {"iso_639_1": "en", "iso_3166_1": "GB", "data": {"title": "GB", "overview": "GB"}},
              {"iso_639_1": "en", "iso_3166_1": "US",
               "data": {"title": "Spirited Away", "overview": "A girl."}},
              {"iso_639_1": "de", "iso_3166_1": "DE", "data": {"title": "", "overview": ""}}]}
            """);

    assertThat(media.description()).isEqualTo("A girl.");
    assertThat(media.title().preferred()).isEqualTo("Spirited Away");
    assertThat(media.title().english()).isEqualTo("Spirited Away");
    assertThat(media.title().original()).isEqualTo("\u5343\u3068\u5343\u5c0b");
  }

  @Test
  void overviewIsPlainText() {
    Media media =
        film("\"title\": \"x\", \"overview\": \"<i>A</i> caf&eacute; &amp; <b>more</b>\"");

    assertThat(media.description()).isEqualTo("A caf\u00e9 & more");
  }

  @Test
  void translatedTextStays() {
    Media media =
        film(
            """
            "title": "Am\u00e9lie", "original_title": "Am\u00e9lie", "original_language": "fr",
            "overview": "Ein M\u00e4dchen.", "translations": {"translations": [
              {"iso_639_1": "en", "iso_3166_1": "US", "data": {"title": "A", "overview": "b"}},
              {"iso_639_1": "de", "iso_3166_1": "DE", "data": {"title": "Am\u00e9lie"}}]}
            """);

    assertThat(media.description()).isEqualTo("Ein M\u00e4dchen.");
    assertThat(media.title().preferred()).isEqualTo("Am\u00e9lie");
  }

  @Test
  void imagesHaveTheSizesThatTheConfigurationOffers() {
    Media media = film("\"poster_path\": \"/p.jpg\", \"backdrop_path\": \"\"");

    assertThat(media.images().poster()).isEqualTo(TestTmdb.IMAGES + "w500/p.jpg");
    assertThat(media.images().posters())
        .isEqualTo(
            new ImageSizes(
                TestTmdb.IMAGES + "w185/p.jpg",
                TestTmdb.IMAGES + "w342/p.jpg",
                TestTmdb.IMAGES + "w780/p.jpg",
                TestTmdb.IMAGES + "original/p.jpg"));
    assertThat(media.images().backdrops()).isEqualTo(ImageSizes.NONE);
  }

  @Test
  void titleWithoutConfigurationHasNoImagesAndIsSoonLoadedAgain() {
    upstream.answers(200, "{\"id\": 3, \"title\": \"x\", \"poster_path\": \"/p.jpg\"}");
    var source = TestTmdb.source(upstream.http(), upstream.config(), KEY, "en-US", TmdbTables.NONE);

    var answer = (Answer.Value<Media>) source.movie(TestTmdb.title(3), upstream.call());

    assertThat(answer.value().images().poster()).isNull();
    assertThat(answer.freshFor()).isEqualTo(Duration.ofMinutes(1));
    assertThat(answer.validator()).isNull();
  }
}

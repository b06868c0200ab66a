package dev.anyflix.upstream.archive;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.upstream.MockUpstream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveHttpProviderTest {

  private static final String FILMS =
      "mediatype:movies AND collection:feature_films AND licenseurl:http*publicdomain*";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final ArchiveHttpProvider provider =
      new ArchiveHttpProvider(upstream.http(), upstream.config());

  private Media item(String metadata, String files) {
    upstream.answers(
        200,
        """
        {"metadata": {"identifier": "the-lodger.1927", "mediatype": "movies"%s}, "files": [%s]}
        """
            .formatted(metadata, files));
    return provider.detail(new ProviderItem("the-lodger.1927"), upstream.call()).orElseThrow();
  }

  private MediaPage page(int page, String response) {
    upstream.answers(200, "{\"response\": " + response + "}");
    return provider.popular(new ProviderPage(page), upstream.call()).orElseThrow();
  }

  private MediaSourceException failure(String id) {
    return catchThrowableOfType(
        MediaSourceException.class, () -> provider.detail(new ProviderItem(id), upstream.call()));
  }

  private HttpUrl lastUrl() {
    return upstream.lastRequest().getUrl();
  }

  @Test
  void popularAndLatestDifferInOrderOnly() {
    upstream.answers(200, "{\"response\": {\"numFound\": 0, \"docs\": []}}");

    provider.popular(new ProviderPage(1), upstream.call());
    assertThat(lastUrl().encodedPath()).isEqualTo("/advancedsearch.php");
    assertThat(lastUrl().queryParameter("q")).isEqualTo(FILMS);
    assertThat(lastUrl().queryParameter("sort[]")).isEqualTo("downloads desc");
    assertThat(lastUrl().queryParameter("output")).isEqualTo("json");

    provider.latest(new ProviderPage(3), upstream.call());
    assertThat(lastUrl().queryParameter("q")).isEqualTo(FILMS);
    assertThat(lastUrl().queryParameter("sort[]")).isEqualTo("publicdate desc");
    assertThat(lastUrl().queryParameter("page")).isEqualTo("3");
    assertThat(lastUrl().queryParameter("rows")).isEqualTo("20");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          night living|"night" AND "living"
          love OR hate NOT war|"love" AND "OR" AND "hate" AND "NOT" AND "war"
          x) OR mediatype:(texts|"x)" AND "OR" AND "mediatype:(texts"
          say "hello"|"say" AND "\\"hello\\""
          back\\slash\\|"back\\\\slash\\\\"
          a* b? ~c^2 [d TO e]|"a*" AND "b?" AND "~c^2" AND "[d" AND "TO" AND "e]"
          tom && jerry|"tom" AND "jerry"
          七人の侍|"七人の侍"
          """)
  void titleIsSearchedByItsWords(String title, String words) {
    upstream.answers(200, "{\"response\": {\"numFound\": 0, \"docs\": []}}");
    provider.search(new ProviderSearch(title, 1), upstream.call());

    assertThat(lastUrl().queryParameter("q")).isEqualTo(FILMS + " AND title:(" + words + ")");
    assertThat(lastUrl().queryParameter("sort[]")).isNull();
  }

  @Test
  void titleWithoutAWordFindsNothingWithoutARequest() {
    MediaPage page = provider.search(new ProviderSearch("?! *", 2), upstream.call()).orElseThrow();

    assertThat(page).isEqualTo(new MediaPage(List.of(), 2, 20, false));
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void pageBeyondTenThousandResultsIsEmptyWithoutARequest() {
    MediaPage page = provider.popular(new ProviderPage(501), upstream.call()).orElseThrow();

    assertThat(page).isEqualTo(new MediaPage(List.of(), 501, 20, false));
    assertThat(upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 20, false", "1, 21, true", "499, 90000, true", "500, 90000, false"})
  void nextPageExistsWhileResultsRemain(int page, int found, boolean more) {
    String response = "{\"numFound\": %d, \"docs\": []}".formatted(found);
    assertThat(page(page, response).hasNextPage()).isEqualTo(more);
  }

  @Test
  void pageContainsFilmsOnly() {
    MediaPage page =
        page(
            1,
            """
            {"numFound": 4, "docs": [
              {"identifier": "one", "mediatype": "movies", "title": "One", "year": "1927",
               "date": "1927-01-01T00:00:00Z", "downloads": 7, "avg_rating": 4.25,
               "num_reviews": 8, "subject": "silent; London;silent", "creator": "A Studio",
               "description": ["<p>First.</p>", "Second."], "format": ["MPEG4", "Item Tile"],
               "licenseurl": "http://creativecommons.org/publicdomain/mark/1.0/"},
              {"identifier": "a/b", "mediatype": "movies", "title": "No path"},
              {"identifier": "book", "mediatype": "texts", "title": "No film"},
              {"mediatype": "movies", "title": "No id"}]}
            """);

    assertThat(page.items()).hasSize(1);
    Media film = page.items().get(0);
    assertThat(film.id()).isEqualTo("archive:one");
    assertThat(film.kind()).isEqualTo(MediaKind.MOVIE);
    assertThat(film.startDate()).hasToString("1927");
    assertThat(film.year()).isEqualTo(1927);
    assertThat(film.popularity()).isEqualTo(7.0);
    assertThat(film.score()).isEqualTo(85.0);
    assertThat(film.tags()).containsExactly("silent", "London");
    assertThat(film.studios()).containsExactly("A Studio");
    assertThat(film.description()).isEqualTo("First.\nSecond.");
    assertThat(film.images().poster()).isEqualTo(upstream.config().url() + "/services/img/one");
    assertThat(film.links())
        .containsExactly(
            new Link("Internet Archive", "https://archive.org/details/one"),
            new Link("License", "http://creativecommons.org/publicdomain/mark/1.0/"));
    assertThat(film.streams()).isEmpty();
  }

  @Test
  void streamsAreTheVideoFilesMostPlayableFirst() {
    Media film =
        item(
            "",
            """
            {"name": "lodger.ogv", "format": "Ogg Video", "size": "300"},
            {"name": "lodger_512kb.mp4", "format": "512Kb MPEG4", "size": "200", "height": "240"},
            {"name": "cd 1/lodger #1.MP4", "format": "h.264", "size": "5000000000", "height": 576},
            {"name": "master.mpeg", "format": "MPEG2", "size": "900", "private": "true"},
            {"name": "../../other/stolen.mp4", "format": "MPEG4"},
            {"name": "lodger.jpg", "format": "JPEG"},
            {"format": "MPEG4"}
            """);

    String folder = upstream.config().url() + "/download/the-lodger.1927/";
    assertThat(film.streams())
        .containsExactly(
            new StreamLink(folder + "cd%201/lodger%20%231.MP4", "h.264", 5_000_000_000L, "576p"),
            new StreamLink(folder + "lodger_512kb.mp4", "512Kb MPEG4", 200L, "240p"),
            new StreamLink(folder + "lodger.ogv", "Ogg Video", 300L, null));
  }

  @ParameterizedTest
  @CsvSource({"5772.32, 96", "1:36:12, 96", "75:30, 76", "96 minutes, 96", "0, ", "feature, "})
  void runtimeIsReadFromItsManyFormats(String length, Integer minutes) {
    String file = "{\"name\": \"a.mp4\", \"length\": \"%s\"}".formatted(length);
    String runtime = ", \"runtime\": \"%s\"".formatted(length);

    assertThat(item("", file).durationMinutes()).isEqualTo(minutes);
    assertThat(item(runtime, "").durationMinutes()).isEqualTo(minutes);
  }

  @ParameterizedTest
  @CsvSource({"1927-02-14, , 1927-02-14", "1927, 1926, 1927", "c1927, 1926, 1927", ", 1926, 1926"})
  void dateKeepsItsPrecision(String date, String year, String expected) {
    Media film =
        item(
            (date == null ? "" : ", \"date\": \"" + date + "\"")
                + (year == null ? "" : ", \"year\": \"" + year + "\""),
            "");
    assertThat(film.startDate()).hasToString(expected);
  }

  @Test
  void scoreIsTheMeanOfTheReviews() {
    upstream.answers(
        200,
        """
        {"metadata": {"identifier": "x", "mediatype": "movies"}, "files": [],
         "reviews": [{"stars": "5"}, {"stars": 4}, {"stars": "0"}, {"reviewtitle": "no stars"}]}
        """);
    Media film = provider.detail(new ProviderItem("x"), upstream.call()).orElseThrow();

    assertThat(film.score()).isEqualTo(90.0);
    assertThat(film.title().preferred()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", ".hidden", "a/b", "../search", "a?x=1", "a#b", "a%2Fb", "a b", "ü", "a\\b"})
  void malformedIdentifierIsNotFoundWithoutARequest(String id) {
    assertThat(failure(id).kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void itemThatIsNoFilmIsNotFound() {
    upstream.answers(200, "{\"metadata\": {\"identifier\": \"song\", \"mediatype\": \"audio\"}}");
    assertThat(failure("song").kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(lastUrl().encodedPath()).isEqualTo("/metadata/song");
  }

  @Test
  void withdrawnItemIsNotFound() {
    upstream.answers(200, "{\"is_dark\": true, \"metadata\": {\"identifier\": \"gone\"}}");
    assertThat(failure("gone").kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void errorEnvelopeWithHttp200IsAFailure() {
    upstream.answers(200, "{\"error\": \"[SEARCH_ENGINE_INVALID_QUERY]\"}");
    assertThat(failure("x").kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void manyDifferentTagsAreDeduplicatedInTime() {
    int many = 200_000;
    String tags = IntStream.range(0, many).mapToObj(Integer::toString).collect(joining(";"));

    Media film =
        assertTimeoutPreemptively(
            Duration.ofSeconds(15), () -> item(", \"subject\": \"" + tags + "\"", ""));
    assertThat(film.tags()).hasSize(many);
  }
}

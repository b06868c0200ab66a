package dev.anyflix.upstream.jellyfin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.upstream.MockUpstream;
import java.net.URI;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JellyfinHttpProviderTest {

  private static final String KEY = "cafecafecafecafecafecafecafecafe";
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();
  private final JellyfinHttpProvider provider = provider(upstream.config().url(), KEY);

  private JellyfinHttpProvider provider(URI url, String key) {
    return new JellyfinHttpProvider(
        upstream.http(), url, MockUpstream.TIMEOUT, upstream.config().budget(), key);
  }

  private Media item(String fields) {
    upstream.answers(200, listed("{\"Id\": \"%s\"%s}".formatted(ID, fields)));
    return provider.detail(new ProviderItem(ID), upstream.call()).orElseThrow();
  }

  private static String listed(String items) {
    return "{\"Items\": [%s]}".formatted(items);
  }

  private static boolean asksForEpisodes(RecordedRequest request) {
    return request.getUrl().queryParameter("parentId") != null;
  }

  private void series(String fields, String episodes) {
    String series = "{\"Id\": \"%s\", \"Type\": \"Series\"%s}".formatted(ID, fields);
    upstream.answers(
        request ->
            MockUpstream.json(200, listed(asksForEpisodes(request) ? episodes : series))
                .addHeader("ETag", "\"1\"")
                .build());
  }

  private MediaSourceException failure(JellyfinHttpProvider provider, String id) {
    return catchThrowableOfType(
        MediaSourceException.class, () -> provider.detail(new ProviderItem(id), upstream.call()));
  }

  private HttpUrl lastUrl() {
    return upstream.lastRequest().getUrl();
  }

  @Test
  void keyIsSentInAHeaderOnly() {
    Media film =
        item(
            """
            , "Type": "Movie", "Name": "Film", "ImageTags": {"Primary": "a"},
              "BackdropImageTags": ["b"], "MediaSources": [{"Id": "c", "Container": "mkv"}],
              "People": [{"Name": "x", "Type": "Actor", "Id": "%s", "PrimaryImageTag": "d"}]
            """
                .formatted(ID));

    assertThat(upstream.lastRequest().getHeaders().get("Authorization"))
        .isEqualTo("MediaBrowser Token=\"" + KEY + "\"");
    assertThat(upstream.lastRequest().getTarget()).doesNotContain(KEY);
    assertThat(film.streams()).hasSize(1);
    assertThat(film.cast()).hasSize(1);
    assertThat(film.toString()).doesNotContain(KEY);
    assertThat(JellyfinKey.of(KEY)).hasToString("JellyfinKey[hidden]");
  }

  @Test
  void keyWithControlCharactersIsEncoded() {
    upstream.answers(401, "");
    MediaSourceException failure = failure(provider(upstream.config().url(), " k\u00e9\"y\n"), ID);

    assertThat(upstream.lastRequest().getHeaders().get("Authorization"))
        .isEqualTo("MediaBrowser Token=\"k%C3%A9%22y\"");
    assertThat(failure).hasMessage("Jellyfin refused the key (HTTP 401). Check JELLYFIN_API_KEY.");
  }

  @Test
  void keyIsNotSentToAnotherHost() {
    upstream.answers(
        new MockResponse.Builder().code(302).addHeader("Location", "http://[::1]:1/").build());

    assertThat(failure(provider, ID).kind()).isEqualTo(Kind.UNREADABLE);
    assertThat(upstream.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    ", , 'Jellyfin is not configured. Set JELLYFIN_URL and JELLYFIN_API_KEY.'",
    ", key, 'Jellyfin is not configured. Set JELLYFIN_URL.'",
    "http://jellyfin.example, , 'Jellyfin is not configured. Set JELLYFIN_API_KEY.'",
    "http://jellyfin.example, ' ', 'Jellyfin is not configured. Set JELLYFIN_API_KEY.'"
  })
  void missingSettingsAreNamedAndNothingIsSent(URI url, String key, String reason) {
    JellyfinHttpProvider absent = provider(url, key);
    List<Runnable> calls =
        List.of(
            () -> absent.popular(new ProviderPage(1), upstream.call()),
            () -> absent.latest(new ProviderPage(1), upstream.call()),
            () -> absent.search(new ProviderSearch("x", 1), upstream.call()),
            () -> absent.detail(new ProviderItem(".."), upstream.call()));

    for (Runnable call : calls) {
      MediaSourceException failure = catchThrowableOfType(MediaSourceException.class, call::run);
      assertThat(failure.kind()).isEqualTo(Kind.NOT_CONFIGURED);
      assertThat(failure).hasMessage(reason);
    }
    SourceStatus status = absent.status();
    assertThat(status.configured()).isFalse();
    assertThat(status.reason()).isEqualTo(reason);
    assertThat(status.id()).isEqualTo("jellyfin");
    assertThat(status.budgetLimit()).isPositive();
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void listsDifferInOrderAndSearchInItsTerm() {
    upstream.answers(200, "{\"Items\": [], \"TotalRecordCount\": 0}");

    provider.popular(new ProviderPage(1), upstream.call());
    assertThat(lastUrl().encodedPath()).isEqualTo("/Items");
    assertThat(lastUrl().queryParameter("sortBy")).isEqualTo("CommunityRating");
    assertThat(lastUrl().queryParameter("sortOrder")).isEqualTo("Descending");
    assertThat(lastUrl().queryParameter("startIndex")).isEqualTo("0");
    assertThat(lastUrl().queryParameterValues("includeItemTypes"))
        .containsExactly("Movie", "Series", "Video");

    provider.latest(new ProviderPage(3), upstream.call());
    assertThat(lastUrl().queryParameter("sortBy")).isEqualTo("DateCreated");
    assertThat(lastUrl().queryParameter("startIndex")).isEqualTo("40");

    provider.search(new ProviderSearch("50% & more/ü", 1), upstream.call());
    assertThat(lastUrl().queryParameter("searchTerm")).isEqualTo("50% & more/ü");
    assertThat(lastUrl().queryParameter("sortBy")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1, 20, false", "1, 21, true", "2, 40, false"})
  void nextPageExistsWhileItemsRemain(int page, int total, boolean more) {
    upstream.answers(200, "{\"Items\": [], \"TotalRecordCount\": %d}".formatted(total));
    MediaPage found = provider.popular(new ProviderPage(page), upstream.call()).orElseThrow();
    assertThat(found.hasNextPage()).isEqualTo(more);
  }

  @Test
  void pageContainsFilmsSeriesAndVideos() {
    upstream.answers(
        200,
        """
        {"Items": [{"Id": "%1$s", "Type": "Movie"}, {"Id": "%1$s", "Type": "Person"},
                   {"Id": "../x", "Type": "Movie"}, {"Type": "Series"}], "TotalRecordCount": 4}
        """
            .formatted(ID));
    MediaPage found = provider.latest(new ProviderPage(1), upstream.call()).orElseThrow();

    assertThat(found.items()).extracting(Media::id).containsExactly("jellyfin:" + ID);
  }

  @Test
  void baseUrlMayHaveAPathAndAnUnderscore() {
    URI url = URI.create(upstream.config().url() + "/base");
    upstream.answers(200, listed("{\"Id\": \"%s\", \"Type\": \"Movie\"}".formatted(ID)));
    provider(url, KEY).detail(new ProviderItem(ID), upstream.call());

    assertThat(lastUrl().encodedPath()).isEqualTo("/base/Items");
    SourceStatus named = provider(URI.create("http://my_jellyfin:8096/base"), KEY).status();
    assertThat(named.configured()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "Latest",
        "Counts",
        "0123456789abcdef0123456789abcde/",
        "0123456789abcdef0123456789abcdef/Images",
        "0123456789abcdef0123456789abcdef?userId=1",
        "%30123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdeg"
      })
  void malformedIdIsNotFoundWithoutARequest(String id) {
    assertThat(failure(provider, id).kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void idMayHaveDashes() {
    upstream.answers(200, listed(""));
    String id = "01234567-89ab-cdef-0123-456789abcdef";
    assertThat(failure(provider, id).kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(lastUrl().queryParameter("ids")).isEqualTo(id);
  }

  @Test
  void itemThatIsNeitherFilmNorSeriesIsNotFound() {
    upstream.answers(200, listed("{\"Id\": \"%s\", \"Type\": \"Person\"}".formatted(ID)));
    assertThat(failure(provider, ID).kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void itemIsRequestedAsAListOfOne() {
    item(", \"Type\": \"Movie\"");

    assertThat(lastUrl().encodedPath()).isEqualTo("/Items");
    assertThat(lastUrl().queryParameterValues("ids")).containsExactly(ID);
    assertThat(lastUrl().queryParameterValues("fields"))
        .contains("ExternalUrls", "MediaSources", "Overview", "People", "RemoteTrailers");
  }

  @Test
  void itemOutsideAListIsUnreadable() {
    upstream.answers(200, "{\"Id\": \"%s\", \"Type\": \"Movie\"}".formatted(ID));
    assertThat(failure(provider, ID).kind()).isEqualTo(Kind.UNREADABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.youtube.com/watch?v=abc_-9, https://www.youtube.com/watch?v=abc_-9",
    "https://youtu.be/abc, https://www.youtube.com/watch?v=abc",
    "https://vimeo.com/1, ",
    "javascript:alert(1), "
  })
  void firstPlayableTrailerIsTaken(String url, String expected) {
    Media film =
        item(", \"Type\": \"Movie\", \"RemoteTrailers\": [{\"Url\": \"%s\"}]".formatted(url));
    assertThat(film.trailer() == null ? null : film.trailer().url()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"Continuing, RELEASING", "Ended, FINISHED", "Unreleased, NOT_YET_RELEASED", "x, "})
  void seriesStatusIsMapped(String status, String expected) {
    series(", \"Status\": \"%s\"".formatted(status), "");
    Media series = provider.detail(new ProviderItem(ID), upstream.call()).orElseThrow();
    assertThat(series.status() == null ? null : series.status().name()).isEqualTo(expected);
  }

  @Test
  void streamsOfASeriesAreItsEpisodes() {
    String other = "f".repeat(32);
    series(
        "",
        """
        {"Id": "%1$s", "Name": "The Hill", "ParentIndexNumber": 1, "IndexNumber": 1,
         "SeasonName": "First", "PremiereDate": "2001-02-03T00:00:00.0000000Z"},
        {"Id": "%2$s", "ParentIndexNumber": 1, "IndexNumber": 2},
        {"Id": "../x", "Name": "No path", "ParentIndexNumber": 2},
        {"Id": "%1$s", "Name": "Unsorted"}
        """
            .formatted(ID, other));
    Answer<Media> answer = provider.detail(new ProviderItem(ID), upstream.call());
    Media media = answer.orElseThrow();

    String server = upstream.config().url().toString();
    assertThat(media.streams())
        .extracting(StreamLink::label, StreamLink::url)
        .containsExactly(
            tuple("S1:E1 The Hill", server + "/Videos/" + ID + "/stream?static=true"),
            tuple("S1:E2", server + "/Videos/" + other + "/stream?static=true"),
            tuple("Unsorted", server + "/Videos/" + ID + "/stream?static=true"));
    assertThat(media.seasons())
        .extracting(SeasonInfo::number, SeasonInfo::name, SeasonInfo::episodes)
        .containsExactly(tuple(1, "First", 2), tuple(2, "Season 2", 1));
    assertThat(media.seasons().get(0).airDate()).hasToString("2001-02-03");
    assertThat(((Answer.Value<Media>) answer).validator()).isNull();
    assertThat(upstream.requests()).hasSize(2);
    assertThat(lastUrl().queryParameter("parentId")).isEqualTo(ID);
  }

  @Test
  void seriesFailsWhenItsEpisodesFail() {
    String series = listed("{\"Id\": \"%s\", \"Type\": \"Series\"}".formatted(ID));
    upstream.answers(
        request ->
            asksForEpisodes(request)
                ? MockUpstream.json(500, "{}").build()
                : MockUpstream.json(200, series).build());
    assertThat(failure(provider, ID).kind()).isEqualTo(Kind.UNAVAILABLE);
  }
}

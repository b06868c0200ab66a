package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.upstream.MockUpstream;
import dev.anyflix.upstream.UpstreamConfig;
import java.time.Instant;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TmdbHttpSourceTest {

  private static final String KEY = "cafecafecafecafecafecafecafecafe";
  private static final String TOKEN = "eyJhbGciOi.eyJhdWQiOi.c2lnbmF0dXJl";

  @AutoClose private final MockUpstream upstream = MockUpstream.open();

  private TmdbHttpSource source(String key) {
    return TestTmdb.source(upstream.http(), upstream.config(), key, "de-DE");
  }

  private Media series(String fields) {
    upstream.answers(200, "{\"id\": 3, \"name\": \"x\"%s}".formatted(fields));
    return ((Answer.Value<Media>) source(KEY).series(TestTmdb.title(3), upstream.call())).value();
  }

  private HttpUrl lastUrl() {
    return upstream.lastRequest().getUrl();
  }

  @Test
  void shortKeyIsSentInTheQuery() {
    upstream.answers(200, "{\"id\": 3}");
    source(" " + KEY + " ").movie(TestTmdb.title(3), upstream.call());

    assertThat(lastUrl().queryParameter("api_key")).isEqualTo(KEY);
    assertThat(upstream.lastRequest().getHeaders().get("Authorization")).isNull();
  }

  @Test
  void tokenIsSentInAHeaderOnly() {
    upstream.answers(200, "{\"id\": 3}");
    source(TOKEN).movie(TestTmdb.title(3), upstream.call());

    assertThat(upstream.lastRequest().getHeaders().get("Authorization"))
        .isEqualTo("Bearer " + TOKEN);
    assertThat(upstream.lastRequest().getTarget()).doesNotContain("api_key", TOKEN);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void missingKeyNamesTheSettingAndSendsNothing(String key) {
    TmdbHttpSource source = source(key);
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class, () -> source.configuration(upstream.call()));

    assertThat(failure.kind()).isEqualTo(Kind.NOT_CONFIGURED);
    assertThat(failure).hasMessageContaining("TMDB_API_KEY");
    SourceStatus status = source.status();
    assertThat(status.configured()).isFalse();
    assertThat(status.reason()).contains("TMDB_API_KEY");
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void refusedKeyNamesTheSettingOnly() {
    upstream.answers(401, "{\"success\": false, \"status_code\": 7}");
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class, () -> source(KEY).configuration(upstream.call()));

    assertThat(failure).hasMessage("TMDB refused the key (HTTP 401). Check TMDB_API_KEY.");
    assertThat(failure.getCause()).isNull();
  }

  @Test
  void detailsTakeOneRequest() {
    series("");

    assertThat(upstream.requests()).hasSize(1);
    assertThat(lastUrl().encodedPath()).isEqualTo("/tv/3");
    assertThat(lastUrl().queryParameter("append_to_response"))
        .startsWith("aggregate_credits,content_ratings,videos,external_ids,recommendations");
  }

  @Test
  void searchTextIsSentUnchanged() {
    upstream.answers(200, "{\"results\": [], \"total_pages\": 0}");
    source(KEY).search(new TmdbSearch("50% & more/ü", LanguageTag.ENGLISH, 500), upstream.call());

    assertThat(lastUrl().queryParameter("query")).isEqualTo("50% & more/ü");
    assertThat(lastUrl().queryParameter("page")).isEqualTo("500");
    assertThat(lastUrl().queryParameter("language")).isEqualTo("en-US");
  }

  @Test
  void pathOfTheBaseUrlIsKept() {
    upstream.answers(200, "{\"id\": 603}");
    var config = upstream.config();
    var below = new UpstreamConfig(config.url().resolve("/3/"), config.timeout(), config.budget());
    TestTmdb.source(upstream.http(), below, KEY, "en-US")
        .movie(TestTmdb.title(603), upstream.call());

    assertThat(lastUrl().encodedPath()).isEqualTo("/3/movie/603");
  }

  @Test
  void cachedAnswerIsConfirmedByItsValidator() {
    String etag = "W/\"abc\"";
    upstream.answers(
        request ->
            etag.equals(request.getHeaders().get("If-None-Match"))
                ? new MockResponse.Builder().code(304).build()
                : MockUpstream.json(200, "{\"id\": 3}").addHeader("ETag", etag).build());
    TmdbHttpSource source = source(KEY);

    Answer<Media> first = source.movie(TestTmdb.title(3), upstream.call());
    assertThat(((Answer.Value<Media>) first).validator()).isEqualTo(etag);
    Call again = new Call(Instant.now().plusSeconds(9), Urgency.BACKGROUND, etag);
    assertThat(source.movie(TestTmdb.title(3), again)).isInstanceOf(Answer.NotModified.class);
    assertThat(source.status().errors()).isZero();
  }

  @Test
  void notModifiedWithoutValidatorIsUnreadable() {
    upstream.answers(new MockResponse.Builder().code(304).build());
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class, () -> source(KEY).configuration(upstream.call()));
    assertThat(failure.kind()).isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void officialTrailerIsPreferred() {
    Media media =
        series(
            """
            , "videos": {"results": [
              {"site": "Vimeo", "type": "Trailer", "official": true, "key": "v"},
              {"site": "YouTube", "type": "Teaser", "official": true, "key": "t"},
              {"site": "YouTube", "type": "Trailer", "official": false, "key": "u"},
              {"site": "YouTube", "type": "Trailer", "official": true, "key": "o"},
              {"site": "YouTube", "type": "Trailer", "official": true, "key": "bad key"}]}
            """);
    assertThat(media.trailer().url()).isEqualTo("https://www.youtube.com/watch?v=o");
  }

  @Test
  void nextEpisodeWithoutTimeAirsAtMidnight() {
    Media media =
        series(
            """
            , "next_episode_to_air": {"air_date": "2030-02-03", "episode_number": 4}
            """);
    assertThat(media.nextEpisode())
        .isEqualTo(new NextEpisode(4, Instant.parse("2030-02-03T00:00:00Z")));
  }

  @Test
  void lastPossiblePageHasNoNextPage() {
    upstream.answers(200, "{\"results\": [], \"total_pages\": 900}");
    var page = source(KEY).search(new TmdbSearch("x", LanguageTag.ENGLISH, 500), upstream.call());
    assertThat(page.orElseThrow().hasNextPage()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"success\": false, \"status_code\": 9}", "<html>denied</html>"})
  void forbiddenIsAnOutage(String body) {
    upstream.answers(403, body);
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class,
            () -> source(KEY).movie(TestTmdb.title(3), upstream.call()));
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.retryAfter()).isPositive();
    assertThat(failure).hasMessage("TMDB unavailable (HTTP 403).");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 7, 10, 14})
  void forbiddenWithTheCodeOfARefusedKeyIsRejected(int code) {
    upstream.answers(403, "{\"success\": false, \"status_code\": " + code + "}");
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class,
            () -> source(KEY).movie(TestTmdb.title(3), upstream.call()));
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure.isFromUpstream()).isFalse();
  }
}

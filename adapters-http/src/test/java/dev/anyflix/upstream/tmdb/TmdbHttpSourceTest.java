package dev.anyflix.upstream.tmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.upstream.Fixtures;
import dev.anyflix.upstream.MockUpstream;
import dev.anyflix.upstream.UpstreamConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TmdbHttpSourceTest {

  private static final String KEY = "cafecafecafecafecafecafecafecafe";
  private static final String TOKEN = "eyJhbGciOi.eyJhdWQiOi.c2lnbmF0dXJl";

  private final MockUpstream upstream = MockUpstream.open();

  @AfterEach
  void close() {
    upstream.close();
  }

  private TmdbHttpSource source(String key) {
    return new TmdbHttpSource(upstream.http(), upstream.config(), key, "de-DE");
  }

  private Media series(String fields) {
    upstream.answers(200, "{\"id\": 3, \"name\": \"x\"%s}".formatted(fields));
    return ((Answer.Value<Media>) source(KEY).series(new MediaById(3), upstream.call())).value();
  }

  private HttpUrl lastUrl() {
    return upstream.lastRequest().getUrl();
  }

  @Test
  void shortKeyIsSentInTheQuery() {
    upstream.answers(200, "{\"id\": 3}");
    source(" " + KEY + " ").movie(new MediaById(3), upstream.call());

    assertThat(lastUrl().queryParameter("api_key")).isEqualTo(KEY);
    assertThat(upstream.lastRequest().getHeaders().get("Authorization")).isNull();
  }

  @Test
  void tokenIsSentInAHeaderOnly() {
    upstream.answers(200, "{\"id\": 3}");
    source(TOKEN).movie(new MediaById(3), upstream.call());

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
        .isEqualTo("aggregate_credits,videos,external_ids,recommendations");
  }

  @Test
  void searchTextIsSentUnchanged() {
    upstream.answers(200, "{\"results\": [], \"total_pages\": 0}");
    source(KEY).search(new TmdbSearch("50% & more/ü", 500), upstream.call());

    assertThat(lastUrl().queryParameter("query")).isEqualTo("50% & more/ü");
    assertThat(lastUrl().queryParameter("page")).isEqualTo("500");
    assertThat(lastUrl().queryParameter("language")).isEqualTo("de-DE");
  }

  @Test
  void pathOfTheBaseUrlIsKept() {
    upstream.answers(200, "{\"id\": 603}");
    var config = upstream.config();
    var below = new UpstreamConfig(config.url().resolve("/3/"), config.timeout(), config.budget());
    new TmdbHttpSource(upstream.http(), below, KEY, "en-US")
        .movie(new MediaById(603), upstream.call());

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

    Answer<Media> first = source.movie(new MediaById(3), upstream.call());
    assertThat(((Answer.Value<Media>) first).validator()).isEqualTo(etag);
    Call again = new Call(Instant.now().plusSeconds(9), Urgency.BACKGROUND, etag);
    assertThat(source.movie(new MediaById(3), again)).isInstanceOf(Answer.NotModified.class);
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
    var page = source(KEY).search(new TmdbSearch("x", 500), upstream.call());
    assertThat(((Answer.Value<MediaPage>) page).value().hasNextPage()).isFalse();
  }

  /** The specification lacks some lists that can be appended; those were recorded. */
  @Tag("recorded")
  @Test
  void allPathsAndParametersMatchTheSpecification() {
    JsonNode paths = Fixtures.json("specs/tmdb-v3.openapi.json").get("paths");
    JsonNode recorded = Fixtures.json("fixtures/tmdb/body-tv-series-details-append-response.json");
    upstream.answers(404, "{\"success\": false}");
    TmdbHttpSource source = source(KEY);
    List<Runnable> calls =
        List.of(
            () -> source.configuration(upstream.call()),
            () -> source.search(new TmdbSearch("x", 2), upstream.call()),
            () -> source.movie(new MediaById(603), upstream.call()),
            () -> source.series(new MediaById(1396), upstream.call()));
    List<String> templates =
        List.of("/3/configuration", "/3/search/multi", "/3/movie/{movie_id}", "/3/tv/{series_id}");
    for (int i = 0; i < calls.size(); i++) {
      catchThrowableOfType(MediaSourceException.class, calls.get(i)::run);
      String template = templates.get(i);
      JsonNode get = paths.path(template).path("get");
      assertThat(get.isObject()).as(template).isTrue();
      assertThat("/3" + lastUrl().encodedPath()).matches(template.replaceAll("\\{\\w+}", "\\\\d+"));
      List<String> allowed = new ArrayList<>(List.of("api_key"));
      get.path("parameters").forEach(parameter -> allowed.add(parameter.get("name").textValue()));
      assertThat(allowed).containsAll(lastUrl().queryParameterNames());
      String appended = lastUrl().queryParameter("append_to_response");
      for (String part : appended == null ? new String[0] : appended.split(",")) {
        boolean specified = paths.has(template + "/" + part);
        assertThat(specified || recorded.has(part)).as(template + "/" + part).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"success\": false, \"status_code\": 9}", "<html>denied</html>"})
  void forbiddenIsAnOutage(String body) {
    upstream.answers(403, body);
    MediaSourceException failure =
        catchThrowableOfType(
            MediaSourceException.class, () -> source(KEY).movie(new MediaById(3), upstream.call()));
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
            MediaSourceException.class, () -> source(KEY).movie(new MediaById(3), upstream.call()));
    assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
    assertThat(failure.isFromUpstream()).isFalse();
  }
}

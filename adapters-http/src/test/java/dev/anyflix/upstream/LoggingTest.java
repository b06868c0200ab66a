package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.upstream.tmdb.TestTmdb;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is written to the log at its most talkative. */
class LoggingTest {

  private static final String KEY = "cafecafecafecafecafecafecafecafe";
  private static final String TOKEN = "eyJhbGciOi.eyJhdWQiOi.c2lnbmF0dXJl";

  private final ManualClock clock = new ManualClock();
  @AutoClose private final MockUpstream upstream = new MockUpstream(clock, UpstreamListener.NONE);
  @AutoClose private final CapturedLog log = new CapturedLog();

  @Test
  void keysAreNeitherLoggedNorInMessages() {
    List<MockResponse> answers =
        List.of(
            MockUpstream.json(200, "{\"id\": 1}").build(),
            MockUpstream.json(401, "{\"success\": false}").build(),
            MockUpstream.json(404, "{}").build(),
            MockUpstream.json(500, "{}").build(),
            MockUpstream.json(200, "garbage").build(),
            MockUpstream.json(302, "{}").addHeader("Location", "http://elsewhere.test/").build(),
            new MockResponse.Builder().status("nonsense").build(),
            new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    StringWriter told = new StringWriter();
    for (String key : List.of(KEY, TOKEN)) {
      var source = TestTmdb.source(upstream.http(), upstream.config(), key, "en-US");
      for (MockResponse answer : answers) {
        upstream.answers(answer);
        MediaSourceException failure =
            catchThrowableOfType(
                MediaSourceException.class, () -> source.movie(TestTmdb.title(1), upstream.call()));
        if (failure != null) {
          failure.printStackTrace(new PrintWriter(told));
        }
        clock.advance(Duration.ofMinutes(1));
      }
      told.append(source.toString());
      assertThat(source.status().toString()).doesNotContain(KEY, TOKEN, "api_key", "Bearer");
    }

    assertThat(log.text()).contains("tmdb: OK", "tmdb: UNAVAILABLE", "tmdb: UNREADABLE");
    assertThat(log.text() + told).doesNotContain(KEY, TOKEN, "api_key", "Bearer", "://");
  }

  @Test
  void outageIsLoggedOnceWithItsCauseAndItsEndWithItsDuration() {
    var source = TestTmdb.source(upstream.http(), upstream.config(), KEY, "en-US");
    upstream.answers(MockUpstream.json(500, "{}").build());
    for (int i = 0; i < 60; i++) {
      catchThrowableOfType(
          MediaSourceException.class,
          () -> source.search(new TmdbSearch("x", LanguageTag.ENGLISH, 1), upstream.call()));
      clock.advance(Duration.ofSeconds(5));
    }
    clock.advance(Breaker.OPEN_FOR);
    upstream.answers(MockUpstream.json(200, "{\"results\": []}").build());
    source.search(new TmdbSearch("x", LanguageTag.ENGLISH, 1), upstream.call());

    assertThat(lines("WARN")).singleElement().asString().contains("TMDB unavailable (HTTP 500).");
    assertThat(lines("INFO")).singleElement().asString().contains("answers again after 5 min 10 s");
  }

  @Test
  void upstreamThatFailsOverAndOverIsLoggedOnceAMinute() {
    var source = TestTmdb.source(upstream.http(), upstream.config(), KEY, "en-US");
    for (int i = 0; i < 100; i++) {
      boolean isUp = i / 10 % 2 == 1;
      upstream.answers(
          MockUpstream.json(isUp ? 200 : 500, isUp ? "{\"results\": []}" : "{}").build());
      catchThrowableOfType(
          MediaSourceException.class,
          () -> source.search(new TmdbSearch("x", LanguageTag.ENGLISH, 1), upstream.call()));
      clock.advance(Duration.ofSeconds(3));
    }

    assertThat(lines("WARN")).hasSizeBetween(2, 5);
    assertThat(lines("INFO")).hasSizeLessThanOrEqualTo(5);
  }

  private List<String> lines(String level) {
    return log.lines().stream().filter(line -> line.contains(level)).toList();
  }

  @Test
  void slowUpstreamIsLoggedOncePerMinute() {
    upstream.answers(
        request -> {
          clock.advance(Duration.ofSeconds(3));
          return MockUpstream.json(200, "{\"results\": []}").build();
        });
    var source = TestTmdb.source(upstream.http(), upstream.config(), KEY, "en-US");
    for (int i = 0; i < 5; i++) {
      source.search(new TmdbSearch("x", LanguageTag.ENGLISH, 1), upstream.call());
    }
    assertThat(log.text()).containsOnlyOnce("TMDB is slow: a request took 3000 ms");

    clock.advance(Duration.ofMinutes(1));
    source.search(new TmdbSearch("x", LanguageTag.ENGLISH, 1), upstream.call());
    assertThat(log.text().split("TMDB is slow", -1)).hasSize(3);
    assertThat(log.text())
        .contains("a request took 3000 ms; 4 more slow requests since the last warning");
  }
}

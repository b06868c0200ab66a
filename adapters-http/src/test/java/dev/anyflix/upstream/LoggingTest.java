package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.upstream.tmdb.TmdbHttpSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written to the log at its most talkative. */
class LoggingTest {

  private static final String KEY = "cafecafecafecafecafecafecafecafe";
  private static final String TOKEN = "eyJhbGciOi.eyJhdWQiOi.c2lnbmF0dXJl";

  private final ManualClock clock = new ManualClock();
  private final StandIn upstream = new StandIn(clock, UpstreamListener.NONE);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    System.setErr(before);
    upstream.close();
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  @Test
  void noKeyIsEverLoggedOrTold() {
    List<MockResponse> answers =
        List.of(
            StandIn.json(200, "{\"id\": 1}").build(),
            StandIn.json(401, "{\"success\": false}").build(),
            StandIn.json(404, "{}").build(),
            StandIn.json(500, "{}").build(),
            StandIn.json(200, "garbage").build(),
            StandIn.json(302, "{}").addHeader("Location", "http://elsewhere.test/").build(),
            new MockResponse.Builder().status("nonsense").build(),
            new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    StringWriter told = new StringWriter();
    for (String key : List.of(KEY, TOKEN)) {
      var source = new TmdbHttpSource(upstream.http(), upstream.config(), key, "en-US");
      for (MockResponse answer : answers) {
        upstream.answers(answer);
        MediaSourceException failure =
            catchThrowableOfType(
                MediaSourceException.class, () -> source.movie(new MediaById(1), upstream.call()));
        if (failure != null) {
          failure.printStackTrace(new PrintWriter(told));
        }
        clock.advance(Duration.ofMinutes(1));
      }
      told.append(source.toString()).append(source.status().toString());
    }

    assertThat(log()).contains("tmdb: OK", "tmdb: UNAVAILABLE", "tmdb: UNREADABLE");
    assertThat(log() + told).doesNotContain(KEY, TOKEN, "api_key", "Bearer", "://");
  }

  @Test
  void aSlowUpstreamIsToldOncePerMinute() {
    upstream.answers(
        request -> {
          clock.advance(Duration.ofSeconds(3));
          return StandIn.json(200, "{\"results\": []}").build();
        });
    var source = new TmdbHttpSource(upstream.http(), upstream.config(), KEY, "en-US");
    for (int i = 0; i < 5; i++) {
      source.search(new TmdbSearch("x", 1), upstream.call());
    }
    assertThat(log()).containsOnlyOnce("TMDB is slow: a call took 3000 ms");

    clock.advance(Duration.ofMinutes(1));
    source.search(new TmdbSearch("x", 1), upstream.call());
    assertThat(log().split("TMDB is slow", -1)).hasSize(3);
    assertThat(log()).contains("a call took 3000 ms; 4 more were slow since the last such line");
  }
}

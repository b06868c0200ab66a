package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The upstream calls that a home page of eight shelves and three title pages cost. */
final class FrontEndCallsTest {

  private static final List<String> SHELVES =
      List.of(
          "/api/tmdb/trending?type=movie",
          "/api/tmdb/trending?type=tv",
          "/api/anilist/season",
          "/api/anilist/trending",
          "/api/providers/archive/popular",
          "/api/tmdb/movies/now-playing",
          "/api/tmdb/tv/on-the-air",
          "/api/tmdb/movies/top-rated");
  private static final List<String> TITLES =
      List.of("/api/tmdb/movies/603", "/api/tmdb/tv/1396", "/api/anilist/media/1");

  /** TMDB's configuration and the genre lists of films and series. */
  private static final int SHARED_CALLS = 3;

  private final HttpClient client = HttpClient.newHttpClient();
  private DemoUpstream upstream;
  private App app;

  @BeforeEach
  void start() throws IOException {
    upstream = DemoUpstream.start(DemoOptions.HEALTHY, Clock.systemUTC());
    Map<String, String> settings = Map.of("TMDB_API_KEY", "any", "CACHE_PREFETCH", "false");
    app = App.with(Settings.of(DemoSettings.of(upstream, settings))).start();
  }

  @AfterEach
  void stop() {
    app.close();
    upstream.close();
  }

  private long callsFor(List<String> paths) throws Exception {
    long before = upstream.calls();
    for (String path : paths) {
      HttpRequest request = HttpRequest.newBuilder(app.url().resolve(path)).build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
    }
    return upstream.calls() - before;
  }

  @Test
  void shelfAndTitlePageAreOneCallEachAndNoneWhenWarm() throws Exception {
    assertThat(callsFor(SHELVES)).isLessThanOrEqualTo(SHELVES.size() + SHARED_CALLS);
    assertThat(callsFor(TITLES)).isEqualTo(TITLES.size());

    assertThat(callsFor(SHELVES)).isZero();
    assertThat(callsFor(TITLES)).isZero();
  }

  @Test
  void languagesOfATitleAreTwoCallsAndDifferInText() throws Exception {
    assertThat(callsFor(List.of("/api/tmdb/movies/238?language=de-DE"))).isPositive();
    assertThat(callsFor(List.of("/api/tmdb/movies/238?language=fr-FR"))).isEqualTo(1);
    assertThat(callsFor(List.of("/api/tmdb/movies/238?language=de-DE"))).isZero();
  }
}

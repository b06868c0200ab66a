package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.settings.Settings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is asked for most is there before anyone asks, and is loaded by one of the fleet. */
final class WarmOnStartTest {

  private static final int LISTS = 4;
  private static final int TMDB_CALLS = 13;

  private final HttpClient http = HttpClient.newHttpClient();
  private final FakeSharedStore store = new FakeSharedStore(Clock.systemUTC());
  private final AtomicInteger lists = new AtomicInteger();
  private final FakeAniList anilist =
      new FakeAniList(
          (id, call) -> {
            throw new MediaSourceException(Kind.NOT_FOUND, "There is no such thing.");
          },
          (list, call) -> {
            lists.incrementAndGet();
            return Answer.of(new MediaPage(List.of(), 1, 20, false));
          });
  private final FakeTmdb tmdb =
      new FakeTmdb(
          (detail, call) -> {
            throw new MediaSourceException(Kind.NOT_FOUND, "There is no such thing.");
          },
          (search, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));

  private App instance(String warmOnStart) {
    var settings =
        Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0", "WARM_ON_START", warmOnStart));
    return App.with(settings)
        .shared(store)
        .anilist(anilist)
        .tmdb(tmdb)
        .provider(new AnyItemProvider("any"))
        .start();
  }

  private HttpResponse<String> get(App app, String path) throws Exception {
    var request = HttpRequest.newBuilder(app.url().resolve(path)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private void awaitWarm(App app) {
    Awaitility.await()
        .until(
            () ->
                get(app, "/admin/cache/warm")
                    .body()
                    .matches(".*\"running\":false,\"total\":20,\"done\":20,\"failed\":0.*"));
  }

  @Test
  void theFirstWhoAsksGetsAHitAndTheFleetHasLoadedEachAnswerOnce() throws Exception {
    try (App one = instance("true");
        App two = instance("true")) {
      awaitWarm(one);
      awaitWarm(two);

      for (App each : List.of(one, two)) {
        for (String path :
            List.of(
                "/api/anilist/trending",
                "/api/anilist/popular",
                "/api/anilist/season",
                "/api/anilist/genres",
                "/api/tmdb/configuration",
                "/api/tmdb/genres",
                "/api/tmdb/trending",
                "/api/tmdb/trending?type=tv",
                "/api/tmdb/movies/popular",
                "/api/tmdb/tv/airing-today",
                "/api/providers/any/popular",
                "/api/providers/any/latest")) {
          assertThat(get(each, path).headers().firstValue("Cache-Status").orElse(""))
              .as(path)
              .contains("hit");
        }
      }
      assertThat(lists).hasValue(LISTS);
      assertThat(tmdb.calls()).isEqualTo(TMDB_CALLS);
    }
  }

  @Test
  void nothingIsLoadedBeforeAnyoneAsksUnlessThatIsWanted() throws Exception {
    try (App app = instance("false")) {
      assertThat(get(app, "/api/anilist/trending").headers().firstValue("Cache-Status").orElse(""))
          .contains("fwd=miss");
      assertThat(lists).hasValue(1);
    }
  }
}

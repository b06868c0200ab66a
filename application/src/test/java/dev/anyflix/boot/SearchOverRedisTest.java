package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeProvider;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Searches of instances that share a Redis. */
final class SearchOverRedisTest {

  private static final String SEARCH = "/api/search?q=anime";
  private static final Media ANIME =
      Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("An anime")).build();
  private static final Media SAME_ANIME =
      Media.builder("kitsu:7", "kitsu", "7", MediaKind.ANIME, Title.of("Other name")).build();

  private final FakeAniList anilist =
      new FakeAniList(
          (request, call) -> Answer.of(ANIME),
          (request, call) -> Answer.of(new MediaPage(List.of(ANIME), 1, 20, false)));
  private final FakeProvider kitsu =
      new FakeProvider("kitsu", List.of(SAME_ANIME)) {
        @Override
        public Set<String> externalSites() {
          return Set.of("anilist");
        }

        @Override
        public Answer<Media> byExternalId(ExternalId request, Call call) {
          return Answer.of(SAME_ANIME);
        }
      };
  private final RedisProcess redis = RedisProcess.start();
  private final App one = instance();
  private final App two = instance();

  private App instance() {
    Map<String, String> settings =
        Map.of(
            "HOST", "127.0.0.1",
            "PORT", "0",
            "CACHE_PREFETCH", "false",
            "REDIS_HOST", redis.host(),
            "REDIS_PORT", Integer.toString(redis.port()));
    App app = App.with(Settings.of(settings)).anilist(anilist).provider(kitsu).start();
    Awaitility.await()
        .until(() -> RawHttp.get(app.port(), "/health").body().contains("\"redis\":\"up\""));
    return app;
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    redis.close();
  }

  @Test
  void editedAnswerOfASourceIsLoadedAgain() throws Exception {
    search(one);
    try (RedisClient raw = RedisClient.create("redis://127.0.0.1:" + redis.port())) {
      RedisCommands<String, String> commands = raw.connect().sync();
      Awaitility.await().until(() -> !commands.keys("provider_search:*").isEmpty());
      String key = commands.keys("provider_search:*").get(0);
      commands.set(key, commands.get(key).replace("\"items\":[", "\"items\":7,\"were\":["));
    }

    assertThat(search(two)).containsExactlyInAnyOrder("anilist:1", "kitsu:7");
  }

  private static List<String> search(App app) throws Exception {
    String body = RawHttp.get(app.port(), SEARCH).body();
    return new ObjectMapper().readTree(body).at("/items").findValuesAsText("id");
  }

  @Test
  void mapOfIdsThatAnotherInstanceHasCachedMergesTitlesWithoutACall() throws Exception {
    assertThat(search(one)).containsExactlyInAnyOrder("anilist:1", "kitsu:7");
    assertThat(RawHttp.get(one.port(), "/api/ids/anilist:1").body()).contains("\"kitsu\":\"7\"");
    Awaitility.await().untilAsserted(() -> assertThat(search(one)).containsExactly("anilist:1"));
    int calls = anilist.calls() + kitsu.calls();

    assertThat(search(two)).containsExactly("anilist:1");
    assertThat(search(two)).containsExactly("anilist:1");
    assertThat(anilist.calls() + kitsu.calls()).isEqualTo(calls);
  }
}

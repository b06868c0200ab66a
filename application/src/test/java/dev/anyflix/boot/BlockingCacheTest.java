package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.contract.ContractClient;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.settings.Settings;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A cache that may block, given to the assembly. */
final class BlockingCacheTest {

  private final HttpClient http = new ContractClient();
  private final FakeCache entries = new FakeCache();
  private volatile CountDownLatch frozen = new CountDownLatch(0);

  private final FakeAniList anilist =
      new FakeAniList(
          (id, call) ->
              Answer.of(
                  Media.builder(
                          "anilist:" + id.id(),
                          "anilist",
                          Integer.toString(id.id()),
                          MediaKind.ANIME,
                          Title.of("Bebop"))
                      .build()),
          (list, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));

  private final CachePort cache =
      (CachePort)
          Proxy.newProxyInstance(
              CachePort.class.getClassLoader(),
              new Class<?>[] {CachePort.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("mayBlock")) {
                  return true;
                }
                frozen.await();
                return method.invoke(entries, arguments);
              });

  private App start() {
    return App.with(Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0")))
        .cache(cache)
        .anilist(anilist)
        .start();
  }

  private HttpResponse<String> get(App app, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(app.url().resolve(path)).build(), BodyHandlers.ofString());
  }

  @Test
  void frozenCacheHoldsUpNoRequest() throws Exception {
    try (App app = start()) {
      frozen = new CountDownLatch(1);
      for (int i = 1; i <= 20; i++) {
        assertAnsweredSoon(app, "/api/anilist/media/" + i);
        assertAnsweredSoon(app, "/health/live");
      }
      frozen.countDown();
    }
  }

  private void assertAnsweredSoon(App app, String path) throws Exception {
    long start = System.nanoTime();
    assertThat(get(app, path).statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void cacheThatIsInUseIsNamedEverywhere() throws Exception {
    try (var log = new CapturedLog();
        App app = start()) {
      assertThat(log.text()).contains("MiB) and FakeCache\n");
      assertThat(get(app, "/admin/cache/stats").body())
          .contains("\"backend\":\"fakecache\"", "\"name\":\"FakeCache\"");
      assertThat(get(app, "/metrics").body())
          .contains("current state of the shared cache as seen")
          .doesNotContain("Redis");

      frozen = new CountDownLatch(1);
      app.anilist().media(1);
      Awaitility.await()
          .until(
              () ->
                  get(app, "/health").body().contains("Degraded: FakeCache unavailable since")
                      && get(app, "/admin/cache/history").body().contains("FakeCache unavailable"));
      frozen.countDown();
      assertThat(log.text()).contains("FakeCache unavailable: ").doesNotContain("Redis");
    }
  }

  @Test
  void entriesAndClearsSurviveARestart() throws Exception {
    try (App app = start()) {
      app.anilist().media(1);
      app.anilist().media(2);
      Awaitility.await().until(() -> entries.stats().entries() >= 3);
    }
    try (App app = start()) {
      assertThat(get(app, "/api/anilist/media/1").headers().firstValue("Cache-Status").orElse(""))
          .startsWith("anyflix; hit; ttl=")
          .endsWith("; detail=fakecache");
      assertThat(anilist.calls()).isEqualTo(2);
      app.clear("anilist");
    }
    try (App app = start()) {
      app.anilist().media(1);
      assertThat(anilist.calls()).isEqualTo(3);
      app.anilist().media(1);
      assertThat(anilist.calls()).isEqualTo(3);
    }
  }
}

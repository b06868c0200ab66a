package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.anyflix.contract.ContractClient;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.settings.Settings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every tier of the cache fails, whatever it is asked. */
final class LastResortTest {

  private final HttpClient http = new ContractClient();

  @Test
  void whenEveryTierFailsARequestGoesStraightToTheUpstream() throws Exception {
    Media bebop =
        Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop")).build();
    var anilist =
        new FakeAniList(
            (id, call) -> Answer.of(bebop),
            (list, call) -> Answer.of(new MediaPage(List.of(bebop), 1, 20, false)));
    CachePort broken =
        mock(
            CachePort.class,
            invocation -> {
              if (invocation.getMethod().getName().equals("toString")) {
                return "broken";
              }
              if (invocation.getMethod().getName().equals("name")) {
                return "broken";
              }
              if (invocation.getMethod().getName().equals("mayBlock")) {
                return false;
              }
              throw new CacheUnavailableException(Reason.DOWN, "The disk is on fire", null);
            });
    SharedCache.Connector nowhere =
        listener -> {
          throw new CacheUnavailableException(Reason.DOWN, "There is no route", null);
        };
    var settings = Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0"));

    try (App app = App.with(settings).cache(broken).shared(nowhere).anilist(anilist).start()) {
      for (int i = 1; i <= 3; i++) {
        HttpResponse<String> answer = get(app, "/api/anilist/media/1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Bebop");
        assertThat(anilist.calls()).isEqualTo(i);
      }
      assertThat(get(app, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(app, "/admin/cache/stats").statusCode()).isEqualTo(200);
      assertThat(get(app, "/admin/cache/keys").statusCode()).isEqualTo(200);
      assertThat(clear(app).statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<String> get(App app, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(app.url().resolve(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> clear(App app) throws Exception {
    return http.send(
        HttpRequest.newBuilder(app.url().resolve("/admin/cache/flush"))
            .POST(BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}

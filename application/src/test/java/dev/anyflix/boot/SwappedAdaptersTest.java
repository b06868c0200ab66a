package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.settings.Settings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How to start the whole service with parts of one's own; docs/extending.md quotes it. */
final class SwappedAdaptersTest {

  @Test
  void theWholeServiceRunsOnAdaptersOfOnesOwn() throws Exception {
    Media bebop =
        Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop")).build();
    var anilist =
        new FakeAniList(
            (id, call) -> Answer.of(bebop),
            (list, call) -> Answer.of(new MediaPage(List.of(bebop), 1, 20, false)));
    var settings = Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0"));

    try (App app = App.with(settings).cache(new FakeCache()).anilist(anilist).start()) {
      var request = HttpRequest.newBuilder(app.url().resolve("/api/anilist/media/1")).build();
      String miss = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
      String hit = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();

      assertThat(hit).isEqualTo(miss).contains("Bebop");
      assertThat(anilist.calls()).isEqualTo(1);
    }
  }
}

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
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens to requests when the service is told to stop. */
final class GracefulStopTest {

  private static final Media MEDIA =
      Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop")).build();

  private final CountDownLatch release = new CountDownLatch(1);
  private final FakeAniList slow =
      new FakeAniList(
          (id, call) -> answer(),
          (list, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));

  private Answer<Media> answer() {
    try {
      assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("broken off", e);
    }
    return Answer.of(MEDIA);
  }

  @Test
  void aRequestUnderWayIsAnsweredAndNoOtherIsTaken() throws Exception {
    App app =
        App.with(Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0")))
            .cache(new FakeCache())
            .anilist(slow)
            .start();
    int port = app.port();
    HttpRequest request = HttpRequest.newBuilder(app.url().resolve("/api/anilist/media/1")).build();
    CompletableFuture<HttpResponse<String>> underWay =
        HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
    Awaitility.await().until(() -> slow.calls() == 1);

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(app::close);
    Awaitility.await().until(() -> refusesConnections(port));
    assertThat(underWay).isNotDone();
    release.countDown();

    HttpResponse<String> response = underWay.get(10, TimeUnit.SECONDS);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("Bebop");
    assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
  }

  private static boolean refusesConnections(int port) throws Exception {
    try (var socket = new Socket("127.0.0.1", port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }
}

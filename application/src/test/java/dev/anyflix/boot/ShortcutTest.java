package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hits answered in front of the routes beside the same hits answered by their routes. */
final class ShortcutTest {

  private final ManualClock clock = new ManualClock();
  private final App quick = service().start();
  private final App byRoutes = service().withoutShortcut().start();

  private App.Assembly service() {
    var anilist =
        new FakeAniList(
            (request, call) -> Answer.of(medium(request)),
            (request, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));
    var settings =
        Settings.of(
            Map.of(
                "HOST", "127.0.0.1",
                "PORT", "0",
                "REDIS_HOST", "",
                "CACHE_TTL_JITTER_PERCENT", "0",
                "CORS_ORIGINS", "https://ours.example"));
    return App.with(settings).anilist(anilist).clock(clock);
  }

  private static Media medium(MediaById request) {
    if (request.id() == 404) {
      throw new MediaSourceException(MediaSourceException.Kind.NOT_FOUND, "No such medium.");
    }
    String id = Integer.toString(request.id());
    return Media.builder("anilist:" + id, "anilist", id, MediaKind.ANIME, Title.of("Number " + id))
        .description("A long story. ".repeat(request.id() * 200))
        .build();
  }

  @AfterEach
  void stop() {
    quick.close();
    byRoutes.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/anilist/media/1",
        "HEAD /api/anilist/media/1",
        "GET /api/anilist/media/1|Accept-Encoding: gzip",
        "HEAD /api/anilist/media/1|Accept-Encoding: br, *",
        "GET /api/anilist/media/1|Accept-Encoding: gzip;q=0",
        "GET /api/anilist/media/1|If-None-Match: *",
        "HEAD /api/anilist/media/1|If-None-Match: W/\"other\", *",
        "GET /api/anilist/media/1|If-None-Match: \"other\"",
        "GET /api/anilist/media/1|Range: bytes=0-9",
        "GET /api/anilist/media/1|Origin: https://ours.example",
        "GET /api/anilist/media/1|Origin: https://theirs.example",
        "GET /api/anilist/media/1|X-Request-Id: client-7",
        "GET /api/anilist/media/1|Content-Length: 0",
        "GET /api/anilist/media/9",
        "GET /api/anilist/media/9|Accept-Encoding: gzip",
        "GET /api/anilist/media/01",
        "GET /api/anilist/media/1/",
        "GET /api/anilist/media/404",
        "GET /api/anilist/media/1?unknown=1",
        "GET /api/anilist/trending?page=1&perPage=20",
        "POST /api/anilist/media/1",
        "OPTIONS /api/anilist/media/1|Origin: https://ours.example",
        "GET //api/anilist/media/1",
        "GET /api/anilist/media/%31"
      })
  void bothWaysAnswerAlike(String request) throws IOException {
    send(quick, request);
    send(byRoutes, request);
    clock.advance(Duration.ofSeconds(100));

    HttpResponse<String> one = send(quick, request);
    HttpResponse<String> other = send(byRoutes, request);

    assertThat(one.statusCode()).isEqualTo(other.statusCode());
    assertThat(headers(one)).isEqualTo(headers(other));
    assertThat(one.body()).isEqualTo(other.body());
  }

  private static HttpResponse<String> send(App app, String request) throws IOException {
    String[] parts = request.split("\\|");
    String more = parts.length > 1 ? parts[1] + "\r\n" : "";
    String head = "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n";
    return RawHttp.send(app.port(), head.formatted(parts[0], more));
  }

  /** All but the time, and the request's own name. */
  private static Map<String, List<String>> headers(HttpResponse<?> response) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(response.headers().map());
    headers.replaceAll((name, values) -> values.stream().sorted().toList());
    headers.remove("Date");
    if (!headers.getOrDefault("X-Request-Id", List.of()).contains("client-7")) {
      headers.replace("X-Request-Id", List.of("made up"));
    }
    return headers;
  }
}

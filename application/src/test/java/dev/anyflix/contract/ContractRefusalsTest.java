package dev.anyflix.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.boot.App;
import dev.anyflix.contract.Contract.Operation;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That what the service refuses is refused as the contract says. */
final class ContractRefusalsTest {

  private final HttpClient client = new ContractClient();
  @AutoClose private App app;

  private void start(FakeAniList anilist, String token) {
    var settings = Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0", "ADMIN_TOKEN", token));
    app = App.with(settings).cache(new FakeCache()).anilist(anilist).start();
  }

  private int status(String method, String target, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + app.port() + target))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private static FakeAniList failing(Kind kind) {
    var failure = new MediaSourceException(kind, "AniList fails for a test.");
    return new FakeAniList(
        (id, call) -> {
          throw failure;
        },
        (list, call) -> {
          throw failure;
        });
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, 404",
    "REJECTED, 502",
    "UNREADABLE, 502",
    "RATE_LIMITED, 503",
    "UNAVAILABLE, 503",
    "NOT_CONFIGURED, 503",
    "TIMED_OUT, 504"
  })
  void aFailingSource(Kind kind, int status) throws Exception {
    start(failing(kind), "");

    assertThat(status("GET", "/api/anilist/media/1")).isEqualTo(status);
    assertThat(status("HEAD", "/api/anilist/media/1")).isEqualTo(status);
  }

  static Stream<Operation> administration() {
    return Contract.SHIPPED.operations().stream()
        .filter(operation -> operation.path().startsWith("/admin"));
  }

  /** All but the dashboard's page and its files, which hold no figures. */
  static Stream<Operation> guarded() {
    return administration().filter(operation -> operation.node().at("/responses/401").isObject());
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void administrationWithoutTheToken(Operation operation) throws Exception {
    start(failing(Kind.UNAVAILABLE), "the-token");
    String target = Target.of(operation).toString();

    assertThat(status(operation.method(), target)).isEqualTo(401);
    assertThat(status(operation.method(), target, "Authorization", "Bearer guess")).isEqualTo(401);
  }

  @ParameterizedTest
  @MethodSource("administration")
  void administrationFromElsewhere(Operation operation) throws Exception {
    start(failing(Kind.UNAVAILABLE), "");
    String target = Target.of(operation).toString();

    assertThat(status(operation.method(), target, "X-Forwarded-For", "192.0.2.1")).isEqualTo(403);
  }

  @Test
  void tooManyGuesses() throws Exception {
    start(failing(Kind.UNAVAILABLE), "the-token");
    for (int i = 0; i < 10; i++) {
      status("GET", "/admin/cache/stats", "Authorization", "Bearer guess" + i);
    }

    assertThat(status("GET", "/admin/cache/stats", "Authorization", "Bearer guess")).isEqualTo(429);
  }

  @Test
  void aMethodOrAPathThatThereIsNot() throws Exception {
    start(failing(Kind.UNAVAILABLE), "");

    assertThat(status("DELETE", "/health")).isEqualTo(405);
    assertThat(status("DELETE", "/api/anilist/media/1")).isEqualTo(405);
    assertThat(status("GET", "/nowhere")).isEqualTo(404);
    assertThat(status("GET", "/api/nowhere")).isEqualTo(404);
  }
}

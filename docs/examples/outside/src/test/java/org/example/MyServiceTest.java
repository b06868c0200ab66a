package org.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anyflix.boot.App;
import dev.anyflix.boot.Assembly;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.testing.FakeUpstream;
import dev.anyflix.domain.testing.FakeUpstream.Response;
import dev.anyflix.settings.Settings;
import dev.anyflix.upstream.UpstreamConfig;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

final class MyServiceTest {

  private static final Settings SETTINGS =
      Settings.of(Map.of("HOST", "127.0.0.1", "PORT", "0", "CACHE_PREFETCH", "false"));

  @RegisterExtension private final FakeUpstream upstream = new FakeUpstream();
  @TempDir private Path folder;

  @BeforeEach
  void fillTheShelf() {
    upstream.answerWith(
        request ->
            request.startsWith("GET /films?")
                ? Response.json(200, "{\"films\": [{\"number\": 1, \"title\": \"Metropolis\"}]}")
                : request.equals("GET /films/1")
                    ? Response.json(200, "{\"number\": 1, \"title\": \"Metropolis\"}")
                    : Response.json(404, "{}"));
  }

  private EhcacheAdapter cache() {
    return new EhcacheAdapter(folder, 20, Clock.systemUTC());
  }

  private Assembly assembly(EhcacheAdapter cache) {
    return App.with(SETTINGS)
        .cache(cache)
        .addProvider(
            context ->
                new ShelfProvider(
                    context.http(),
                    new UpstreamConfig(
                        upstream.url(),
                        Duration.ofSeconds(8),
                        context.budget("shelf", ShelfProvider.QUOTA))));
  }

  @Test
  void ownProviderIsServedThroughTheOwnCacheBesideTheBuiltInOnes() throws Exception {
    try (EhcacheAdapter cache = cache();
        App app = assembly(cache).start()) {
      String miss = get(app, "/api/providers/shelf/media/1").body();
      HttpResponse<String> hit = get(app, "/api/providers/shelf/media/1");

      assertThat(hit.body()).isEqualTo(miss).contains("Metropolis");
      assertThat(hit.headers().firstValue("Cache-Status").orElseThrow()).contains("; hit;");
      assertThat(upstream.requests()).containsExactly("GET /films/1");
      assertThat(get(app, "/api/providers").body()).contains("\"shelf\"", "\"archive\"");
      assertThat(get(app, "/api/providers/shelf/media/2").statusCode()).isEqualTo(404);
      assertThat(get(app, "/admin/sources/status").body()).contains("\"shelf\"");
    }
  }

  @Test
  void ownProviderIsReadInProcess() {
    try (EhcacheAdapter cache = cache();
        App app = assembly(cache).withoutPort().start()) {
      assertThat(app.provider("shelf").detail("1").title().preferred()).isEqualTo("Metropolis");
      assertThat(app.provider("shelf").popular(new ProviderPage(1)).items()).hasSize(1);
      assertThatThrownBy(() -> app.provider("shelf").detail("2"))
          .isInstanceOfSatisfying(
              MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }
  }

  @Test
  void entriesAndClearsOutliveTheService() {
    try (EhcacheAdapter cache = cache();
        App app = assembly(cache).withoutPort().start()) {
      app.provider("shelf").detail("1");
      Awaitility.await().until(() -> isStored(cache, app));
    }
    try (EhcacheAdapter cache = cache();
        App app = assembly(cache).withoutPort().start()) {
      app.provider("shelf").detail("1");
      assertThat(upstream.requests()).hasSize(1);
      app.clear("provider");
    }
    try (EhcacheAdapter cache = cache();
        App app = assembly(cache).withoutPort().start()) {
      app.provider("shelf").detail("1");
      app.provider("shelf").detail("1");
      assertThat(upstream.requests()).hasSize(2);
    }
  }

  private static boolean isStored(EhcacheAdapter cache, App app) {
    return !cache.keys(app.operations().prefixes(), null, 1).keys().isEmpty();
  }

  @Test
  void logLevelOfTheServiceIsThatOfTheAssembly() {
    try (EhcacheAdapter cache = cache();
        App unused = assembly(cache).logLevel(Level.ERROR).withoutPort().start()) {
      assertThat(LoggerFactory.getLogger("dev.anyflix").isErrorEnabled()).isTrue();
      assertThat(LoggerFactory.getLogger("dev.anyflix").isWarnEnabled()).isFalse();
    }
  }

  @Test
  void ownLibrariesTakeEffect() {
    assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(LoggerContext.class);
    assertThat(Caffeine.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("caffeine-" + System.getProperty("caffeine.version") + ".jar");
  }

  private static HttpResponse<String> get(App app, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(app.url().resolve(path)).build(), BodyHandlers.ofString());
  }
}

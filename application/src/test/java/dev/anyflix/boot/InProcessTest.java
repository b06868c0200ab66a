package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.settings.Settings;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that is read in process. */
final class InProcessTest {

  private static final Pattern NETWORK =
      Pattern.compile("javalin|jetty|jakarta|lettuce|netty|okhttp|okio|kotlin");

  private final FakeAniList anilist =
      new FakeAniList(
          (request, call) -> {
            if (request.id() == 404) {
              throw new MediaSourceException(Kind.NOT_FOUND, "There is none.");
            }
            return Answer.of(media("anilist", request.id()));
          },
          (list, call) -> Answer.of(new MediaPage(List.of(media("anilist", 7)), 1, 20, false)));
  private final FakeTmdb tmdb =
      new FakeTmdb(
          (detail, call) -> Answer.of(media("tmdb", detail.id())),
          (search, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false)));
  @AutoClose private final App app = start();

  private App start() {
    return App.with(Settings.of(Map.of("REDIS_HOST", "")))
        .anilist(anilist)
        .tmdb(tmdb)
        .provider(new AnyItemProvider("any"))
        .withoutPort()
        .start();
  }

  private static Media media(String source, int id) {
    return Media.builder(
            source + ":" + id,
            source,
            Integer.toString(id),
            MediaKind.ANIME,
            Title.of("Title " + id))
        .build();
  }

  @Test
  void answersAreReadThroughTheCache() {
    assertThat(app.anilist().media(1)).isEqualTo(app.anilist().media(1));
    assertThat(app.read(app.operations().anilistMedia, new MediaById(1)).title().preferred())
        .isEqualTo("Title 1");
    assertThat(app.readAsync(app.operations().anilistMedia, new MediaById(1)).join().id())
        .isEqualTo("anilist:1");

    assertThat(anilist.calls()).isEqualTo(1);
  }

  @Test
  void everySourceHasTypedOperations() {
    assertThat(app.tmdb().movie(603).id()).isEqualTo("tmdb:603");
    assertThat(app.provider("any").detail("a").id()).isEqualTo("any:a");
    assertThat(app.provider("any").popular(new ProviderPage(1)).items()).hasSize(1);
  }

  @Test
  void unknownIdIsNotFound() {
    assertThatThrownBy(() -> app.anilist().media(404))
        .isInstanceOfSatisfying(
            MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void clearedAnswerIsLoadedAgain() {
    app.anilist().media(1);
    assertThat(app.clear("anilist").count()).isEqualTo(1);
    app.anilist().media(1);

    assertThat(anilist.calls()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ani", "anilist_media_by_id_", "any"})
  void unknownPrefixIsRefused(String prefix) {
    assertThatThrownBy(() -> app.clear(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("anilist_media_by_id");
  }

  @Test
  void unknownProviderIsRefused() {
    assertThatThrownBy(() -> app.provider("none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("any");
  }

  @Test
  void serviceWithoutAPortHasNone() {
    assertThatThrownBy(app::port).isInstanceOf(IllegalStateException.class);
  }

  /** Runs without the libraries of web server, Redis and upstreams on the class path. */
  @Test
  void serviceWithoutAPortNeedsNoNetworkLibraries() throws Exception {
    URL[] urls =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !NETWORK.matcher(Path.of(entry).getFileName().toString()).find())
            .map(InProcessTest::url)
            .toArray(URL[]::new);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      for (String absent :
          List.of(
              "io.javalin.Javalin",
              "org.eclipse.jetty.server.Server",
              "io.lettuce.core.RedisClient",
              "okhttp3.OkHttpClient")) {
        assertThatThrownBy(() -> loader.loadClass(absent))
            .isInstanceOf(ClassNotFoundException.class);
      }
      Callable<?> program =
          (Callable<?>)
              loader.loadClass(Program.class.getName()).getDeclaredConstructor().newInstance();
      assertThat(program.call()).isEqualTo("Title 1");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What runs without the libraries. */
  public static final class Program implements Callable<String> {

    @Override
    public String call() {
      var test = new InProcessTest();
      try (App app = test.app) {
        return app.anilist().media(1).title().preferred();
      }
    }
  }
}

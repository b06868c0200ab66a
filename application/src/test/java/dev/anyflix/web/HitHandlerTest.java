package dev.anyflix.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.settings.Settings;
import dev.anyflix.web.Targets.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered in front of the routes, here a handler that says 299, and what is not. */
final class HitHandlerTest {

  private static final int BY_ROUTE = 299;
  private static final String PATH = "/api/anilist/media/1";
  private static final Duration TTL = Duration.ofSeconds(1000);

  private final ManualClock clock = new ManualClock();
  private final ExecutorService loads = Executors.newCachedThreadPool();
  private final TieredCache cache =
      new TieredCache(
          new FakeCache(), null, new TieredCache.Limits(1 << 20, Duration.ofDays(1)), clock);
  private final Operations operations =
      new Operations(
          new FakeAniList(
              (request, call) -> Answer.of(medium(request)),
              (request, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false))),
          new FakeTmdb(
              (request, call) -> Answer.of(medium(new MediaById(request.id()))),
              (request, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false))),
          List.of());
  private final RequestMetrics metrics = new RequestMetrics();
  private final ReadThrough readThrough =
      new ReadThrough(
          cache,
          ReadThrough.Policy.of(
              Settings.of(Map.of("ANILIST_MEDIA_TTL", "1000", "CACHE_TTL_JITTER_PERCENT", "0"))),
          new JsonCodec()::encode,
          loads,
          SimpleMeterRegistry::new,
          clock,
          () -> 0);
  private final Targets targets = new Targets();
  private final HitHandler handler =
      new HitHandler(
          targets,
          readThrough,
          new HttpCaching(Duration.ofDays(1)),
          new Cors(Set.of("*")),
          metrics);
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  private static Media medium(MediaById request) {
    if (request.id() == 404) {
      throw new MediaSourceException(MediaSourceException.Kind.NOT_FOUND, "No such medium.");
    }
    return Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop")).build();
  }

  @BeforeEach
  void start() throws Exception {
    handler.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Response.writeError(request, response, callback, BY_ROUTE);
            return true;
          }
        });
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(handler);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    readThrough.close();
    cache.close();
    loads.shutdownNow();
  }

  private CachedRequest<?, ?> known(String path, int id) {
    CachedRequest<?, ?> asked = readThrough.request(operations.anilistMedia, new MediaById(id));
    targets.put(path, null, new Target(asked, Attribution.ANILIST, "/api/anilist/media/{id}"));
    return asked;
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("X-Request-Id", "mine")
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }

  private int status(String method, String path) throws Exception {
    return send(method, path, "").statusCode();
  }

  @Test
  void aHitIsAnsweredWithoutTheRoutesAndCountedAsByThem() throws Exception {
    readThrough.read(known(PATH, 1));
    HttpResponse<String> hit = send("GET", PATH, "");

    assertThat(hit.statusCode()).isEqualTo(200);
    assertThat(hit.body()).contains("Bebop");
    assertThat(hit.headers().firstValue("X-Request-Id")).contains("mine");
    assertThat(hit.headers().firstValue("X-Attribution")).isPresent();
    assertThat(status("HEAD", PATH)).isEqualTo(200);
    assertThat(readThrough.statsOf("anilist_media_by_id").count(Outcome.MEMORY_HIT)).isEqualTo(2);
    var plainHit = Labels.of("method", "GET", "status", "200", "uri", "/api/anilist/media/{id}");
    assertThat(metrics.collect().getDataPoints())
        .filteredOn(kind -> kind.getLabels().equals(plainHit))
        .singleElement(as(type(HistogramDataPointSnapshot.class)))
        .returns(1L, HistogramDataPointSnapshot::getCount);
  }

  @Test
  void aThreadThatHasGoneOnForLongLeavesTheRequestToAnother() throws Exception {
    readThrough.read(known(PATH, 1));
    List<Thread> read = new CopyOnWriteArrayList<>();
    List<Thread> answered = new CopyOnWriteArrayList<>();
    var busy =
        new Handler.Wrapper(handler) {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            read.add(Thread.currentThread());
            Callback noted = Callback.from(() -> answered.add(Thread.currentThread()), callback);
            SameThread.answer(
                () -> {
                  while (SameThread.mayAnswer()) {
                    assertThat(answered).isEmpty();
                  }
                  handler.handle(request, response, noted);
                });
            return true;
          }
        };
    server.stop();
    server.setHandler(busy);
    server.start();

    assertThat(status("GET", PATH)).isEqualTo(200);
    assertThat(read).hasSize(1);
    await().untilAsserted(() -> assertThat(answered).hasSize(1));
    assertThat(answered).doesNotContainAnyElementsOf(read);
  }

  @Test
  void anotherMethodAndARequestWithABodyGoToTheRoutes() throws Exception {
    readThrough.read(known(PATH, 1));

    assertThat(status("POST", PATH)).isEqualTo(BY_ROUTE);
    assertThat(status("OPTIONS", PATH)).isEqualTo(BY_ROUTE);
    assertThat(status("DELETE", PATH)).isEqualTo(BY_ROUTE);
    assertThat(send("GET", PATH, "{}").statusCode()).isEqualTo(BY_ROUTE);
  }

  @Test
  void aTargetThatNoRouteHasReadGoesToTheRoutes() throws Exception {
    readThrough.read(known(PATH, 1));

    assertThat(status("GET", PATH + "?page=1")).isEqualTo(BY_ROUTE);
    assertThat(status("GET", PATH + "/")).isEqualTo(BY_ROUTE);
    assertThat(status("GET", "/api/anilist/media/%31")).isEqualTo(BY_ROUTE);
  }

  @Test
  void aNumberBehindAKnownPathIsReadAsTheRouteWouldReadIt() throws Exception {
    new OperationHandler(readThrough, new HttpCaching(Duration.ofDays(1)), targets)
        .readNumbers(
            "/api/anilist/media/{id}",
            "/api/anilist/media/",
            operations.anilistMedia,
            params -> new MediaById(params.pathNumber("id", Integer.MAX_VALUE)),
            Attribution.ANILIST);
    readThrough.read(readThrough.request(operations.anilistMedia, new MediaById(7)));

    HttpResponse<String> hit = send("GET", "/api/anilist/media/7", "");
    assertThat(hit.statusCode()).isEqualTo(200);
    assertThat(hit.headers().firstValue("X-Attribution")).isPresent();
    assertThat(status("HEAD", "/api/anilist/media/007")).isEqualTo(200);
    for (String other : new String[] {"", "0", "8", "-7", "7x", "7;a", "99999999999", "7?page=1"}) {
      assertThat(status("GET", "/api/anilist/media/" + other)).as(other).isEqualTo(BY_ROUTE);
    }
    assertThat(status("GET", "/api/anilist/7")).isEqualTo(BY_ROUTE);
  }

  @Test
  void aPackedBodyIsServedToThoseWhoTakeItCompressedAndToThoseWhoDoNot() throws Exception {
    CachedRequest<?, ?> asked = known(PATH, 1);
    byte[] json = ("{\"t\":\"" + "lorem ipsum ".repeat(200) + "\"}").getBytes(UTF_8);
    Body body = new Body(json).packed();
    cache.store(asked.key(), CacheEntry.found(asked.text(), 0, clock.instant(), TTL, null, body));

    assertThat(send("GET", PATH, "").body()).isEqualTo(new String(json, UTF_8));
    HttpResponse<byte[]> gzip =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + connector.getLocalPort() + PATH))
                    .header("Accept-Encoding", "gzip")
                    .build(),
                BodyHandlers.ofByteArray());
    assertThat(gzip.body()).isEqualTo(body.gzip());
    assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");
  }

  @Test
  void aMissGoesToTheRoutesAndIsNotCounted() throws Exception {
    known(PATH, 1);

    assertThat(status("GET", PATH)).isEqualTo(BY_ROUTE);
    assertThat(readThrough.stats()).isEmpty();
  }

  @Test
  void anEntryPastItsTtlGoesToTheRoutes() throws Exception {
    readThrough.read(known(PATH, 1));
    clock.advance(TTL);

    assertThat(status("GET", PATH)).isEqualTo(BY_ROUTE);
  }

  @Test
  void aClearedEntryGoesToTheRoutes() throws Exception {
    readThrough.read(known(PATH, 1));
    cache.clear(Set.of("anilist_media_by_id"));

    assertThat(status("GET", PATH)).isEqualTo(BY_ROUTE);
  }

  @Test
  void aRememberedNotFoundGoesToTheRoutes() throws Exception {
    readThrough.read(known("/api/anilist/media/404", 404));

    assertThat(status("GET", "/api/anilist/media/404")).isEqualTo(BY_ROUTE);
  }
}

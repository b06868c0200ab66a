package dev.anyflix.web;

import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.TestParts;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.domain.testing.ManualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The handlers of the API on a server of their own, over a fake AniList and a cache in memory. */
final class TestApi implements AutoCloseable {

  static final String MEDIA = "/api/anilist/media/";
  private static final int NOT_FOUND = 404;
  private static final int DOWN = 503;

  final ManualClock clock = new ManualClock();
  final TieredCache cache =
      new TieredCache(
          new FakeCache(),
          null,
          new TieredCache.Limits(1 << 20, Duration.ofDays(1), Duration.ofMillis(200)),
          clock);
  final Operations operations;
  final ReadThrough readThrough;
  final Server server = new Server(new ServerThreads());
  private final ServerConnector connector;
  private final ExecutorService loads = Executors.newCachedThreadPool();
  private final HttpClient client = HttpClient.newHttpClient();

  /**
   * @param anilist answers for a medium
   * @param next the handler behind the API
   */
  TestApi(Function<MediaById, Media> anilist, Handler next) throws Exception {
    operations = operations(anilist);
    readThrough =
        new ReadThrough(
            TestParts.parts(cache, source -> null, loads, clock, () -> 0), TestParts.policy(0));
    var problems = new ProblemMapper(new JsonCodec());
    var cors = new CorsHandler(List.of("*"));
    var commonHeaders = new CommonHeaders(cors);
    var api =
        new ApiHandler(
            new ApiRoutes(operations, clock),
            readThrough,
            cache::afterReplies,
            new Liveness(),
            new ClientAddresses(List.of()),
            new HttpCaching(Duration.ofDays(1), "Redis"),
            problems);
    api.setHandler(next);
    cors.setHandler(api);
    server.setHandler(new MalformedRequestFilter(cors, 64 * 1024, problems));
    server.setErrorHandler(new ProblemErrorHandler(problems, commonHeaders));
    var configuration = new HttpConfiguration();
    configuration.setUriCompliance(UriCompliance.LEGACY); // As Javalin configures it.
    configuration.addCustomizer(commonHeaders);
    connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
  }

  static Operations operations() {
    return operations(TestApi::medium);
  }

  private static Operations operations(Function<MediaById, Media> anilist) {
    return new Operations(
        new FakeAniList(
            (request, call) -> Answer.of(anilist.apply(request)),
            (request, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false))),
        new FakeTmdb(
            (request, call) -> Answer.of(medium(new MediaById(request.id()))),
            (request, call) -> Answer.of(new MediaPage(List.of(), 1, 20, false))),
        List.of(),
        TestParts.TTLS);
  }

  /** A medium; the ids 404 and 503 stand for failures, and the id is the length of the text. */
  static Media medium(MediaById request) {
    if (request.id() == NOT_FOUND) {
      throw new MediaSourceException(Kind.NOT_FOUND, "AniList has no medium with this id.");
    }
    if (request.id() == DOWN) {
      throw new MediaSourceException(
          Kind.UNAVAILABLE, "AniList unavailable (HTTP 503).", Duration.ofSeconds(30), null);
    }
    String id = Integer.toString(request.id());
    return Media.builder("anilist:" + id, "anilist", id, MediaKind.ANIME, Title.of("Title " + id))
        .description("x".repeat(request.id()))
        .build();
  }

  int port() {
    return connector.getLocalPort();
  }

  CompletableFuture<HttpResponse<String>> sendAsync(String method, String path) {
    return client.sendAsync(request(method, path), BodyHandlers.ofString());
  }

  HttpResponse<String> send(String method, String path, String... headers) throws Exception {
    return client.send(request(method, path, headers), BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
    readThrough.close();
    cache.close();
    loads.shutdownNow();
  }
}

package dev.anyflix.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.Warmer;
import dev.anyflix.core.health.History;
import dev.anyflix.core.health.ServiceHealth;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.settings.ListenAddress;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Version;
import dev.anyflix.web.stremio.StremioAddon;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The HTTP server with all its routes; it runs from construction until it is closed. */
public final class WebServer implements AutoCloseable {

  /** The time beside a call of an upstream that a request may take while the server stops. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** How long the answers to requests that did not finish in time may take to be sent. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private static final int OUTPUT_BUFFER_BYTES = 4 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final long MAX_BODY_BYTES = 64 * 1024;

  private final Services services;
  private final Duration grace;
  private final StatsStream events;
  private final ServiceRoutes serviceRoutes;
  private final ApiRoutes api;
  private final Liveness liveness = new Liveness();
  private final Javalin javalin;

  /**
   * The parts of the service behind the server.
   *
   * @param settings the settings
   * @param cache the cache
   * @param readThrough answers operations
   * @param warmer warms the cache
   * @param history the figures of the last hour
   * @param health judges how well the service works
   * @param operations the operations
   * @param sources every source, for reports
   * @param providers the content providers
   * @param registry the registry of the metrics
   * @param scrape the text of /metrics
   * @param clock tells the current season and day
   * @param javalin configures the server last; null for nothing
   */
  public record Services(
      Settings settings,
      TieredCache cache,
      ReadThrough readThrough,
      Warmer warmer,
      History history,
      ServiceHealth health,
      Operations operations,
      List<? extends MediaSource> sources,
      List<? extends ContentProvider> providers,
      Supplier<? extends MeterRegistry> registry,
      Supplier<String> scrape,
      Clock clock,
      @Nullable Consumer<JavalinConfig> javalin) {}

  /**
   * Starts the server on the host and port of the settings.
   *
   * @throws IllegalStateException if the port is not available; the message says what to do
   */
  public WebServer(Services services) {
    this.services = services;
    Settings settings = services.settings();
    grace = settings.get(SettingTable.UPSTREAM_TIMEOUT_MS).plus(GRACE);
    var report =
        new CacheReport(
            settings,
            services.cache(),
            services.readThrough(),
            services.operations(),
            services.sources(),
            services.health());
    var json = new JsonWriter(new JsonCodec());
    events = StatsStream.of(report, services.history(), services.warmer(), json.codec());
    api = new ApiRoutes(services.operations(), services.clock());
    serviceRoutes =
        new ServiceRoutes(
            Version.current(), report, services.providers(), services.scrape(), liveness, json);
    javalin = Javalin.create(config -> configure(config, report, json));
    try {
      javalin.start();
    } catch (RuntimeException e) {
      throw new IllegalStateException(ListenAddress.of(settings).explain(e).toString(), e);
    }
  }

  private void configure(JavalinConfig config, CacheReport report, JsonWriter json) {
    Settings settings = services.settings();
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = MAX_BODY_BYTES;
    config.http.defaultContentType = "application/json";
    config.http.responseBufferSize = OUTPUT_BUFFER_BYTES;
    config.jetty.threadPool = new ServerThreads();

    var clients = new ClientAddresses(settings.get(SettingTable.TRUSTED_PROXIES));
    var cors = new CorsHandler(settings.get(SettingTable.CORS_ORIGINS));
    var commonHeaders = new CommonHeaders(cors);
    var problems = new ProblemMapper(json.codec());
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.addCustomizer(commonHeaders);
          http.setRequestHeaderSize(MAX_HEADER_BYTES);
          http.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
        });
    var caching =
        new HttpCaching(
            settings.get(SettingTable.CACHE_STALE_IF_ERROR),
            services.cache().sharedStatus().name());
    cors.setHandler(
        new DrainingHandler(
            new ApiHandler(
                api,
                services.readThrough(),
                services.cache()::afterReplies,
                liveness,
                clients,
                caching,
                problems)));
    config.jetty.addConnector(
        (server, http) ->
            new HttpConnector(
                server,
                http,
                settings.get(SettingTable.HOST),
                settings.get(SettingTable.PORT),
                clients));
    config.jetty.modifyServer(
        server -> {
          server.setHandler(new MalformedRequestFilter(cors, MAX_BODY_BYTES, problems));
          server.setRequestLog(new RequestRecorder(services.registry(), clients));
          server.setErrorHandler(new ProblemErrorHandler(problems, commonHeaders));
          server.setStopTimeout(grace.plus(LAST_ANSWERS).toMillis());
        });

    problems.register(config.routes);
    config.routes.beforeMatched(WebServer::recordRoute);
    var guard = new AdminGuard(settings.get(SettingTable.ADMIN_TOKEN), clients);
    new AdminRoutes(
            guard,
            services.cache(),
            services.operations(),
            new EntryRoutes(
                services.cache(),
                services.readThrough(),
                services.operations(),
                new RequestLinks(api),
                json),
            report,
            services.history(),
            services.warmer(),
            json)
        .register(config.routes);
    new DashboardRoutes(guard, events).register(config.routes);
    serviceRoutes.register(config.routes);
    new ShowcaseRoutes(settings, serviceRoutes::index).register(config.routes);
    Documentation.register(config.routes);
    if (settings.get(SettingTable.STREMIO_ENABLED)) {
      stremio(services, api, clients, new CombinedAnswer(json.codec(), caching), problems)
          .register(config.routes);
    }
    if (services.javalin() != null) {
      services.javalin().accept(config);
    }
  }

  private static StremioRoutes stremio(
      Services services,
      ApiRoutes api,
      ClientAddresses clients,
      CombinedAnswer combined,
      ProblemMapper problems) {
    var media = new MediaReader(api, services.operations(), services.readThrough());
    var streams =
        new StreamsReader(
            api, services.operations(), media, services.readThrough(), combined, problems);
    var addon =
        new StremioAddon(
            Version.current(),
            services.operations(),
            api::request,
            services.readThrough(),
            services.clock());
    return new StremioRoutes(api, addon, media, streams, clients, combined);
  }

  private static void recordRoute(Context ctx) {
    Endpoint route = ctx.endpoints().matchedHttpEndpoint();
    if (route != null) {
      ServiceRequest.setRoute(ServiceRequest.requestOf(ctx), route.path);
    }
  }

  /** The port that the server listens on. */
  public int port() {
    return javalin.port();
  }

  /** The routes served, each as method and path: {@code GET /api/tmdb/movies/{id}}. */
  public Set<String> routes() {
    Stream<String> own =
        javalin.unsafe.internalRouter.allHttpHandlers().stream()
            .map(route -> route.endpoint)
            .filter(endpoint -> endpoint.method.isHttpMethod())
            .map(endpoint -> endpoint.method + " " + endpoint.path);
    Stream<String> cached =
        Stream.concat(api.paths().stream(), CompositeRoutes.PATHS.stream())
            .flatMap(path -> Stream.of("GET " + path, "HEAD " + path));
    return Stream.concat(own, cached).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Answers that the service is not ready, goes on serving for SHUTDOWN_DELAY_MS, closes the port,
   * lets requests in flight finish, and stops. Answers are the last ones of their connections
   * meanwhile. Requests that take too long are answered with 503.
   */
  @Override
  public void close() {
    serviceRoutes.stopping();
    connectors().forEach(HttpConnector::endKeepAlive);
    pause(services.settings().get(SettingTable.SHUTDOWN_DELAY_MS));
    events.close();
    CompletableFuture<Void> tooLong =
        new CompletableFuture<Void>().completeOnTimeout(null, grace.toMillis(), MILLISECONDS);
    var unused = tooLong.thenRun(services.readThrough()::abandonWaits);
    javalin.stop();
    tooLong.cancel(false);
  }

  private Stream<HttpConnector> connectors() {
    return Stream.of(javalin.jettyServer().server().getConnectors())
        .filter(HttpConnector.class::isInstance)
        .map(HttpConnector.class::cast);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package dev.anyflix.web;

import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.Warmer;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.settings.ListenAddress;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Version;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.prometheus.metrics.model.registry.Collector;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** The HTTP server with all its routes; it runs from construction until it is closed. */
public final class WebServer implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** How long a connection without a request is kept open while the server stops. */
  private static final Duration IDLE_AT_STOP = Duration.ofMillis(20);

  private static final Duration SLOW = Duration.ofSeconds(20);
  private static final int MAX_CONNECTIONS = 4096;
  private static final int OUTPUT_BUFFER_BYTES = 4 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final long MAX_BODY_BYTES = 64 * 1024;

  private final StatsStream events;
  private final Javalin javalin;

  /**
   * What the routes speak to.
   *
   * @param settings the settings
   * @param cache the cache that is administered
   * @param readThrough what answers operations
   * @param warmer what warms the cache
   * @param operations the operations
   * @param sources every source, for reports
   * @param providers the content providers
   * @param figures takes the figures of requests, to be shown at /metrics
   * @param scrape makes what /metrics shows
   */
  public record Services(
      Settings settings,
      TieredCache cache,
      ReadThrough readThrough,
      Warmer warmer,
      Operations operations,
      List<? extends MediaSource> sources,
      List<? extends ContentProvider> providers,
      Consumer<Collector> figures,
      Supplier<String> scrape) {}

  /**
   * Starts the server on the host and port of the settings.
   *
   * @throws IllegalStateException if the port cannot be had; the message says what to do
   */
  public WebServer(Services services) {
    Settings settings = services.settings();
    var codec = new JsonCodec();
    var report =
        new CacheReport(
            settings,
            services.cache(),
            services.readThrough(),
            services.operations(),
            services.sources());
    events = StatsStream.of(report, services.warmer(), codec);
    javalin = Javalin.create(config -> configure(config, services, codec, report, events));
    try {
      javalin.start(settings.get(SettingTable.HOST), settings.get(SettingTable.PORT));
    } catch (RuntimeException e) {
      throw new IllegalStateException(ListenAddress.of(settings).refusal(e).toString(), e);
    }
    for (Connector connector : javalin.jettyServer().server().getConnectors()) {
      if (connector instanceof AbstractConnector network) {
        network.setShutdownIdleTimeout(IDLE_AT_STOP.toMillis());
      }
    }
  }

  private static void configure(
      JavalinConfig config,
      Services services,
      JsonCodec codec,
      CacheReport report,
      StatsStream events) {
    Settings settings = services.settings();
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.http.maxRequestSize = MAX_BODY_BYTES;
    config.http.defaultContentType = "application/json";
    config.http.responseBufferSize = OUTPUT_BUFFER_BYTES;
    var threads = new ServerThreads();
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.addCustomizer(new SecurityHeaders());
          http.setRequestHeaderSize(MAX_HEADER_BYTES);
          http.setIdleTimeout(IDLE.toMillis());
          http.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
        });

    var caching = new HttpCaching(settings.get(SettingTable.CACHE_STALE_IF_ERROR));
    var routes = new RouteCache();
    var handler = new OperationHandler(services.readThrough(), caching, routes, threads.writers());
    var guard = new AdminGuard(settings.get(SettingTable.ADMIN_TOKEN));

    var metrics = new RequestMetrics();
    services.figures().accept(metrics);
    var cors = new Cors(Set.copyOf(settings.get(SettingTable.CORS_ORIGINS)));
    var graceful = new GracefulHandler();
    graceful.setHandler(new ApiHandler(routes, services.readThrough(), caching));
    config.jetty.modifyServer(
        server -> {
          server.setHandler(
              new RequestRules(
                  new MalformedRequestFilter(new PreflightHandler(graceful, cors), MAX_BODY_BYTES),
                  cors,
                  metrics));
          server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
          server.addBean(new SlowClientLimit(server, SLOW));
          server.setStopTimeout(GRACE.toMillis());
          server.setErrorHandler(new ServerErrors());
        });

    config.routes.after(RequestRules::setRoute);
    new Problems(codec).register(config.routes);
    new Routes(services.operations(), handler).register(config.routes);
    new AdminRoutes(
            guard, services.cache(), services.operations(), report, services.warmer(), codec)
        .register(config.routes);
    new DashboardRoutes(guard, events).register(config.routes);
    new ServiceRoutes(Version.current(), report, services.providers(), services.scrape(), codec)
        .register(config.routes);
    Documentation.register(config.routes);
  }

  /** The port that the server listens on. */
  public int port() {
    return javalin.port();
  }

  /** The routes served, each as method and path: {@code GET /api/tmdb/movies/{id}}. */
  public Set<String> routes() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(route -> route.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method + " " + endpoint.path)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Takes no more requests, lets those under way finish, and stops. */
  @Override
  public void close() {
    events.close();
    javalin.stop();
  }
}

package dev.anyflix.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server on loopback that imitates AniList, TMDB, Kitsu and the Internet Archive with a
 * built-in catalogue, and their image hosts with drawn pictures.
 *
 * <p>The {@link DemoOptions} can be changed at run time; they apply to later calls. Each of the
 * upstreams has its own rate limit. Thread safe.
 */
public final class DemoUpstream implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DemoUpstream.class);
  private static final String TMDB = "/tmdb/3";
  private static final String KITSU = "/kitsu/api/edge";
  private static final String ARCHIVE = "/archive";
  private static final String PICTURES = "/pictures";
  private static final int THREADS = 8;
  private static final int MAX_BODY = 64 * 1024;

  private final HttpServer server;
  private final ScheduledThreadPoolExecutor executor;
  private volatile DemoOptions options;
  private final Faults faults;
  private final AtomicLong calls = new AtomicLong();
  private final Map<String, String> settings = new HashMap<>();

  private DemoUpstream(DemoOptions options, Clock clock, Random random, int port)
      throws IOException {
    this.options = options;
    this.faults = new Faults(random);
    AtomicInteger number = new AtomicInteger();
    executor =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "demo-upstream-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(executor);
    AnimeCatalogue anime = AnimeCatalogue.load(clock);
    List<ArchiveFilm> films = ArchiveFilm.all();
    PictureUrls pictures = new PictureUrls(at(PICTURES).toString());
    Endpoint anilist = new AniListEndpoint(anime, pictures, clock);
    Endpoint tmdb = new TmdbEndpoint(TMDB, WorkCatalogue.load(), pictures, clock);
    serve("ANILIST_URL", "/anilist", anilist, new CallBudget(clock));
    serve("TMDB_URL", TMDB, tmdb, new CallBudget(clock));
    serve("KITSU_URL", KITSU, new KitsuEndpoint(KITSU, anime, pictures), new CallBudget(clock));
    serve(
        "INTERNET_ARCHIVE_URL",
        ARCHIVE,
        new ArchiveEndpoint(ARCHIVE, films),
        new CallBudget(clock));
    PictureEndpoint drawn = new PictureEndpoint(films);
    servePictures(PICTURES, drawn);
    servePictures(ARCHIVE + "/services/img", drawn);
  }

  /**
   * Starts on a free port of loopback.
   *
   * @throws IOException if it cannot listen
   */
  public static DemoUpstream start(DemoOptions options, Clock clock) throws IOException {
    return start(options, clock, new Random(), 0);
  }

  /**
   * Starts on the given port of loopback.
   *
   * @param port 1 to 65535, or 0 for a free one
   * @throws IOException if it cannot listen, for instance because the port is in use
   */
  public static DemoUpstream start(DemoOptions options, Clock clock, int port) throws IOException {
    return start(options, clock, new Random(), port);
  }

  static DemoUpstream start(DemoOptions options, Clock clock, Random random, int port)
      throws IOException {
    tuneServer();
    DemoUpstream upstream = new DemoUpstream(options, clock, random, port);
    upstream.server.start();
    return upstream;
  }

  /**
   * Makes the JDK's server send small answers at once and keep idle connections longer than a
   * client's pool does. It reads these system properties once, before its first use.
   */
  private static void tuneServer() {
    Properties properties = System.getProperties();
    properties.putIfAbsent("sun.net.httpserver.nodelay", "true");
    properties.putIfAbsent("sun.net.httpserver.idleInterval", "600");
  }

  /** The settings that direct a service to this upstream: the address of each API by its name. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /**
   * The address of one API.
   *
   * @param setting the setting that takes it, such as {@code ANILIST_URL}
   * @throws IllegalArgumentException if the setting belongs to no API of this upstream
   */
  public URI url(String setting) {
    String address = settings.get(setting);
    if (address == null) {
      throw new IllegalArgumentException(
          "No API for " + setting + ", but for " + settings.keySet());
    }
    return URI.create(address);
  }

  /** Number of calls received, failed ones included; pictures are not counted. */
  public long calls() {
    return calls.get();
  }

  public DemoOptions options() {
    return options;
  }

  public synchronized void setOptions(DemoOptions options) {
    this.options = options;
  }

  /** Changes the options atomically: {@code change(it -> it.withDown(true))}. */
  public synchronized DemoOptions change(UnaryOperator<DemoOptions> change) {
    DemoOptions changed = change.apply(options);
    options = changed;
    return changed;
  }

  /** Stops immediately and aborts calls in flight. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private URI at(String path) {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
  }

  private void serve(String setting, String path, Endpoint endpoint, CallBudget budget) {
    settings.put(setting, at(path).toString());
    server.createContext(
        path,
        exchange -> {
          calls.incrementAndGet();
          DemoOptions current = options;
          Reply reply = reply(exchange, path, endpoint, budget, current);
          if (current.latency().isZero()) {
            send(exchange, reply);
          } else {
            ScheduledFuture<?> unused =
                executor.schedule(
                    () -> send(exchange, reply), current.latency().toNanos(), TimeUnit.NANOSECONDS);
          }
        });
  }

  /** Serves pictures as an image host does: not counted as calls, without latency or faults. */
  private void servePictures(String path, PictureEndpoint pictures) {
    server.createContext(
        path, exchange -> send(exchange, pictures.answer(exchange.getRequestURI().getPath())));
  }

  private Reply reply(
      HttpExchange exchange, String path, Endpoint endpoint, CallBudget budget, DemoOptions options)
      throws IOException {
    byte[] body = body(exchange);
    if (body.length > MAX_BODY) {
      return endpoint.failure(413, "The request is too large.").with(Map.of("Connection", "close"));
    }
    String requested = exchange.getRequestURI().getPath();
    if (!requested.equals(path) && !requested.startsWith(path + "/")) {
      return endpoint.failure(404, "Not Found.");
    }
    Endpoint.Request request =
        new Endpoint.Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI(),
            exchange.getRequestHeaders(),
            new String(body, StandardCharsets.UTF_8));
    return faults.apply(options, endpoint, budget, () -> endpoint.answer(request));
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      return in.readNBytes(MAX_BODY + 1);
    }
  }

  private static void send(HttpExchange exchange, Reply reply) {
    try (exchange) {
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      boolean empty = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), empty ? -1 : body.length);
      if (!empty) {
        exchange.getResponseBody().write(body);
      }
    } catch (IOException e) {
      LOG.debug("Demo upstream: the client closed the connection ({})", e.toString());
    }
  }
}

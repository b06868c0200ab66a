package dev.anyflix.boot;

import dev.anyflix.core.SteadyClock;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.settings.Settings;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Replaces and adds parts of a service before it starts. May be started several times; each service
 * then has parts of its own, except for those that were given as objects. Not thread safe.
 *
 * <p>The service closes what it creates, and what a {@link ProviderFactory} creates for it. It does
 * not close what is given as an object: caches, connectors, sources and the registry.
 */
public final class Assembly {

  private static final UnaryOperator<OkHttpClient.Builder> AS_IT_IS = UnaryOperator.identity();

  /** A content provider and whether the service closes it. */
  record Provider(ProviderFactory factory, boolean isOwned) {}

  final Settings settings;
  final List<Provider> providers = new ArrayList<>();
  boolean hasBuiltInProviders = true;
  @Nullable CachePort cache;
  SharedCache.@Nullable Connector shared;
  @Nullable AniListSource anilist;
  @Nullable TmdbSource tmdb;
  UnaryOperator<AniListSource> anilistDecorator = UnaryOperator.identity();
  UnaryOperator<TmdbSource> tmdbDecorator = UnaryOperator.identity();
  UnaryOperator<ContentProvider> providerDecorator = UnaryOperator.identity();
  UnaryOperator<OkHttpClient.Builder> http = AS_IT_IS;
  @Nullable MeterRegistry meters;
  Clock clock = new SteadyClock();
  LongSupplier ticker = System::nanoTime;
  DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

  /** Null for none: a lambda would load Javalin, which a service without a port does not need. */
  @Nullable Consumer<JavalinConfig> javalin;

  boolean hasPort = true;
  @Nullable Level logLevel;

  Assembly(Settings settings) {
    this.settings = settings;
  }

  /**
   * Uses this cache, and not Redis: in place of the memory cache if it never blocks, else behind
   * it. See {@link CachePort#mayBlock()}.
   */
  public Assembly cache(CachePort own) {
    cache = own;
    return this;
  }

  /** Uses this shared cache behind the memory cache. */
  public Assembly shared(SharedCache.Connector connector) {
    shared = connector;
    return this;
  }

  /** Uses this source in place of the built-in one. */
  public Assembly anilist(AniListSource source) {
    anilist = source;
    return this;
  }

  /** Uses this source in place of the built-in one. */
  public Assembly tmdb(TmdbSource source) {
    tmdb = source;
    return this;
  }

  /** Adds a content provider and omits the built-in ones. */
  public Assembly provider(ContentProvider provider) {
    hasBuiltInProviders = false;
    return addProvider(provider);
  }

  /** Adds a content provider beside the built-in ones. */
  public Assembly addProvider(ContentProvider provider) {
    providers.add(new Provider(context -> provider, false));
    return this;
  }

  /** Adds a content provider beside the built-in ones, created at the start. */
  public Assembly addProvider(ProviderFactory factory) {
    providers.add(new Provider(factory, true));
    return this;
  }

  /**
   * Wraps the sources of a port, whether built in or given. The last decorator is the outermost.
   *
   * @param port {@link AniListSource}, {@link TmdbSource} or {@link ContentProvider}; the decorator
   *     of the last one is called for each provider
   */
  public <S extends MediaSource> Assembly decorate(Class<S> port, UnaryOperator<S> decorator) {
    if (port == AniListSource.class) {
      anilistDecorator = with(anilistDecorator, AniListSource.class, port, decorator);
    } else if (port == TmdbSource.class) {
      tmdbDecorator = with(tmdbDecorator, TmdbSource.class, port, decorator);
    } else if (port == ContentProvider.class) {
      providerDecorator = with(providerDecorator, ContentProvider.class, port, decorator);
    } else {
      throw new IllegalArgumentException(
          "port must be AniListSource, TmdbSource or ContentProvider: " + port.getName());
    }
    return this;
  }

  /** Both classes are the same; the compiler does not know. */
  private static <P, S> UnaryOperator<P> with(
      UnaryOperator<P> inner, Class<P> type, Class<S> port, UnaryOperator<S> outer) {
    return source -> type.cast(outer.apply(port.cast(inner.apply(source))));
  }

  /** Configures the HTTP client of the upstreams, after the service has. */
  public Assembly http(UnaryOperator<OkHttpClient.Builder> configuration) {
    http = configuration;
    return this;
  }

  /**
   * Registers all meters in this registry, and removes them when the service is closed. {@code
   * /metrics} shows them as well.
   */
  public Assembly meters(MeterRegistry registry) {
    meters = registry;
    return this;
  }

  /**
   * Uses this clock for deadlines, freshness and budgets, and, unless {@link #ticker} follows, for
   * the memory cache.
   *
   * @param steady a clock without steps
   */
  public Assembly clock(Clock steady) {
    clock = steady;
    ticker = () -> steady.millis() * 1_000_000;
    return this;
  }

  /**
   * Uses this clock for the built-in memory cache.
   *
   * @param nanoTime nanoseconds since any fixed moment, which never go back
   */
  public Assembly ticker(LongSupplier nanoTime) {
    ticker = nanoTime;
    return this;
  }

  /**
   * Uses these numbers to shorten TTLs.
   *
   * @param numbers from 0 to 1; thread safe
   */
  public Assembly random(DoubleSupplier numbers) {
    random = numbers;
    return this;
  }

  /**
   * Configures the web server after the service has: further routes, plugins, connectors with TLS.
   */
  public Assembly javalin(Consumer<JavalinConfig> configuration) {
    javalin = configuration;
    return this;
  }

  /** Starts no web server: answers are read in process only. */
  public Assembly withoutPort() {
    hasPort = false;
    return this;
  }

  /**
   * Sets the level of the loggers of the service, {@code dev.anyflix}. Logback and
   * java.util.logging follow at once; with slf4j-simple only loggers that are not created yet do.
   */
  public Assembly logLevel(Level level) {
    logLevel = level;
    return this;
  }

  /** Whether a part needs the HTTP client of the upstreams. */
  boolean needsHttp() {
    return anilist == null || tmdb == null || hasBuiltInProviders;
  }

  /** Whether the user of the assembly configures the HTTP client. */
  boolean configuresHttp() {
    return !http.equals(AS_IT_IS);
  }

  /**
   * Creates and starts the service.
   *
   * @throws IllegalStateException if it cannot start; the message says why and what to do
   */
  public App start() {
    if (logLevel != null) {
      LogLevel.set(logLevel);
    }
    return new App(this);
  }
}

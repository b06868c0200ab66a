package dev.anyflix.boot;

import dev.anyflix.core.FleetBudgets;
import dev.anyflix.core.LoadExecutor;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.SteadyClock;
import dev.anyflix.core.Warmer;
import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.core.health.History;
import dev.anyflix.core.health.ServiceHealth;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.memory.CaffeineCache;
import dev.anyflix.redis.RedisConnector;
import dev.anyflix.redis.RedisSettings;
import dev.anyflix.redis.RedisTls;
import dev.anyflix.settings.ListenAddress;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Version;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamListener;
import dev.anyflix.web.JsonCodec;
import dev.anyflix.web.WebServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service and its composition root.
 *
 * <p>Parts that an {@link Assembly} does not replace are created from the settings. {@link #close}
 * lets requests in flight finish, then closes all parts in reverse order of their creation.
 */
public final class App implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(App.class);
  private static final int MAX_ENTRY_BYTES = RedisSettings.DEFAULT_MAX_ENTRY_BYTES;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final WebServer web;
  private final String host;

  /** Replaces parts of a service before it starts. Not thread safe. */
  public static final class Assembly {

    private final Settings settings;
    private final List<ContentProvider> providers = new ArrayList<>();
    private @Nullable CachePort memory;
    private SharedCache.@Nullable Connector shared;
    private @Nullable AniListSource anilist;
    private @Nullable TmdbSource tmdb;
    private Clock clock = new SteadyClock();

    private Assembly(Settings settings) {
      this.settings = settings;
    }

    /** Uses this cache, and no shared one. */
    public Assembly cache(CachePort cache) {
      memory = cache;
      return this;
    }

    /** Uses this shared cache behind the memory cache. */
    public Assembly shared(SharedCache.Connector connector) {
      shared = connector;
      return this;
    }

    public Assembly anilist(AniListSource source) {
      anilist = source;
      return this;
    }

    public Assembly tmdb(TmdbSource source) {
      tmdb = source;
      return this;
    }

    /** Adds a content provider; those from the settings are then omitted. */
    public Assembly provider(ContentProvider provider) {
      providers.add(provider);
      return this;
    }

    public Assembly clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** These sources, completed from others. */
    private Sources over(Sources others) {
      return new Sources(
          anilist != null ? anilist : others.anilist(),
          tmdb != null ? tmdb : others.tmdb(),
          providers.isEmpty() ? others.providers() : providers);
    }

    /**
     * Creates and starts the service.
     *
     * @throws IllegalStateException if it cannot start; the message says why and what to do
     */
    public App start() {
      return new App(this);
    }
  }

  /** Starts the assembly of a service with these settings. */
  public static Assembly with(Settings settings) {
    return new Assembly(settings);
  }

  private App(Assembly parts) {
    host = parts.settings.get(SettingTable.HOST);
    try {
      web = assemble(parts);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private WebServer assemble(Assembly parts) {
    Settings settings = parts.settings;
    Clock clock = parts.clock;
    ServiceMeters meters = closing(new ServiceMeters());
    SharedHttp http = closing(upstreams(settings, clock, meters));
    FutureTask<?> tls = inBackground("tls-setup", http::prepare);
    var fleet = new FleetBudgets(quota -> new TokenBucket(quota, clock), clock);
    CallQueue.Timer timer = timer();
    Map<String, CallQueue> queues = new HashMap<>();
    var tables = new CachedTmdbTables(clock);
    Sources sources =
        parts.over(
            Sources.of(
                settings,
                http,
                (source, quota) -> {
                  var queue =
                      new CallQueue(
                          fleet.budget(source, quota),
                          settings.get(SettingTable.UPSTREAM_QUEUE_MS),
                          clock,
                          timer);
                  queues.put(source, queue);
                  return queue;
                },
                tables));
    sources.all().stream()
        .map(MediaSource::status)
        .filter(status -> !status.configured() || status.budgetLimit() == 0)
        .forEach(status -> queues.remove(status.id()));
    var operations = sources.operations(settings);

    CachePort memory =
        parts.memory != null
            ? parts.memory
            : new CaffeineCache(CacheSettings.memoryBytes(settings));
    var limits =
        new TieredCache.Limits(
            MAX_ENTRY_BYTES,
            settings.get(SettingTable.CACHE_STALE_IF_ERROR),
            settings.get(SettingTable.REDIS_TIMEOUT_MS));
    TieredCache cache = closing(new TieredCache(memory, shared(parts, operations), limits, clock));
    ExecutorService loads = LoadExecutor.create();
    var readThrough =
        closing(
            new ReadThrough(
                new ReadThrough.Parts(
                    cache,
                    queues::get,
                    new JsonCodec()::encode,
                    new JsonCodec()::decode,
                    loads,
                    timer,
                    prefix -> new MeteredLoadTimer(prefix, meters.registry()),
                    clock,
                    () -> ThreadLocalRandom.current().nextDouble()),
                CacheSettings.policy(settings)));
    tables.connect(readThrough, operations);
    closing((AutoCloseable) () -> stop(loads, settings.get(SettingTable.UPSTREAM_TIMEOUT_MS)));
    cache.start();
    cache.awaitFirstAttempt(settings.get(SettingTable.REDIS_TIMEOUT_MS));
    closing(fleet).join(cache.budgets());

    Warmer warmer = closing(new Warmer(readThrough, operations, clock));
    var history = new History(readThrough, cache, operations, sources.all(), clock);
    var health =
        new ServiceHealth(
            cache,
            settings.get(SettingTable.ENABLE_CACHING),
            sources.all(),
            history,
            clock,
            ZoneId.systemDefault());
    BackgroundJobs jobs =
        closing(new BackgroundJobs(settings, warmer, operations, readThrough, history, health));
    meters.add(
        () ->
            operations
                .prefixes()
                .forEach(prefix -> meters.operation(prefix, readThrough.statsOf(prefix))));
    meters.add(() -> meter(meters, cache, sources.all()));
    meters.add(() -> queues.forEach(meters::queue));
    await(tls);
    WebServer server =
        closing(
            new WebServer(
                new WebServer.Services(
                    settings,
                    cache,
                    readThrough,
                    warmer,
                    history,
                    health,
                    operations,
                    sources.all(),
                    sources.providers(),
                    meters::registry,
                    meters::scrape,
                    clock)));
    new Banner(settings, cache, sources.all()).log(server.port());
    jobs.start(List.of(JsonCodec::prepare, meters::complete));
    return server;
  }

  /** Runs a preparation that takes some tenths of a second beside the others. */
  private static FutureTask<?> inBackground(String name, Runnable preparation) {
    FutureTask<?> task = new FutureTask<>(preparation, null);
    DaemonThreads.named(name).newThread(task).start();
    return task;
  }

  /** Waits for a preparation, without which the port must not open. */
  private static void await(FutureTask<?> preparation) {
    try {
      Object unused = preparation.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
  }

  /** Schedules the timeouts of the call queues. */
  private CallQueue.Timer timer() {
    var thread = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("call-queues"));
    closing((AutoCloseable) thread::shutdownNow);
    return (delay, task) -> {
      ScheduledFuture<?> unused =
          thread.schedule(task, Math.max(1, delay.toNanos()), TimeUnit.NANOSECONDS);
    };
  }

  private static SharedHttp upstreams(Settings settings, Clock clock, ServiceMeters meters) {
    return new SharedHttp(
        Version.current(),
        clock,
        (upstream, outcome, time) -> meters.recordCall(upstream, outcome.name(), time),
        Sources.proxies(settings));
  }

  private static void meter(ServiceMeters meters, TieredCache cache, List<MediaSource> sources) {
    List<String> outcomes =
        Arrays.stream(UpstreamListener.Outcome.values()).map(Enum::name).toList();
    meters.cache(cache);
    sources.forEach(source -> meters.upstream(source, outcomes));
  }

  /** The configured shared cache; null for memory only. */
  private SharedCache.@Nullable Connector shared(Assembly parts, Operations operations) {
    if (parts.shared != null || parts.memory != null) {
      return parts.shared;
    }
    RedisSettings redis = redis(parts.settings, operations.prefixes(), parts.clock);
    return redis == null ? null : closing(new RedisConnector(redis));
  }

  /** The configured Redis; null for none. */
  static @Nullable RedisSettings redis(Settings settings, Set<String> prefixes, Clock clock) {
    String url = settings.get(SettingTable.REDIS_URL);
    String host = settings.get(SettingTable.REDIS_HOST);
    if (!settings.get(SettingTable.ENABLE_CACHING) || (url == null && host.isEmpty())) {
      return null;
    }
    return new RedisSettings(
        url,
        host,
        settings.get(SettingTable.REDIS_PORT),
        settings.get(SettingTable.REDIS_DB),
        settings.get(SettingTable.REDIS_USERNAME),
        settings.get(SettingTable.REDIS_PASSWORD),
        settings.get(SettingTable.REDIS_SENTINEL_PASSWORD),
        new RedisTls(
            settings.get(SettingTable.REDIS_CA_FILE),
            settings.get(SettingTable.REDIS_CERT_FILE),
            settings.get(SettingTable.REDIS_KEY_FILE)),
        settings.get(SettingTable.REDIS_TIMEOUT_MS),
        MAX_ENTRY_BYTES,
        prefixes,
        clock);
  }

  /** The port that the service listens on. */
  public int port() {
    return web.port();
  }

  /** The routes served, each as method and path: {@code GET /api/tmdb/movies/{id}}. */
  public Set<String> routes() {
    return web.routes();
  }

  /** The URL of the service on this machine. */
  public URI url() {
    return new ListenAddress(host, port()).url();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable next = Objects.requireNonNull(open.pollLast());
      try {
        next.close();
      } catch (Throwable e) {
        log.warn("Closing {} failed: {}", next.getClass().getSimpleName(), e.toString());
      }
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.addLast(part);
    return part;
  }

  private static void stop(ExecutorService executor, Duration patience)
      throws InterruptedException {
    executor.shutdown();
    if (!executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      executor.shutdownNow();
    }
  }
}

package dev.anyflix.boot;

import dev.anyflix.core.CachedReader;
import dev.anyflix.core.FleetBudgets;
import dev.anyflix.core.LoadExecutor;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.Warmer;
import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.core.health.History;
import dev.anyflix.core.health.ServiceHealth;
import dev.anyflix.core.tier.BlockingCacheConnector;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.cache.CachePort;
import dev.anyflix.domain.cache.Generations;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.memory.CaffeineCache;
import dev.anyflix.redis.RedisConnector;
import dev.anyflix.redis.RedisSettings;
import dev.anyflix.redis.RedisTls;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.upstream.UpstreamListener;
import dev.anyflix.web.JsonCodec;
import dev.anyflix.web.WebServer;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: creates the parts of a service, those that an {@link Assembly} does not
 * replace from the settings.
 */
final class Composition {

  private static final Logger log = LoggerFactory.getLogger(Composition.class);
  private static final int MAX_ENTRY_BYTES = RedisSettings.DEFAULT_MAX_ENTRY_BYTES;

  private final Assembly assembly;
  private final Settings settings;
  private final Clock clock;
  private final OpenParts open;
  private final ServiceMeters meters;
  private final Map<String, CallQueue> queues = new HashMap<>();
  private final Sources sources;
  private final Operations operations;
  private final TieredCache cache;
  private final ReadThrough readThrough;
  private final CachedReader reader;
  private final @Nullable WebServer web;

  /**
   * @param open takes over the parts, even if the start fails
   */
  Composition(Assembly assembly, OpenParts open) {
    this.assembly = assembly;
    this.open = open;
    settings = assembly.settings;
    clock = assembly.clock;
    meters = open.add(new ServiceMeters(assembly.meters));
    var http = open.add(new UpstreamHttp(assembly, meters));
    var fleet = new FleetBudgets(quota -> new TokenBucket(quota, clock), clock);
    CallQueue.Timer timer = timer();
    var tables = new CachedTmdbTables(clock);
    sources = sources(http, fleet, timer, tables);
    operations = sources.operations(settings);

    cache = createCache();
    open.add(fleet);
    ExecutorService loads = LoadExecutor.create();
    var codec = new JsonCodec();
    readThrough =
        open.add(
            new ReadThrough(
                new ReadThrough.Parts(
                    cache,
                    queues::get,
                    codec::encode,
                    codec::decode,
                    loads,
                    timer,
                    prefix -> new MeteredLoadTimer(prefix, meters.registry()),
                    clock,
                    assembly.random),
                CacheSettings.policy(settings)));
    reader = new CachedReader(readThrough);
    tables.connect(readThrough, operations);
    open.add((AutoCloseable) () -> stop(loads, settings.get(SettingTable.UPSTREAM_TIMEOUT_MS)));
    cache.start();
    cache.awaitFirstAttempt(settings.get(SettingTable.REDIS_TIMEOUT_MS));
    fleet.join(cache.budgets(), queues.keySet());

    var warmer = open.add(new Warmer(readThrough, operations, clock));
    var history = new History(readThrough, cache, operations, sources.all(), clock);
    var health =
        new ServiceHealth(
            cache,
            settings.get(SettingTable.ENABLE_CACHING),
            sources.all(),
            history,
            clock,
            ZoneId.systemDefault());
    var jobs =
        open.add(new BackgroundJobs(settings, warmer, operations, readThrough, history, health));
    registerMeters();
    http.prepareIfDoubtful();
    web = assembly.hasPort ? open.add(server(warmer, history, health)) : null;
    new Banner(settings, assembly, cache, sources.all()).log(web == null ? null : web.port());
    jobs.start(List.of(JsonCodec::prepare, http::prepare, meters::complete));
  }

  private Sources sources(
      UpstreamHttp http, FleetBudgets fleet, CallQueue.Timer timer, CachedTmdbTables tables) {
    Sources.Budgets budgets =
        (source, quota) -> {
          var queue =
              new CallQueue(
                  fleet.budget(source, quota),
                  settings.get(SettingTable.UPSTREAM_QUEUE_MS),
                  clock,
                  timer);
          queues.put(source, queue);
          return queue;
        };
    var context =
        new ProviderFactory.Context(settings, clock, http::get, meters::registry, budgets);
    Sources all = Sources.of(assembly, http::get, budgets, tables, context, open);
    all.requireBudgets(queues.keySet());
    all.all().stream()
        .map(MediaSource::status)
        .filter(status -> !status.configured() || status.budgetLimit() == 0)
        .forEach(status -> queues.remove(status.id()));
    return all;
  }

  private TieredCache createCache() {
    CachePort given = assembly.cache;
    boolean isMemory = given != null && !given.mayBlock();
    if (given != null && !isMemory && assembly.shared != null) {
      throw new IllegalStateException(
          "A cache that may block takes the place of the shared cache. Give only one of them");
    }
    CachePort memory =
        given != null && isMemory
            ? emptied(given)
            : open.add(new CaffeineCache(CacheSettings.memoryBytes(settings), assembly.ticker));
    var limits =
        new TieredCache.Limits(
            MAX_ENTRY_BYTES,
            settings.get(SettingTable.CACHE_STALE_IF_ERROR),
            settings.get(SettingTable.REDIS_TIMEOUT_MS));
    return open.add(new TieredCache(memory, shared(), limits, clock));
  }

  /** Entries of an earlier service carry numbers that mean something else in this one. */
  private CachePort emptied(CachePort memory) {
    try {
      long unused =
          memory.purge(operations.prefixes(), new Generations(Generations.MAX, Map.of(), Map.of()));
    } catch (RuntimeException e) {
      log.warn("The given cache could not be emptied: {}. It may fail later too", e.toString());
    }
    return memory;
  }

  /** The shared cache; null for memory only. */
  private SharedCache.@Nullable Connector shared() {
    if (assembly.cache != null && assembly.cache.mayBlock()) {
      return open.add(
          new BlockingCacheConnector(
              assembly.cache, settings.get(SettingTable.REDIS_TIMEOUT_MS), clock));
    }
    if (assembly.shared != null || assembly.cache != null) {
      return assembly.shared;
    }
    RedisSettings redis = redis(settings, operations.prefixes(), clock);
    return redis == null ? null : open.add(new RedisConnector(redis));
  }

  private WebServer server(Warmer warmer, History history, ServiceHealth health) {
    return new WebServer(
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
            clock,
            assembly.javalin));
  }

  private void registerMeters() {
    meters.add(
        () ->
            operations
                .prefixes()
                .forEach(prefix -> meters.operation(prefix, readThrough.stats().of(prefix))));
    meters.add(
        () -> {
          List<String> outcomes =
              Arrays.stream(UpstreamListener.Outcome.values()).map(Enum::name).toList();
          meters.cache(cache);
          sources.all().forEach(source -> meters.upstream(source, outcomes));
        });
    meters.add(() -> queues.forEach(meters::queue));
  }

  /** Schedules the timeouts of the call queues. */
  private CallQueue.Timer timer() {
    var thread = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("call-queues"));
    open.add((AutoCloseable) thread::shutdownNow);
    return (delay, task) -> {
      ScheduledFuture<?> unused =
          thread.schedule(task, Math.max(1, delay.toNanos()), TimeUnit.NANOSECONDS);
    };
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

  private static void stop(ExecutorService executor, Duration patience)
      throws InterruptedException {
    executor.shutdown();
    if (!executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      executor.shutdownNow();
    }
  }

  Operations operations() {
    return operations;
  }

  TieredCache cache() {
    return cache;
  }

  CachedReader reader() {
    return reader;
  }

  /**
   * The web server.
   *
   * @throws IllegalStateException if the service was assembled without a port
   */
  WebServer web() {
    if (web == null) {
      throw new IllegalStateException("the service was assembled without a port");
    }
    return web;
  }
}

package dev.anyflix.core;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.tier.CacheHit;
import dev.anyflix.core.tier.Tier;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.settings.Setting;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers cached operations: from the cache while an answer is fresh, else from the upstream, and
 * with a stale answer where the upstream fails. Thread safe.
 */
public final class ReadThrough implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ReadThrough.class);

  /** Answers in the last fifth of their life are refreshed ahead. */
  private static final int REFRESH_AHEAD_PART = 5;

  private final TieredCache cache;
  private final Policy policy;
  private final Function<Object, byte[]> encoder;
  private final Failures failures;
  private final Loader loader;
  private final SingleFlight flights;
  private final ExecutorService executor;
  private final Clock clock;
  private final Supplier<? extends MeterRegistry> registry;
  private final HotKeys hottest = new HotKeys();
  private final ConcurrentMap<String, OperationStats> stats = new ConcurrentHashMap<>();

  /**
   * The settings of the read-through.
   *
   * @param enabled whether answers are cached at all
   * @param ttl how long the answers of an operation are fresh
   * @param negativeTtl how long "not found" is
   * @param packed whether bodies are kept in their compressed form alone
   * @param jitterPercent by how many percent a TTL is shortened at most
   * @param upstreamTimeout how long a call of the upstream may take
   * @param patience how long a caller waits for a load, whoever does it
   */
  public record Policy(
      boolean enabled,
      Function<Setting<Duration>, Duration> ttl,
      Duration negativeTtl,
      boolean packed,
      int jitterPercent,
      Duration upstreamTimeout,
      Duration patience) {

    private static final Duration GRACE = Duration.ofSeconds(1);

    /** The policy that the settings ask for. */
    public static Policy of(Settings settings) {
      Duration timeout = settings.get(SettingTable.UPSTREAM_TIMEOUT_MS);
      return new Policy(
          settings.get(SettingTable.ENABLE_CACHING),
          settings::get,
          settings.get(SettingTable.CACHE_NEGATIVE_TTL),
          settings.get(SettingTable.CACHE_COMPRESSION),
          settings.get(SettingTable.CACHE_TTL_JITTER_PERCENT),
          timeout,
          timeout.plus(GRACE));
    }
  }

  public ReadThrough(
      TieredCache cache,
      Policy policy,
      Function<Object, byte[]> encoder,
      ExecutorService executor,
      Supplier<? extends MeterRegistry> registry,
      Clock clock,
      DoubleSupplier random) {
    this.cache = cache;
    this.policy = policy;
    this.encoder = encoder;
    this.failures = new Failures(clock);
    this.loader = new Loader(cache, encoder, policy, failures, clock, random);
    this.flights = new SingleFlight(loader, executor);
    this.executor = executor;
    this.clock = clock;
    this.registry = registry;
  }

  /**
   * Answers a request.
   *
   * @throws MediaSourceException if there is no answer, not even a stale one
   */
  public <Q extends Record, R> CachedResponse read(CachedOperation<Q, R> operation, Q request) {
    return read(request(operation, request));
  }

  /**
   * Answers a request that was {@linkplain #request made} before, and may be answered again.
   *
   * @throws MediaSourceException if there is no answer, not even a stale one
   */
  public <Q extends Record, R> CachedResponse read(CachedRequest<Q, R> asked) {
    OperationStats counts = statsOf(asked.operation().prefix());
    hottest.sample(asked);
    return count(asked, policy.enabled() ? answer(asked, counts) : bypass(asked, counts), counts);
  }

  /**
   * Answers a request from memory, if that takes no waiting for anyone.
   *
   * @return null when {@link #read} has to be asked; nothing has been counted then
   */
  public <Q extends Record, R> @Nullable CachedResponse readNear(CachedRequest<Q, R> asked) {
    return policy.enabled() ? hit(asked, cache.findNear(asked.key())) : null;
  }

  /**
   * Answers a request without holding the caller's thread.
   *
   * @return completed with the answer, or exceptionally with a {@link MediaSourceException}; on a
   *     thread of the cache or of a load, which must not be held up
   */
  public CompletableFuture<CachedResponse> readAsync(CachedRequest<?, ?> request) {
    return CompletableFuture.supplyAsync(() -> read(request), executor);
  }

  /**
   * Answers a request from the shared cache, if nothing but its answer has to be waited for; the
   * future is done on a thread of the shared cache, which must not be held up.
   *
   * @return null, or a future of null, when {@link #read} has to be asked; nothing has been counted
   *     then
   */
  public <Q extends Record, R> @Nullable CompletableFuture<@Nullable CachedResponse> hitLater(
      CachedRequest<Q, R> asked) {
    CompletableFuture<@Nullable CacheHit> finding =
        policy.enabled() ? cache.findLater(asked.key()) : null;
    return finding == null ? null : finding.thenApply(found -> hit(asked, found));
  }

  private <Q extends Record, R> @Nullable CachedResponse hit(
      CachedRequest<Q, R> asked, @Nullable CacheHit found) {
    if (found == null || found.entry().negative()) {
      return null;
    }
    OperationStats counts = statsOf(asked.operation().prefix());
    CachedResponse hit = serve(asked, found, now(), counts);
    if (hit == null) {
      return null;
    }
    hottest.sample(asked);
    return count(asked, hit, counts);
  }

  /** Entries know milliseconds only, and a clock tells those in half the time. */
  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  private static CachedResponse count(
      CachedRequest<?, ?> asked, CachedResponse answer, OperationStats counts) {
    counts.served(answer);
    if (log.isDebugEnabled()) {
      log.debug("{} {}", answer.outcome(), asked.key());
    }
    return answer;
  }

  /** Makes the key of a request. */
  public <Q extends Record, R> CachedRequest<Q, R> request(
      CachedOperation<Q, R> operation, Q request) {
    String text = operation.textOf(request);
    CacheKey key = CacheKey.of(operation.prefix(), text);
    return new CachedRequest<>(operation, request, text, key, policy.ttl().apply(operation.ttl()));
  }

  private <Q extends Record, R> CachedResponse answer(
      CachedRequest<Q, R> asked, OperationStats counts) {
    Instant deadline = now().plus(policy.patience());
    while (true) {
      Instant now = now();
      CacheHit found = cache.find(asked.key());
      if (found != null) {
        CachedResponse hit = serve(asked, found, now, counts);
        if (hit != null) {
          return hit;
        }
      }
      CacheEntry held = found == null ? null : found.entry();
      CachedResponse loaded = load(asked, held, deadline, counts);
      if (loaded != null) {
        return loaded;
      }
    }
  }

  /** Serves what was found if it is fresh, or if waiting for better has just proved vain. */
  private <Q extends Record, R> @Nullable CachedResponse serve(
      CachedRequest<Q, R> asked, CacheHit found, Instant now, OperationStats counts) {
    CacheEntry entry = found.entry();
    Duration age = entry.age(now);
    Duration freshFor = asked.freshFor(entry, age);
    if (freshFor.compareTo(Duration.ZERO) > 0) {
      if (dueSoon(entry, freshFor)) {
        refreshBehind(asked, entry, counts);
      }
      Outcome outcome = found.tier() == Tier.MEMORY ? Outcome.MEMORY_HIT : Outcome.REDIS_HIT;
      return new CachedResponse(entry, outcome, freshFor, age, true);
    }
    if (cache.servesStale(entry) && failures.lately(asked.key())) {
      refreshBehind(asked, entry, counts);
      return new CachedResponse(entry, Outcome.STALE, freshFor, age, true);
    }
    return null;
  }

  /**
   * Loads; null when the load has to begin anew: the prefix was cleared meanwhile, or a load in the
   * background was joined and refused for want of budget, of which more is left for those who wait.
   */
  private <Q extends Record, R> @Nullable CachedResponse load(
      CachedRequest<Q, R> asked,
      @Nullable CacheEntry held,
      Instant deadline,
      OperationStats counts) {
    SingleFlight.Place place = null;
    try {
      MediaSourceException justFailed = failures.ofThisMoment(asked.key());
      if (justFailed != null) {
        throw justFailed;
      }
      place = flights.board(order(asked, held, Urgency.FOREGROUND, counts));
      Instant now = now();
      if (!now.isBefore(deadline)) {
        throw new MediaSourceException(Kind.TIMED_OUT, "The answer took too long to load.");
      }
      CacheEntry entry = place.flight().await(Duration.between(now, deadline));
      if (!cache.admits(asked.key(), entry)) {
        return null;
      }
      Duration age = entry.age(now());
      Outcome outcome = place.own() ? Outcome.MISS : Outcome.COLLAPSED;
      return new CachedResponse(
          entry, outcome, asked.freshFor(entry, age), age, cache.keeps(entry));
    } catch (MediaSourceException e) {
      if (place != null && e.kind() == Kind.RATE_LIMITED && place.flight().isBehind()) {
        return null;
      }
      if (held != null && cache.servesStale(held) && cache.admits(asked.key(), held)) {
        Duration age = held.age(now());
        return new CachedResponse(held, Outcome.STALE, asked.freshFor(held, age), age, true);
      }
      throw e;
    }
  }

  private <Q extends Record, R> void refreshBehind(
      CachedRequest<Q, R> asked, CacheEntry held, OperationStats counts) {
    if (!failures.justNow(asked.key())) {
      flights.boardBehind(order(asked, held, Urgency.BACKGROUND, counts));
    }
  }

  private static boolean dueSoon(CacheEntry entry, Duration freshFor) {
    return freshFor.toMillis() * REFRESH_AHEAD_PART < entry.ttlMillis();
  }

  /**
   * Loads an answer that nobody waits for, unless it is cached and not soon to expire.
   *
   * @throws MediaSourceException if the load failed
   */
  <Q extends Record, R> void refresh(CachedOperation<Q, R> operation, Q request) {
    if (!policy.enabled()) {
      return;
    }
    CachedRequest<Q, R> asked = request(operation, request);
    Instant now = now();
    CacheHit found = cache.find(asked.key());
    CacheEntry held = found == null ? null : found.entry();
    if (held == null || dueSoon(held, asked.freshFor(held, held.age(now)))) {
      OperationStats counts = statsOf(operation.prefix());
      flights
          .board(order(asked, held, Urgency.BACKGROUND, counts))
          .flight()
          .await(policy.patience());
    }
  }

  /** Whether answers are cached at all. */
  boolean isCaching() {
    return policy.enabled();
  }

  /** The requests asked for most, those first. */
  List<HotKeys.Seen<?, ?>> hottest(int limit) {
    return hottest.most(limit);
  }

  private <Q extends Record, R> Loader.Order<Q, R> order(
      CachedRequest<Q, R> asked,
      @Nullable CacheEntry held,
      Urgency urgency,
      OperationStats counts) {
    long generation = cache.generation(asked.key().prefix());
    CacheEntry toConfirm = held != null && held.generation() < generation ? null : held;
    return new Loader.Order<>(asked, generation, toConfirm, urgency, counts);
  }

  private <Q extends Record, R> CachedResponse bypass(
      CachedRequest<Q, R> asked, OperationStats counts) {
    Instant began = now();
    long start = System.nanoTime();
    try {
      Answer<R> answer = asked.upstream(Call.before(began.plus(policy.upstreamTimeout())));
      counts.loaded(Duration.ofNanos(System.nanoTime() - start));
      if (answer instanceof Answer.Value<R> value) {
        Body body = new Body(encoder.apply(value.value()));
        CacheEntry entry = CacheEntry.found(asked.text(), 0, began, asked.ttl(), null, body);
        return new CachedResponse(entry, Outcome.BYPASS, Duration.ZERO, Duration.ZERO, false);
      }
      throw new MediaSourceException(
          Kind.UNREADABLE, "The source confirmed an answer that nobody has.");
    } catch (MediaSourceException e) {
      counts.loadFailed(Duration.ofNanos(System.nanoTime() - start));
      throw e;
    }
  }

  /** The figures of every prefix asked for so far, by prefix. */
  public Map<String, OperationStats> stats() {
    return new LinkedHashMap<>(stats);
  }

  /** The figures of one prefix. */
  public OperationStats statsOf(String prefix) {
    OperationStats known = stats.get(prefix);
    return known != null
        ? known
        : stats.computeIfAbsent(prefix, absent -> new OperationStats(absent, registry.get()));
  }

  @Override
  public void close() {
    loader.close();
  }
}

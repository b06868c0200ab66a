package dev.anyflix.core;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.SingleFlight.Participation;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.core.tier.CacheHit;
import dev.anyflix.core.tier.Tier;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.core.tier.WaitLimit;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decorates every port method of the sources with the cache: answers from the cache while an answer
 * is fresh, else from the upstream, and with a stale answer where the upstream fails. Thread safe.
 *
 * <p>There is one path with two ends. {@link #readNear} answers from memory with a value; {@link
 * #readAsync} goes on to the shared cache and the upstream with a future, and holds no thread while
 * it waits.
 */
public final class ReadThrough implements AutoCloseable {

  /** Answers in the last fifth of their life are refreshed ahead of time. */
  private static final int REFRESH_AHEAD_PART = 5;

  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final String BACKGROUND_CLIENT = "background";
  private static final String LOOKUP_CLIENT = "lookup";

  private final TieredCache cache;
  private final Policy policy;
  private final Function<Object, byte[]> encoder;
  private final Function<String, @Nullable CallQueue> queues;
  private final Failures failures;
  private final UpstreamCalls upstreams;
  private final Loader loader;
  private final SingleFlight singleFlight;
  private final AbandonableWaits waits = new AbandonableWaits();
  private final Clock clock;
  private final Function<String, LoadTimer> timers;
  private final HotKeys hotKeys = new HotKeys();
  private final ConcurrentMap<String, OperationStats> stats = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, SourceTraffic> traffic = new ConcurrentHashMap<>();

  /**
   * The settings of the read-through.
   *
   * @param enabled whether answers are cached at all
   * @param negativeTtl how long a "not found" is fresh
   * @param compact whether bodies are stored in their compressed form only
   * @param jitterPercent by how many percent a TTL is shortened at most
   * @param upstreamTimeout how long a call of the upstream may take
   * @param patience how long a caller waits for a load, whichever instance does it
   * @param prefetch whether the requests that are likely to follow a list are loaded ahead
   */
  public record Policy(
      boolean enabled,
      Duration negativeTtl,
      boolean compact,
      int jitterPercent,
      Duration upstreamTimeout,
      Duration patience,
      boolean prefetch) {}

  /** Reads the body of an answer back. */
  public interface Decoder {
    <T> T decode(byte[] json, Class<T> type);
  }

  /**
   * What the read-through works with.
   *
   * @param cache the cache
   * @param queues the queue of a source's budget by the source's id; null for a source without one
   * @param encoder writes an answer as the body that is cached
   * @param decoder reads such a body back
   * @param executor runs the calls of upstreams, which block
   * @param timer runs tasks later
   * @param timers makes the timer of a prefix's loads
   * @param clock a steady clock
   * @param random numbers from 0 to 1 for the jitter of TTLs
   */
  public record Parts(
      TieredCache cache,
      Function<String, @Nullable CallQueue> queues,
      Function<Object, byte[]> encoder,
      Decoder decoder,
      Executor executor,
      CallQueue.Timer timer,
      Function<String, LoadTimer> timers,
      Clock clock,
      DoubleSupplier random) {}

  public ReadThrough(Parts parts, Policy policy) {
    this.cache = parts.cache();
    this.policy = policy;
    this.encoder = parts.encoder();
    this.queues = parts.queues();
    this.clock = parts.clock();
    this.timers = parts.timers();
    this.failures = new Failures(clock);
    this.upstreams =
        new UpstreamCalls(
            queues,
            parts.executor(),
            parts.timer(),
            policy.upstreamTimeout(),
            clock,
            (client, deadline) ->
                new CachedLookups(
                    this, parts.decoder(), parts.executor(), clock, client, deadline));
    this.loader =
        new Loader(
            cache, encoder, policy, upstreams, failures, clock, parts.random(), this::prefetch);
    this.singleFlight = new SingleFlight(policy.patience().plus(GRACE));
  }

  /** A request of an operation, with its key. */
  public <Q extends Record, R> CachedRequest<Q, R> request(
      CachedOperation<Q, R> operation, Q request) {
    return CachedRequest.of(operation, request);
  }

  /**
   * Answers a request from memory, without waiting.
   *
   * @return null when {@link #readAsync} has to be asked; nothing has been counted then
   */
  public @Nullable CachedResponse readNear(CachedRequest<?, ?> request) {
    if (!policy.enabled()) {
      return null;
    }
    CacheHit hit = cache.findNear(request.key());
    CachedResponse response = hit == null ? null : serve(request, hit);
    if (response != null) {
      hotKeys.sample(request);
      count(request, response);
    }
    return response;
  }

  /**
   * The entry that memory holds for a request, whatever its age; null when there is none or when
   * the source knows no such thing. Nothing is counted, refreshed or loaded.
   */
  public @Nullable CacheEntry peek(CachedRequest<?, ?> request) {
    CacheHit hit = policy.enabled() ? cache.findNear(request.key()) : null;
    return hit == null || hit.entry().negative() ? null : hit.entry();
  }

  /** Like {@link #readAsync(CachedRequest, String)}, but without the name of a client. */
  public CompletableFuture<CachedResponse> readAsync(CachedRequest<?, ?> request) {
    return readAsync(request, "");
  }

  /**
   * Answers a request from memory, the shared cache or the upstream, without holding the caller's
   * thread.
   *
   * @param client the name of the client, such as its address; the budgets of the upstreams are
   *     shared fairly between clients
   * @return completed with the answer, or exceptionally with a {@link MediaSourceException} if
   *     there is none, not even a stale one; on a thread of the cache or of a load, which must not
   *     be held up
   */
  public CompletableFuture<CachedResponse> readAsync(CachedRequest<?, ?> request, String client) {
    hotKeys.sample(request);
    Instant deadline = clock.instant().plus(policy.patience());
    return Async.handleCompose(
        lookUp(request, client),
        (response, failure) -> {
          if (response != null) {
            count(request, response);
            return CompletableFuture.completedFuture(response);
          }
          return fallBack(request, client, deadline, Async.unwrapped(failure));
        });
  }

  /**
   * Another source answers where that of the request is unavailable, else the read has failed.
   *
   * @param deadline until when the caller waits for both
   */
  private <Q extends Record, R> CompletableFuture<CachedResponse> fallBack(
      CachedRequest<Q, R> request, String client, Instant deadline, Throwable failure) {
    CachedRequest<?, R> other = isUnavailable(request, failure) ? fallbackOf(request) : null;
    Duration left = Duration.between(clock.instant(), deadline);
    CompletableFuture<CachedResponse> answer =
        other == null || left.isNegative()
            ? CompletableFuture.failedFuture(failure)
            : lookUp(other, client).copy().orTimeout(left.toMillis(), TimeUnit.MILLISECONDS);
    return Async.handleCompose(
        answer,
        (response, ignored) -> {
          if (other == null || response == null || response.entry().negative()) {
            statsOf(request).failed();
            traffic(request).failed(failure);
            return CompletableFuture.failedFuture(failure);
          }
          count(other, response);
          statsOf(request).answeredByFallback();
          traffic(request).answeredByFallback();
          return CompletableFuture.completedFuture(response.asFallback());
        });
  }

  /**
   * The failure that a call of a source with a fallback would end with because calls are paused.
   * Without the attempt, requests do not spend the budget that the source needs when it is back.
   */
  private @Nullable MediaSourceException pauseOf(CachedRequest<?, ?> request) {
    CachedOperation.Fallback<?, ?> fallback = request.operation().fallback();
    Availability availability = fallback == null ? null : fallback.availability().get();
    Instant next = availability == null ? null : availability.nextAttemptAt();
    if (availability == null || next == null || !clock.instant().isBefore(next)) {
      return null;
    }
    return new MediaSourceException(
        Kind.UNAVAILABLE,
        String.valueOf(availability.reason()),
        Duration.between(clock.instant(), next),
        null);
  }

  private static <Q extends Record, R> @Nullable CachedRequest<?, R> fallbackOf(
      CachedRequest<Q, R> request) {
    CachedOperation.Fallback<Q, R> fallback = request.operation().fallback();
    return fallback == null ? null : fallback.request().apply(request.request());
  }

  /**
   * Whether a failure says that the source is unavailable to all. A spent budget does not, unless
   * the source itself has paused calls, which other instances learn from the shared budget.
   */
  private boolean isUnavailable(CachedRequest<?, ?> request, Throwable failure) {
    if (!(failure instanceof MediaSourceException known)) {
      return false;
    }
    CallQueue queue = queues.apply(request.operation().source());
    return switch (known.kind()) {
      case UNAVAILABLE, TIMED_OUT -> true;
      case RATE_LIMITED -> queue != null && queue.isPaused();
      case NOT_FOUND, REJECTED, UNREADABLE, NOT_CONFIGURED, STOPPING -> false;
    };
  }

  /**
   * Reads an answer that completes another one. Unlike {@link #readAsync}, it is no answer to a
   * client, so that it is neither counted nor hot.
   */
  public CompletableFuture<CachedResponse> lookUp(CachedRequest<?, ?> request) {
    return lookUp(request, LOOKUP_CLIENT);
  }

  /**
   * Like {@link #lookUp(CachedRequest)}, for a client.
   *
   * @param client the name of the client, whose share of the budgets pays for it
   */
  public CompletableFuture<CachedResponse> lookUp(CachedRequest<?, ?> request, String client) {
    CompletableFuture<CachedResponse> empty = withoutCall(request);
    if (empty != null) {
      return empty;
    }
    return policy.enabled() ? new Read<>(request, client).find() : bypass(request, client);
  }

  /** The answer to a request that needs no call, which is not stored; null for another request. */
  private <Q extends Record, R> @Nullable CompletableFuture<CachedResponse> withoutCall(
      CachedRequest<Q, R> request) {
    CachedOperation.Precheck<Q, R> precheck = request.operation().precheck();
    if (precheck == null) {
      return null;
    }
    CacheEntry entry;
    try {
      R empty = precheck.emptyAnswer(request.request());
      if (empty == null) {
        return null;
      }
      entry = unstored(request, now(), empty);
    } catch (MediaSourceException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        return CompletableFuture.failedFuture(e);
      }
      entry = CacheEntry.notFound(request.text(), 0, now(), policy.negativeTtl());
    }
    return CompletableFuture.completedFuture(bypassing(entry));
  }

  /** An entry that has an answer's form but is not put into the cache. */
  private <Q extends Record, R> CacheEntry unstored(
      CachedRequest<Q, R> request, Instant loadedAt, R value) {
    Body body = new Body(encoder.apply(value));
    return CacheEntry.found(request.text(), 0, loadedAt, request.operation().ttl(), null, body);
  }

  private static CachedResponse bypassing(CacheEntry entry) {
    return new CachedResponse(entry, Outcome.BYPASS, Duration.ZERO, Duration.ZERO, false);
  }

  private void count(CachedRequest<?, ?> request, CachedResponse response) {
    statsOf(request).responded(response);
    traffic(request).answered();
  }

  /** One request on its way through the shared cache and the upstream. */
  private final class Read<Q extends Record, R> {

    private final CachedRequest<Q, R> request;
    private final CacheKey key;
    private final String client;
    private final Instant deadline = clock.instant().plus(policy.patience());
    private final WaitLimit limit = cache.newWaitLimit();

    Read(CachedRequest<Q, R> request, String client) {
      this.request = request;
      this.key = request.key();
      this.client = client;
    }

    CompletableFuture<CachedResponse> find() {
      return cache
          .find(key, limit)
          .thenCompose(
              hit -> {
                CachedResponse response = hit == null ? null : serve(request, hit);
                return response != null
                    ? CompletableFuture.completedFuture(response)
                    : load(hit == null ? null : hit.entry());
              });
    }

    private CompletableFuture<CachedResponse> load(@Nullable CacheEntry held) {
      MediaSourceException recent = failures.inPlaceOfCall(key);
      if (recent == null && held == null) {
        recent = pauseOf(request);
      }
      if (recent != null) {
        return staleOr(held, recent);
      }
      LoadOrder<Q, R> order = order(request, held, Urgency.FOREGROUND, client, deadline);
      Participation part =
          singleFlight.join(
              key, order.generation(), Urgency.FOREGROUND, () -> loader.load(order, limit));
      return Async.handleCompose(
          waits.add(part.load().result()), (entry, failure) -> loaded(held, part, entry, failure));
    }

    private CompletableFuture<CachedResponse> loaded(
        @Nullable CacheEntry held,
        Participation part,
        @Nullable CacheEntry entry,
        @Nullable Throwable failure) {
      if (entry == null) {
        return failed(held, part, Async.unwrapped(failure));
      }
      if (!cache.admits(key, entry)) {
        return findAgain();
      }
      Duration age = entry.age(now());
      return CompletableFuture.completedFuture(
          new CachedResponse(
              entry,
              part.isOwn() ? Outcome.MISS : Outcome.COLLAPSED,
              request.freshFor(entry, age),
              age,
              cache.isStorable(entry)));
    }

    /**
     * A load that was joined may have failed for a reason that does not concern this caller: the
     * budget leaves more to users than to the background, and every caller has a time limit of its
     * own.
     */
    private CompletableFuture<CachedResponse> failed(
        @Nullable CacheEntry held, Participation part, Throwable failure) {
      if (!(failure instanceof MediaSourceException known)) {
        return CompletableFuture.failedFuture(failure);
      }
      boolean isRefusedToBackground =
          known.kind() == Kind.RATE_LIMITED && part.load().isBackground();
      boolean isTimeoutOfOther =
          known.kind() == Kind.TIMED_OUT && !known.isFromUpstream() && !part.isOwn();
      return isRefusedToBackground || isTimeoutOfOther ? findAgain() : staleOr(held, known);
    }

    /** Begins anew, because the prefix was cleared or the load was another caller's. */
    private CompletableFuture<CachedResponse> findAgain() {
      return clock.instant().isBefore(deadline)
          ? find()
          : CompletableFuture.failedFuture(
              new MediaSourceException(Kind.TIMED_OUT, "Loading the answer took too long."));
    }

    private CompletableFuture<CachedResponse> staleOr(
        @Nullable CacheEntry held, MediaSourceException failure) {
      return held != null && cache.canServeStale(held) && cache.admits(key, held)
          ? CompletableFuture.completedFuture(stale(request, held))
          : CompletableFuture.failedFuture(copyOf(failure));
    }

    /** Callers that share a failure get one exception each, with a stack trace of their own. */
    private static MediaSourceException copyOf(MediaSourceException failure) {
      String message = String.valueOf(failure.getMessage());
      return failure.isFromUpstream()
          ? MediaSourceException.fromUpstream(
              failure.kind(), message, failure.retryAfter(), failure)
          : new MediaSourceException(failure.kind(), message, failure.retryAfter(), failure);
    }
  }

  /** Serves an entry if it is fresh, or if waiting for a better one has just failed. */
  private @Nullable CachedResponse serve(CachedRequest<?, ?> request, CacheHit hit) {
    CacheEntry entry = hit.entry();
    Duration age = entry.age(now());
    Duration freshFor = request.freshFor(entry, age);
    if (freshFor.compareTo(Duration.ZERO) > 0 && !cache.isExpired(request.key(), entry)) {
      if (isDueSoon(entry, freshFor)) {
        refreshInBackground(request, entry);
      }
      Outcome outcome = hit.tier() == Tier.MEMORY ? Outcome.MEMORY_HIT : Outcome.REDIS_HIT;
      return new CachedResponse(entry, outcome, freshFor, age, true);
    }
    if (cache.canServeStale(entry) && failures.allowsStale(request.key())) {
      refreshInBackground(request, entry);
      return stale(request, entry);
    }
    return null;
  }

  private CachedResponse stale(CachedRequest<?, ?> request, CacheEntry entry) {
    Duration age = entry.age(now());
    Duration freshFor = request.freshFor(entry, age);
    return new CachedResponse(
        entry,
        Outcome.STALE,
        freshFor.compareTo(Duration.ZERO) > 0 ? Duration.ZERO : freshFor,
        age,
        true);
  }

  private static boolean isDueSoon(CacheEntry entry, Duration freshFor) {
    return freshFor.toMillis() * REFRESH_AHEAD_PART < entry.ttlMillis();
  }

  private <Q extends Record, R> void refreshInBackground(
      CachedRequest<Q, R> request, @Nullable CacheEntry held) {
    if (!failures.isRecent(request.key())) {
      var unused = loadInBackground(request, held);
    }
  }

  private <Q extends Record, R> CompletableFuture<CacheEntry> loadInBackground(
      CachedRequest<Q, R> request, @Nullable CacheEntry held) {
    LoadOrder<Q, R> order =
        order(
            request,
            held,
            Urgency.BACKGROUND,
            BACKGROUND_CLIENT,
            clock.instant().plus(policy.patience()));
    return singleFlight
        .beginInBackground(
            request.key(), order.generation(), () -> loader.load(order, cache.newWaitLimit()))
        .result();
  }

  /**
   * Loads an answer in the background, unless it is cached and not soon to expire.
   *
   * @return completed exceptionally with a {@link MediaSourceException} if the load failed
   */
  CompletableFuture<?> refresh(CachedRequest<?, ?> request) {
    if (!policy.enabled()) {
      return CompletableFuture.completedFuture(null);
    }
    return cache
        .find(request.key(), cache.newWaitLimit())
        .thenCompose(
            hit -> {
              CacheEntry held = hit == null ? null : hit.entry();
              boolean isDue =
                  held == null
                      || cache.isExpired(request.key(), held)
                      || isDueSoon(held, request.freshFor(held, held.age(now())));
              return isDue
                  ? loadInBackground(request, held)
                  : CompletableFuture.completedFuture(held);
            });
  }

  /** Loads what is likely to be asked for next, while more than half of the budget is free. */
  private void prefetch(CachedRequest<?, ?> request, Object answer) {
    CachedOperation.Prefetch<?, ?> next = next(request.operation(), answer);
    CallQueue queue = next == null ? null : queues.apply(next.operation().source());
    if (policy.prefetch() && next != null && queue != null && queue.left() > queue.capacity() / 2) {
      prefetch(next);
    }
  }

  @SuppressWarnings("unchecked") // The answer was given by the operation.
  private static <R> CachedOperation.@Nullable Prefetch<?, ?> next(
      CachedOperation<?, R> operation, Object answer) {
    Function<R, CachedOperation.Prefetch<?, ?>> finder = operation.prefetch();
    return finder == null ? null : finder.apply((R) answer);
  }

  private <Q extends Record, R> void prefetch(CachedOperation.Prefetch<Q, R> next) {
    for (Q each : next.requests()) {
      CachedRequest<Q, R> request = request(next.operation(), each);
      if (cache.findNear(request.key()) == null) {
        var unused = refresh(request);
      }
    }
  }

  private <Q extends Record, R> LoadOrder<Q, R> order(
      CachedRequest<Q, R> request,
      @Nullable CacheEntry held,
      Urgency urgency,
      String client,
      Instant deadline) {
    CacheKey key = request.key();
    long generation = cache.generation(key.prefix());
    CacheEntry toConfirm = held != null && !cache.admits(key, held) ? null : held;
    return new LoadOrder<>(
        request,
        generation,
        toConfirm,
        urgency,
        client,
        deadline,
        urgency == Urgency.FOREGROUND && toConfirm != null && cache.canServeStale(toConfirm),
        statsOf(request));
  }

  private <Q extends Record, R> CompletableFuture<CachedResponse> bypass(
      CachedRequest<Q, R> request, String client) {
    Instant began = clock.instant();
    OperationStats counts = statsOf(request);
    var order =
        new LoadOrder<>(
            request,
            0,
            null,
            Urgency.FOREGROUND,
            client,
            began.plus(policy.patience()),
            false,
            counts);
    return Async.handleCompose(
        waits.add(upstreams.enter(order).start()),
        (answer, failure) -> {
          Duration time = Duration.between(began, clock.instant());
          if (answer instanceof Answer.Value<R> value) {
            counts.loaded(time);
            return CompletableFuture.completedFuture(
                bypassing(unstored(request, began, value.value())));
          }
          Throwable cause = Async.unwrapped(failure);
          counts.loadFailed(cause, time);
          return CompletableFuture.failedFuture(cause);
        });
  }

  /** Entries know milliseconds only, and a clock tells those in half the time. */
  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  /** Whether answers are cached at all. */
  boolean isCaching() {
    return policy.enabled();
  }

  /**
   * A frequent request.
   *
   * @param request the request
   * @param count about how often it was made, estimated from a sample
   */
  public record HotRequest(CachedRequest<?, ?> request, long count) {}

  /** The most frequent requests, those first. */
  public List<HotRequest> hotRequests(int limit) {
    return hotKeys(limit).stream()
        .map(hot -> new HotRequest(hot.request(), HotKeys.SAMPLE * hot.count().sum()))
        .toList();
  }

  /** The most frequent requests in the sample, those first. */
  List<HotKeys.HotKey> hotKeys(int limit) {
    return hotKeys.top(limit);
  }

  /** The figures of every prefix that was asked for, by prefix. */
  public Map<String, OperationStats> stats() {
    return new LinkedHashMap<>(stats);
  }

  /** The figures of one prefix. */
  public OperationStats statsOf(String prefix) {
    OperationStats known = stats.get(prefix);
    return known != null
        ? known
        : stats.computeIfAbsent(prefix, absent -> new OperationStats(timers.apply(absent)));
  }

  /** The requests for one source. */
  public SourceTraffic trafficOf(String source) {
    SourceTraffic known = traffic.get(source);
    return known != null ? known : traffic.computeIfAbsent(source, absent -> new SourceTraffic());
  }

  private SourceTraffic traffic(CachedRequest<?, ?> request) {
    return trafficOf(request.operation().source());
  }

  private OperationStats statsOf(CachedRequest<?, ?> request) {
    return statsOf(request.operation().prefix());
  }

  /**
   * Ends the waits of all callers for upstreams, now and from now on: they get a stale answer, or a
   * failure of the kind {@link Kind#STOPPING}.
   */
  public void abandonWaits() {
    waits.abandonAll();
  }

  @Override
  public void close() {
    loader.close();
  }
}

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
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
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

  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final String LOOKUP_CLIENT = "lookup";

  private final TieredCache cache;
  private final Policy policy;
  private final Function<Object, byte[]> encoder;
  private final Failures failures;
  private final Fallbacks fallbacks;
  private final UpstreamCalls upstreams;
  private final Loader loader;
  private final SingleFlight singleFlight;
  private final BackgroundLoads background;
  private final AnswerDecoder decoder;
  private final AbandonableWaits waits = new AbandonableWaits();
  private final Clock clock;
  private final ReadStats stats;

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
    this.clock = parts.clock();
    this.stats = new ReadStats(parts.timers());
    this.failures = new Failures(clock);
    this.fallbacks = new Fallbacks(parts.queues(), clock);
    this.decoder = new AnswerDecoder(cache, parts.decoder(), parts.executor());
    this.upstreams =
        new UpstreamCalls(
            parts.queues(),
            parts.executor(),
            parts.timer(),
            policy.upstreamTimeout(),
            clock,
            (client, deadline) -> new CachedLookups(this, clock, client, deadline));
    this.loader =
        new Loader(
            cache, encoder, policy, upstreams, failures, clock, parts.random(), this::loaded);
    this.singleFlight = new SingleFlight(policy.patience().plus(GRACE));
    this.background =
        new BackgroundLoads(
            cache, singleFlight, loader, failures, parts.queues(), policy, stats, clock);
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
      stats.requested(request);
      stats.answered(request, response);
    }
    return response;
  }

  /**
   * The answer that memory holds for a request, whatever its age; null when there is none, when it
   * cannot be decoded or when the source knows no such thing. Nothing is counted, refreshed or
   * loaded.
   */
  public <R> @Nullable R peek(CachedRequest<?, R> request) {
    return policy.enabled() ? decoder.valueOf(request, cache.findNear(request.key())) : null;
  }

  /**
   * As {@link #peek}, but asks the shared cache for what memory lacks. Requests that follow each
   * other at once share a round trip, because none waits for the answer of the one before.
   *
   * @return never completed exceptionally
   */
  public <R> CompletableFuture<@Nullable R> peekAsync(CachedRequest<?, R> request) {
    return policy.enabled()
        ? decoder.valueOf(request, cache.find(request.key(), cache.newWaitLimit()))
        : CompletableFuture.completedFuture(null);
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
    return read(request, client, this::lookUpUndecoded).thenApply(CachedAnswer::response);
  }

  /**
   * As {@link #readAsync(CachedRequest, String)}, with the value of the answer. An entry that
   * cannot be decoded is a miss.
   */
  public <R> CompletableFuture<CachedAnswer<R>> readAnswer(
      CachedRequest<?, R> request, String client) {
    return read(request, client, this::lookUpAnswer);
  }

  /** A way of looking up an answer. */
  private interface LookUp {
    <R> CompletableFuture<CachedAnswer<R>> find(CachedRequest<?, R> request, String client);
  }

  private <Q extends Record, R> CompletableFuture<CachedAnswer<R>> read(
      CachedRequest<Q, R> request, String client, LookUp lookUp) {
    stats.requested(request);
    Instant deadline = clock.instant().plus(policy.patience());
    return lookUp
        .find(request, client)
        .thenApply(
            answer -> {
              stats.answered(request, answer.response());
              return answer;
            })
        .exceptionallyCompose(
            failure -> fallBack(request, client, lookUp, deadline, Async.unwrapped(failure)));
  }

  /**
   * Another source answers where that of the request is unavailable, else the read has failed.
   *
   * @param deadline until when the caller waits for both
   */
  private <Q extends Record, R> CompletableFuture<CachedAnswer<R>> fallBack(
      CachedRequest<Q, R> request,
      String client,
      LookUp lookUp,
      Instant deadline,
      Throwable failure) {
    CachedRequest<?, R> other = fallbacks.requestFor(request, failure);
    Duration left = Duration.between(clock.instant(), deadline);
    CompletableFuture<CachedAnswer<R>> found =
        other == null || left.isNegative()
            ? CompletableFuture.failedFuture(failure)
            : lookUp.find(other, client).copy().orTimeout(left.toMillis(), TimeUnit.MILLISECONDS);
    return Async.handleCompose(
        found,
        (answer, ignored) -> {
          if (other == null || answer == null || answer.isNegative()) {
            stats.failed(request, failure);
            return CompletableFuture.failedFuture(failure);
          }
          stats.answeredByFallback(request, other, answer.response());
          return CompletableFuture.completedFuture(answer.asFallback());
        });
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

  /**
   * As {@link #lookUp(CachedRequest, String)}, with the value of the answer. An entry that cannot
   * be decoded is a miss.
   */
  public <R> CompletableFuture<CachedAnswer<R>> lookUpAnswer(
      CachedRequest<?, R> request, String client) {
    return decoder.find(request, () -> lookUp(request, client));
  }

  /** Like {@link #lookUpAnswer(CachedRequest, String)}, but without the name of a client. */
  public <R> CompletableFuture<CachedAnswer<R>> lookUpAnswer(CachedRequest<?, R> request) {
    return lookUpAnswer(request, LOOKUP_CLIENT);
  }

  private <R> CompletableFuture<CachedAnswer<R>> lookUpUndecoded(
      CachedRequest<?, R> request, String client) {
    return lookUp(request, client).thenApply(CachedAnswer::undecoded);
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
        recent = fallbacks.pauseOf(request);
      }
      if (recent != null) {
        return staleOr(held, recent);
      }
      LoadOrder<Q, R> order =
          LoadOrder.of(
              cache, request, held, Urgency.FOREGROUND, client, deadline, stats.of(request));
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
      if (BackgroundLoads.isDueSoon(entry, freshFor)) {
        background.begin(request, entry);
      }
      Outcome outcome = hit.tier() == Tier.MEMORY ? Outcome.MEMORY_HIT : Outcome.REDIS_HIT;
      return new CachedResponse(entry, outcome, freshFor, age, true);
    }
    if (cache.canServeStale(entry) && failures.allowsStale(request.key())) {
      background.begin(request, entry);
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

  private <Q extends Record, R> CompletableFuture<CachedResponse> bypass(
      CachedRequest<Q, R> request, String client) {
    Instant began = clock.instant();
    OperationStats counts = stats.of(request);
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

  private void loaded(CachedRequest<?, ?> request, Object answer) {
    background.prefetch(request, answer);
  }

  /** The loads that no caller waits for. */
  BackgroundLoads background() {
    return background;
  }

  /** Whether answers are cached at all. */
  boolean isCaching() {
    return policy.enabled();
  }

  /** The figures of the requests since start. */
  public ReadStats stats() {
    return stats;
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

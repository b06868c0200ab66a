package dev.anyflix.core;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.SingleFlight.Participation;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.core.tier.CacheHit;
import dev.anyflix.core.tier.Tier;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.core.tier.WaitLimit;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks answers up: in memory, in the shared cache, and at last by a call of the upstream, which
 * callers of the same request share. Serves stale answers where the call fails. Thread safe.
 */
final class AnswerLookup implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(1);

  private final TieredCache cache;
  private final ReadThrough.Policy policy;
  private final Function<Object, byte[]> encoder;
  private final Failures failures;
  private final Fallbacks fallbacks;
  private final UpstreamCalls upstreams;
  private final Loader loader;
  private final SingleFlight singleFlight;
  private final BackgroundLoads background;
  private final AbandonableWaits waits = new AbandonableWaits();
  private final Clock clock;
  private final ReadStats stats;

  /**
   * @param lookups makes the lookups of operations that are composed of others
   */
  AnswerLookup(
      ReadThrough.Parts parts,
      ReadThrough.Policy policy,
      Fallbacks fallbacks,
      ReadStats stats,
      UpstreamCalls.LookupsFactory lookups) {
    this.cache = parts.cache();
    this.policy = policy;
    this.encoder = parts.encoder();
    this.clock = parts.clock();
    this.stats = stats;
    this.fallbacks = fallbacks;
    this.failures = new Failures(clock);
    this.upstreams =
        new UpstreamCalls(
            parts.queues(),
            parts.executor(),
            parts.timer(),
            policy.upstreamTimeout(),
            clock,
            lookups);
    this.loader =
        new Loader(
            cache, encoder, policy, upstreams, failures, clock, parts.random(), this::loaded);
    this.singleFlight = new SingleFlight(policy.patience().plus(GRACE));
    this.background =
        new BackgroundLoads(
            cache, singleFlight, loader, failures, parts.queues(), policy, stats, clock);
  }

  /**
   * The answer that memory holds, where it may be served without asking further. Never waits.
   *
   * @return null when {@link #find} has to be asked
   */
  @Nullable CachedResponse findNear(CachedRequest<?, ?> request) {
    CacheHit hit = policy.enabled() ? cache.findNear(request.key()) : null;
    return hit == null ? null : serve(request, hit);
  }

  /**
   * Looks an answer up, without holding the caller's thread.
   *
   * @param client the name of the client, whose share of the budgets pays for a call
   * @return completed exceptionally if there is no answer, not even a stale one
   */
  CompletableFuture<CachedResponse> find(CachedRequest<?, ?> request, String client) {
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

  BackgroundLoads background() {
    return background;
  }

  /**
   * Ends the waits of all callers for upstreams, now and from now on: they get a stale answer, or a
   * failure of the kind {@link Kind#STOPPING}.
   */
  void abandonWaits() {
    waits.abandonAll();
  }

  @Override
  public void close() {
    loader.close();
  }
}

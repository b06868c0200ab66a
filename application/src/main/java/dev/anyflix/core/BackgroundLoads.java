package dev.anyflix.core;

import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Loads that no caller waits for: entries that expire soon, stale entries, and requests that are
 * likely to follow a list. Thread safe.
 */
final class BackgroundLoads {

  /** Entries in the last fifth of their life are refreshed ahead of time. */
  private static final int REFRESH_AHEAD_PART = 5;

  private static final String CLIENT = "background";

  private final TieredCache cache;
  private final SingleFlight singleFlight;
  private final Loader loader;
  private final Failures failures;
  private final Function<String, @Nullable CallQueue> queues;
  private final ReadThrough.Policy policy;
  private final ReadStats stats;
  private final Clock clock;

  BackgroundLoads(
      TieredCache cache,
      SingleFlight singleFlight,
      Loader loader,
      Failures failures,
      Function<String, @Nullable CallQueue> queues,
      ReadThrough.Policy policy,
      ReadStats stats,
      Clock clock) {
    this.cache = cache;
    this.singleFlight = singleFlight;
    this.loader = loader;
    this.failures = failures;
    this.queues = queues;
    this.policy = policy;
    this.stats = stats;
    this.clock = clock;
  }

  /**
   * Whether an entry is to be refreshed ahead of time.
   *
   * @param freshFor how long it is still fresh
   */
  static boolean isDueSoon(CacheEntry entry, Duration freshFor) {
    return freshFor.toMillis() * REFRESH_AHEAD_PART < entry.ttlMillis();
  }

  /** Begins to load a newer answer, unless a load has failed recently or is under way. */
  void begin(CachedRequest<?, ?> request, @Nullable CacheEntry held) {
    if (!failures.isRecent(request.key())) {
      var unused = load(request, held);
    }
  }

  private <Q extends Record, R> CompletableFuture<CacheEntry> load(
      CachedRequest<Q, R> request, @Nullable CacheEntry held) {
    Instant deadline = clock.instant().plus(policy.patience());
    LoadOrder<Q, R> order =
        LoadOrder.of(cache, request, held, Urgency.BACKGROUND, CLIENT, deadline, stats.of(request));
    return singleFlight
        .beginInBackground(
            request.key(), order.generation(), () -> loader.load(order, cache.newWaitLimit()))
        .result();
  }

  /**
   * Loads an answer, unless it is cached and not soon to expire.
   *
   * @return completed exceptionally with a {@link dev.anyflix.domain.media.MediaSourceException} if
   *     the load failed
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
              return held == null || isDue(request, held)
                  ? load(request, held)
                  : CompletableFuture.completedFuture(held);
            });
  }

  private boolean isDue(CachedRequest<?, ?> request, CacheEntry held) {
    Duration age = held.age(clock.instant());
    return cache.isExpired(request.key(), held) || isDueSoon(held, request.freshFor(held, age));
  }

  /** Loads what is likely to be requested next, while more than half of the budget is free. */
  void prefetch(CachedRequest<?, ?> request, Object answer) {
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
      CachedRequest<Q, R> request = CachedRequest.of(next.operation(), each);
      if (cache.findNear(request.key()) == null) {
        var unused = refresh(request);
      }
    }
  }
}

package dev.anyflix.core;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.core.tier.WaitLimit;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LockResult;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads one answer from the upstream, at most once among all instances that share a cache. Thread
 * safe; waits for nothing on the caller's thread.
 *
 * <p>The instance that loads holds a lock on the key, with a lease that is renewed while it lives.
 * The others wait for the entry, for the failure, or for the end of the lease. The lock and the
 * budget are asked for at the same time; the entry is stored and the lock released in one step,
 * behind the answer.
 */
final class Loader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Loader.class);
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

  private final TieredCache cache;
  private final Function<Object, byte[]> encoder;
  private final ReadThrough.Policy policy;
  private final UpstreamCalls upstreams;
  private final Failures failures;
  private final FailureLog failureLog;
  private final Clock clock;
  private final DoubleSupplier random;
  private final BiConsumer<CachedRequest<?, ?>, Object> onLoaded;
  private final LeaseRenewal leases;

  Loader(
      TieredCache cache,
      Function<Object, byte[]> encoder,
      ReadThrough.Policy policy,
      UpstreamCalls upstreams,
      Failures failures,
      Clock clock,
      DoubleSupplier random,
      BiConsumer<CachedRequest<?, ?>, Object> onLoaded) {
    this.cache = cache;
    this.encoder = encoder;
    this.policy = policy;
    this.upstreams = upstreams;
    this.failures = failures;
    this.failureLog = new FailureLog(clock);
    this.clock = clock;
    this.random = random;
    this.onLoaded = onLoaded;
    this.leases = new LeaseRenewal(cache, LEASE);
  }

  /**
   * Loads, or waits for the instance that does.
   *
   * @param limit how long the load may wait for the shared cache before it goes on without it
   * @return the entry, negative when the source knows no such thing; completed exceptionally with a
   *     {@link MediaSourceException} if the load failed, here or there
   */
  <Q extends Record, R> CompletableFuture<CacheEntry> load(LoadOrder<Q, R> order, WaitLimit limit) {
    var lease = new LoadLease(order.key(), UUID.randomUUID().toString(), order.generation());
    CompletableFuture<LockResult> lock = cache.lock(lease, LEASE, limit);
    UpstreamCall<R> call = upstreams.enter(order);
    return lock.thenCompose(result -> proceed(order, lease, call, result));
  }

  /** Locks first: a load that has waited for another one is not in a hurry any more. */
  private <Q extends Record, R> CompletableFuture<CacheEntry> loadAgain(
      LoadOrder<Q, R> order, LoadLease lease) {
    return cache
        .lock(lease, LEASE, cache.newWaitLimit())
        .thenCompose(result -> proceed(order, lease, null, result));
  }

  private <Q extends Record, R> CompletableFuture<CacheEntry> proceed(
      LoadOrder<Q, R> order,
      LoadLease lease,
      @Nullable UpstreamCall<R> entered,
      LockResult result) {
    if (result instanceof LockResult.Acquired acquired) {
      CacheEntry current = acquired.current();
      if (current != null
          && cache.admits(order.key(), current)
          && !cache.isExpired(order.key(), current)
          && order.isSettledBy(current, clock.instant())) {
        cancel(entered);
        cache.release(lease);
        return CompletableFuture.completedFuture(current);
      }
      return loadHere(order, lease, entered == null ? upstreams.enter(order) : entered);
    }
    cancel(entered);
    if (result instanceof LockResult.Failed failed) {
      MediaSourceException there = toException(failed.failure());
      failures.add(order.key(), there, Failures.Scope.ALL_CALLERS);
      return CompletableFuture.failedFuture(there);
    }
    return awaitOther(order, lease);
  }

  private static void cancel(@Nullable UpstreamCall<?> call) {
    if (call != null) {
      call.cancel();
    }
  }

  /** Waits a moment for the instance that loads, and tries again where there is nothing yet. */
  private <Q extends Record, R> CompletableFuture<CacheEntry> awaitOther(
      LoadOrder<Q, R> order, LoadLease lease) {
    if (!clock.instant().isBefore(order.deadline())) {
      return CompletableFuture.failedFuture(
          new MediaSourceException(Kind.TIMED_OUT, "Loading the answer took too long."));
    }
    return cache
        .awaitChange(order.key(), POLL)
        .thenCompose(changed -> cache.find(order.key(), cache.newWaitLimit()))
        .thenCompose(
            hit ->
                hit != null && order.isSettledBy(hit.entry(), clock.instant())
                    ? CompletableFuture.completedFuture(hit.entry())
                    : loadAgain(order, lease));
  }

  private <Q extends Record, R> CompletableFuture<CacheEntry> loadHere(
      LoadOrder<Q, R> order, LoadLease lease, UpstreamCall<R> call) {
    leases.add(lease);
    Instant began = clock.instant();
    return call.start()
        .handle(
            (answer, failure) -> {
              Duration time = Duration.between(began, clock.instant());
              try {
                CacheEntry entry = entry(order, began, answer, failure);
                stored(order, lease, entry, time);
                if (answer instanceof Answer.Value<R> value) {
                  onLoaded.accept(order.request(), value.value());
                }
                return entry;
              } catch (MediaSourceException e) {
                failed(order, lease, e, time);
                throw e;
              } catch (RuntimeException | Error e) {
                leases.remove(lease, cache::release);
                throw e;
              }
            });
  }

  private void stored(LoadOrder<?, ?> order, LoadLease lease, CacheEntry entry, Duration time) {
    order.stats().loaded(time);
    log.debug("Loaded {} in {} ms", order.key(), time.toMillis());
    failures.remove(order.key());
    leases.remove(lease, own -> cache.store(order.key(), entry, own));
  }

  private void failed(
      LoadOrder<?, ?> order, LoadLease lease, MediaSourceException e, Duration time) {
    CacheKey key = order.key();
    order.stats().loadFailed(e, time);
    log.debug("Loading {} failed: {}", key, e.getMessage());
    boolean isRefusedToBackground =
        order.urgency() == Urgency.BACKGROUND && e.kind() == Kind.RATE_LIMITED;
    if (isRefusedToBackground) {
      failures.add(key, e, Failures.Scope.BACKGROUND);
    } else {
      boolean isOwnTimeout = e.kind() == Kind.TIMED_OUT && !e.isFromUpstream();
      failures.add(
          key, e, isOwnTimeout ? Failures.Scope.STALE_HOLDERS : Failures.Scope.ALL_CALLERS);
      failureLog.failed(e);
    }
    if (e.isFromUpstream()) {
      var failure =
          LoadFailure.bounded(e.kind().name(), String.valueOf(e.getMessage()), e.retryAfter());
      leases.remove(lease, own -> cache.fail(own, failure, Failures.REMEMBER_FOR));
    } else {
      leases.remove(lease, cache::release);
    }
  }

  private <Q extends Record, R> CacheEntry entry(
      LoadOrder<Q, R> order,
      Instant began,
      @Nullable Answer<R> answer,
      @Nullable Throwable failure) {
    String text = order.request().text();
    String source = order.request().operation().source();
    if (answer == null) {
      MediaSourceException e = asSourceException(source, Async.unwrapped(failure));
      if (e.kind() == Kind.NOT_FOUND) {
        return CacheEntry.notFound(text, order.generation(), began, jittered(policy.negativeTtl()));
      }
      throw e;
    }
    Duration ttl = jittered(order.request().operation().ttl());
    if (answer instanceof Answer.Value<R> value) {
      Duration limit = value.freshFor();
      ttl = limit != null && limit.compareTo(ttl) < 0 ? limit : ttl;
      Body plain = new Body(encoded(source, value.value()));
      Body body = policy.compact() ? plain.packed() : plain;
      return CacheEntry.found(text, order.generation(), began, ttl, value.validator(), body);
    }
    CacheEntry held = order.held();
    if (held == null) {
      throw new MediaSourceException(
          Kind.UNREADABLE, "The source confirmed an answer that it was not asked to confirm.");
    }
    return CacheEntry.found(text, order.generation(), began, ttl, held.validator(), held.body());
  }

  /** An unchecked exception of a composition is a malformed answer; an error is not. */
  private static MediaSourceException asSourceException(String source, Throwable failure) {
    if (failure instanceof MediaSourceException known) {
      return known;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return UpstreamCalls.unreadable(source, failure);
  }

  private byte[] encoded(String source, Object value) {
    try {
      return encoder.apply(value);
    } catch (RuntimeException e) {
      throw UpstreamCalls.unreadable(source, e);
    }
  }

  /** A little less than the TTL, so that what was loaded together does not expire together. */
  private Duration jittered(Duration ttl) {
    double factor = 1 - random.getAsDouble() * policy.jitterPercent() / 100.0;
    Duration shorter = Duration.ofMillis((long) (ttl.toMillis() * factor));
    return shorter.compareTo(SHORTEST_TTL) < 0 ? SHORTEST_TTL : shorter;
  }

  private static MediaSourceException toException(LoadFailure failure) {
    Kind kind;
    try {
      kind = Kind.valueOf(failure.kind());
    } catch (IllegalArgumentException e) {
      kind = Kind.UNAVAILABLE;
    }
    return MediaSourceException.fromUpstream(kind, failure.message(), failure.retryAfter(), null);
  }

  @Override
  public void close() {
    leases.close();
  }
}

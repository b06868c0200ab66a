package dev.anyflix.core;

import dev.anyflix.core.tier.CacheHit;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.Claim;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads one answer from the upstream, at most once among all instances that share a cache.
 *
 * <p>The instance that loads holds a claim on the key, with a lease that it prolongs while it
 * lives. The others wait for the entry, for the failure, or for the lease to run out. Thread safe.
 */
final class Loader implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Loader.class);
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

  private final TieredCache cache;
  private final Function<Object, byte[]> encoder;
  private final ReadThrough.Policy policy;
  private final Failures failures;
  private final FailureLog failureLog = new FailureLog();
  private final Clock clock;
  private final DoubleSupplier random;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "claim-renewal");
            thread.setDaemon(true);
            return thread;
          });

  Loader(
      TieredCache cache,
      Function<Object, byte[]> encoder,
      ReadThrough.Policy policy,
      Failures failures,
      Clock clock,
      DoubleSupplier random) {
    this.cache = cache;
    this.encoder = encoder;
    this.policy = policy;
    this.failures = failures;
    this.clock = clock;
    this.random = random;
  }

  /**
   * What to load.
   *
   * @param asked the request
   * @param generation the generation of its prefix when the load began
   * @param held the entry to improve on, or null when there is none
   * @param urgency whether somebody waits
   * @param stats where to count the load
   */
  record Order<Q extends Record, R>(
      CachedRequest<Q, R> asked,
      long generation,
      @Nullable CacheEntry held,
      Urgency urgency,
      OperationStats stats) {

    CacheKey key() {
      return asked.key();
    }

    /** Whether an entry makes the load needless: it is fresh, and newer than the one held. */
    boolean settledBy(CacheEntry entry, Instant now) {
      return entry.isFresh(now)
          && entry.generation() >= generation
          && (held == null || entry.loadedAt().isAfter(held.loadedAt()));
    }
  }

  /**
   * Loads, or waits for the instance that does.
   *
   * @return the entry, negative when the source knows no such thing
   * @throws MediaSourceException if the load failed, here or there
   */
  <Q extends Record, R> CacheEntry load(Order<Q, R> order) {
    String owner = UUID.randomUUID().toString();
    Instant deadline = clock.instant().plus(policy.patience());
    while (true) {
      Claim claim = cache.claim(order.key(), owner, LEASE);
      if (claim instanceof Claim.Granted granted) {
        CacheEntry current = granted.current();
        if (current != null && order.settledBy(current, clock.instant())) {
          cache.releaseClaim(order.key(), owner);
          return current;
        }
        return loadHere(order, owner, deadline);
      }
      if (claim instanceof Claim.Failed failed) {
        MediaSourceException there = toException(failed.failure());
        failures.add(order.key(), there, true);
        throw there;
      }
      CacheEntry loadedThere = awaitOther(order, deadline);
      if (loadedThere != null) {
        return loadedThere;
      }
    }
  }

  /** Waits a moment for the instance that loads; null when there is nothing yet. */
  private @Nullable CacheEntry awaitOther(Order<?, ?> order, Instant deadline) {
    if (!clock.instant().isBefore(deadline)) {
      throw new MediaSourceException(Kind.TIMED_OUT, "The answer took too long to load.");
    }
    try {
      cache.awaitChange(order.key(), POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaSourceException(Kind.UNAVAILABLE, "The service is shutting down.", null, e);
    }
    CacheHit found = cache.find(order.key());
    return found != null && order.settledBy(found.entry(), clock.instant()) ? found.entry() : null;
  }

  private <Q extends Record, R> CacheEntry loadHere(
      Order<Q, R> order, String owner, Instant deadline) {
    CacheKey key = order.key();
    long period = LEASE.toMillis() / 3;
    ScheduledFuture<?> renewal =
        renewals.scheduleWithFixedDelay(
            () -> cache.renewClaim(key, owner, LEASE), period, period, TimeUnit.MILLISECONDS);
    Instant began = clock.instant();
    long start = System.nanoTime();
    try {
      CacheEntry entry = askUpstream(order, began, deadline);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      order.stats().loaded(time);
      log.debug("Loaded {} in {} ms", key, time.toMillis());
      cache.store(key, entry);
      failures.forget(key);
      cache.releaseClaim(key, owner);
      return entry;
    } catch (MediaSourceException e) {
      order.stats().loadFailed(Duration.ofNanos(System.nanoTime() - start));
      log.debug("Loading {} failed: {}", key, e.getMessage());
      boolean lasting = order.urgency() == Urgency.FOREGROUND || e.kind() != Kind.RATE_LIMITED;
      failures.add(key, e, lasting);
      if (lasting) {
        failureLog.tell(e);
        var failure = new LoadFailure(e.kind().name(), messageOf(e), e.retryAfter());
        cache.failClaim(key, owner, failure, Failures.MOMENT);
      } else {
        cache.releaseClaim(key, owner);
      }
      throw e;
    } catch (RuntimeException | Error e) {
      cache.releaseClaim(key, owner);
      throw e;
    } finally {
      renewal.cancel(false);
    }
  }

  private <Q extends Record, R> CacheEntry askUpstream(
      Order<Q, R> order, Instant began, Instant deadline) {
    CachedRequest<Q, R> asked = order.asked();
    CacheEntry held = order.held();
    String validator = held == null ? null : held.validator();
    Instant timeout = began.plus(policy.upstreamTimeout());
    Instant end = deadline.isBefore(timeout) ? deadline : timeout;
    var call = new Call(end, order.urgency(), validator);
    Answer<R> answer;
    try {
      answer = asked.upstream(call);
    } catch (MediaSourceException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return CacheEntry.notFound(
            asked.text(), order.generation(), began, jittered(policy.negativeTtl()));
      }
      throw e;
    }
    if (answer instanceof Answer.Value<R> value) {
      Body plain = new Body(encoder.apply(value.value()));
      Body body = policy.packed() ? plain.packed() : plain;
      return CacheEntry.found(
          asked.text(), order.generation(), began, jittered(asked.ttl()), value.validator(), body);
    }
    if (held == null) {
      throw new MediaSourceException(
          Kind.UNREADABLE, "The source confirmed an answer that nobody has.");
    }
    return CacheEntry.found(
        asked.text(),
        order.generation(),
        began,
        jittered(asked.ttl()),
        held.validator(),
        held.body());
  }

  /** A little less than the TTL, so that what was loaded together does not expire together. */
  private Duration jittered(Duration ttl) {
    double factor = 1 - random.getAsDouble() * policy.jitterPercent() / 100.0;
    Duration shorter = Duration.ofMillis((long) (ttl.toMillis() * factor));
    return shorter.compareTo(SHORTEST_TTL) < 0 ? SHORTEST_TTL : shorter;
  }

  private static String messageOf(MediaSourceException e) {
    String message = e.getMessage();
    return message == null ? e.kind().name() : message;
  }

  private static MediaSourceException toException(LoadFailure failure) {
    Kind kind;
    try {
      kind = Kind.valueOf(failure.kind());
    } catch (IllegalArgumentException e) {
      kind = Kind.UNAVAILABLE;
    }
    return new MediaSourceException(kind, failure.message(), failure.retryAfter(), null);
  }

  @Override
  public void close() {
    renewals.shutdownNow();
  }
}

package dev.anyflix.core;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.CallQueue;
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

  private static final String LOOKUP_CLIENT = "lookup";

  private final TieredCache cache;
  private final Policy policy;
  private final Fallbacks fallbacks;
  private final AnswerDecoder decoder;
  private final AnswerLookup answers;
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
    this.clock = parts.clock();
    this.stats = new ReadStats(parts.timers());
    this.fallbacks = new Fallbacks(parts.queues(), clock);
    this.decoder = new AnswerDecoder(cache, parts.decoder(), parts.executor());
    this.answers =
        new AnswerLookup(
            parts,
            policy,
            fallbacks,
            stats,
            (client, deadline) -> new CachedLookups(this, clock, client, deadline));
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
    CachedResponse response = answers.findNear(request);
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
    return answers.find(request, client);
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

  /** The loads that no caller waits for. */
  BackgroundLoads background() {
    return answers.background();
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
    answers.abandonWaits();
  }

  @Override
  public void close() {
    answers.close();
  }
}

package dev.anyflix.core;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One port method whose answers are cached: a row of {@link Operations}.
 *
 * <p>The key is made of every component of the request's record, so that no parameter can be
 * forgotten.
 *
 * @param source the id of the source that answers, by which its budget is found
 * @param prefix the prefix of its keys, by which it is cleared and counted
 * @param ttl how long an answer is fresh
 * @param method the port and method that answer, part of the key
 * @param scope what else the answer depends on as {@code name=value}, part of the key; or empty
 * @param type the type of the answer
 * @param upstream asks the source
 * @param batch asks the source for several requests in one call, or null where it cannot
 * @param composition composes the answer of answers of other operations, or null where the source
 *     is asked
 * @param prefetch finds the requests of another operation that are likely to follow an answer, or
 *     null where none are
 * @param fallback answers while the source is unavailable, or null where nothing does
 * @param precheck finds requests that need no call, or null where all do
 */
public record CachedOperation<Q extends Record, R>(
    String source,
    String prefix,
    Duration ttl,
    String method,
    String scope,
    Class<R> type,
    Upstream<Q, R> upstream,
    @Nullable Batch<Q, R> batch,
    @Nullable Composition<Q, R> composition,
    @Nullable Function<R, Prefetch<?, ?>> prefetch,
    @Nullable Fallback<Q, R> fallback,
    @Nullable Precheck<Q, R> precheck) {

  /** A method of a source's port. */
  @FunctionalInterface
  public interface Upstream<Q, R> {
    Answer<R> ask(Q request, Call call);
  }

  /** A method of a source's port that answers several requests. */
  @FunctionalInterface
  public interface Batch<Q, R> {

    /** The most requests of one call. */
    int MAX = 50;

    /** The answers by request; a request that the source knows nothing about is absent. */
    Answer<Map<Q, R>> ask(List<Q> requests, Call call);
  }

  /**
   * Finds the requests that a source has nothing for, whatever it has. They cost no call, so that
   * their answers are not stored.
   */
  @FunctionalInterface
  public interface Precheck<Q, R> {

    /**
     * The empty answer to such a request; null where the source has to be asked.
     *
     * @throws dev.anyflix.domain.media.MediaSourceException of kind {@code NOT_FOUND} for an id
     *     that cannot exist
     */
    @Nullable R emptyAnswer(Q request);
  }

  /** Composes an answer of answers of other operations. */
  @FunctionalInterface
  public interface Composition<Q, R> {

    /** Starts the lookups; holds no thread while it waits for them. */
    CompletableFuture<Answer<R>> ask(Q request, Lookups lookups);
  }

  /**
   * Requests that are likely to follow an answer.
   *
   * @param operation the operation that answers them
   * @param requests the requests
   */
  public record Prefetch<Q extends Record, R>(CachedOperation<Q, R> operation, List<Q> requests) {}

  /**
   * Answers in place of a source while that is unavailable. The answers have keys of their own, so
   * that they are never taken for those of the source.
   *
   * @param request finds the request of another operation that answers instead; null where none
   *     does
   * @param availability tells whether calls of the source are paused
   */
  public record Fallback<Q, R>(
      Function<Q, @Nullable CachedRequest<?, R>> request, Supplier<Availability> availability) {}

  /** A row with its required parts alone. */
  public CachedOperation(
      String source,
      String prefix,
      Duration ttl,
      String method,
      String scope,
      Class<R> type,
      Upstream<Q, R> upstream) {
    this(source, prefix, ttl, method, scope, type, upstream, null, null, null, null, null);
  }

  /** The request in its canonical form. */
  public String textOf(Q request) {
    return RequestText.of(method, scope, request);
  }

  /** The key of the request's answer. */
  public CacheKey keyOf(Q request) {
    return CacheKey.of(prefix, textOf(request));
  }
}

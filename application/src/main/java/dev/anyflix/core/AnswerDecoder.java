package dev.anyflix.core;

import dev.anyflix.core.tier.CacheHit;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes cached answers. An answer that cannot be decoded is a miss, because its entry was edited
 * into another shape: the entry is removed and the request is looked up once more. Thread safe.
 */
final class AnswerDecoder {

  private static final Logger log = LoggerFactory.getLogger(AnswerDecoder.class);

  private final TieredCache cache;
  private final ReadThrough.Decoder decoder;
  private final Executor executor;
  private final ReentrantLock removal = new ReentrantLock();

  /**
   * @param executor runs the decoder, because the thread that completes a lookup must not be held
   *     up
   */
  AnswerDecoder(TieredCache cache, ReadThrough.Decoder decoder, Executor executor) {
    this.cache = cache;
    this.decoder = decoder;
    this.executor = executor;
  }

  /**
   * Looks a request up and decodes its answer.
   *
   * @return completed exceptionally as the lookup is, or with a {@link
   *     dev.anyflix.domain.media.MediaSourceException} of kind {@code UNREADABLE} if the second
   *     answer cannot be decoded either
   */
  <R> CompletableFuture<CachedAnswer<R>> find(
      CachedRequest<?, R> request, Supplier<CompletableFuture<CachedResponse>> lookUp) {
    return lookUp
        .get()
        .thenComposeAsync(
            response -> {
              try {
                return CompletableFuture.completedFuture(decoded(request, response));
              } catch (RuntimeException e) {
                log.debug("{} cannot be decoded and is a miss: {}", request.key(), e.getMessage());
                remove(request.key(), response.entry());
                return lookUp
                    .get()
                    .thenApplyAsync(again -> decodedOrUnreadable(request, again), executor);
              }
            },
            executor);
  }

  /**
   * Removes an entry, unless another caller has replaced it meanwhile. One at a time, so that what
   * the first caller loads is not removed by the next.
   */
  private void remove(CacheKey key, CacheEntry malformed) {
    removal.lock();
    try {
      CacheHit held = cache.peek(key);
      if (held != null && held.entry().body().equals(malformed.body())) {
        var unused = cache.remove(key);
      }
    } finally {
      removal.unlock();
    }
  }

  private <R> CachedAnswer<R> decodedOrUnreadable(
      CachedRequest<?, R> request, CachedResponse response) {
    try {
      return decoded(request, response);
    } catch (RuntimeException e) {
      throw UpstreamCalls.unreadable(request.operation().source(), e);
    }
  }

  private <R> CachedAnswer<R> decoded(CachedRequest<?, R> request, CachedResponse response) {
    CacheEntry entry = response.entry();
    return new CachedAnswer<>(response, entry.negative() ? null : decoded(request, entry));
  }

  private <R> R decoded(CachedRequest<?, R> request, CacheEntry entry) {
    return decoder.decode(entry.body().bytes(), request.operation().type());
  }

  /** The value of an entry that is only of use where there is one; null when there is none. */
  <R> @Nullable R valueOf(CachedRequest<?, R> request, @Nullable CacheHit hit) {
    if (hit == null || hit.entry().negative()) {
      return null;
    }
    try {
      return decoded(request, hit.entry());
    } catch (RuntimeException e) {
      log.debug("{} cannot be decoded and is ignored: {}", request.key(), e.getMessage());
      return null;
    }
  }

  /** As {@link #valueOf}, of an entry that is waited for. */
  <R> CompletableFuture<@Nullable R> valueOf(
      CachedRequest<?, R> request, CompletableFuture<@Nullable CacheHit> hit) {
    return hit.thenApplyAsync(found -> valueOf(request, found), executor);
  }
}

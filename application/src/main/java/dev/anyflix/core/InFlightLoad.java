package dev.anyflix.core;

import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A load under way, and those who wait for it. Thread safe. */
final class InFlightLoad {

  private final long generation;
  private final Urgency urgency;
  private final CompletableFuture<CacheEntry> result = new CompletableFuture<>();

  InFlightLoad(long generation, Urgency urgency) {
    this.generation = generation;
    this.urgency = urgency;
  }

  /** Whether it was begun for nobody who waits. */
  boolean isBehind() {
    return urgency == Urgency.BACKGROUND;
  }

  /** The generation of the key's prefix when the load began. */
  long generation() {
    return generation;
  }

  void land(CacheEntry entry) {
    result.complete(entry);
  }

  void fail(Throwable cause) {
    result.completeExceptionally(cause);
  }

  /**
   * Waits for the result.
   *
   * @throws MediaSourceException if the load failed or does not end in time
   */
  CacheEntry await(Duration patience) {
    try {
      return result.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new MediaSourceException(Kind.TIMED_OUT, "The answer took too long to load.", null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaSourceException(Kind.UNAVAILABLE, "The service is shutting down.", null, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MediaSourceException known) {
        throw new MediaSourceException(
            known.kind(), String.valueOf(known.getMessage()), known.retryAfter(), known);
      }
      throw new IllegalStateException("a load broke off", e.getCause());
    }
  }
}

package dev.anyflix.core.tier;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The time that one request may wait for the shared cache, all its round trips together. Used by
 * one round trip at a time.
 */
public final class WaitLimit {

  private final long totalNanos;
  private final AtomicLong usedNanos = new AtomicLong();

  /**
   * @param total the time for all round trips
   */
  public WaitLimit(Duration total) {
    totalNanos = total.toNanos();
  }

  /** Whether time is left. */
  boolean isSpent() {
    return usedNanos.get() >= totalNanos;
  }

  /**
   * Limits a round trip to the time that is left; the shared cache's own timeout limits the first.
   */
  <T extends @Nullable Object> CompletableFuture<T> limit(CompletableFuture<T> roundTrip) {
    if (roundTrip.isDone()) {
      return roundTrip;
    }
    long start = System.nanoTime();
    long used = usedNanos.get();
    CompletableFuture<T> limited =
        used == 0
            ? roundTrip
            : roundTrip
                .copy()
                .orTimeout(Math.max(1, totalNanos - used), TimeUnit.NANOSECONDS)
                .exceptionallyCompose(WaitLimit::failed);
    return limited.whenComplete(
        (result, failure) -> usedNanos.addAndGet(Math.max(1, System.nanoTime() - start)));
  }

  private static <T extends @Nullable Object> CompletableFuture<T> failed(Throwable failure) {
    return CompletableFuture.failedFuture(
        failure instanceof TimeoutException
            ? new CacheUnavailableException(
                Reason.TIMED_OUT,
                "The request has waited for the shared cache long enough",
                failure)
            : failure);
  }
}

package dev.anyflix.core;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a key once at a time in this process, however many callers miss it. Thread safe.
 *
 * <p>A load that began before a clear is not joined after it. Every load ends, whatever it throws
 * and even if it never completes, so that no key is blocked.
 */
final class SingleFlight {

  private static final Logger log = LoggerFactory.getLogger(SingleFlight.class);
  private static final int MAX_BACKGROUND = 64;

  private final ConcurrentMap<CacheKey, InFlightLoad> loads = new ConcurrentHashMap<>();
  private final Semaphore background = new Semaphore(MAX_BACKGROUND);
  private final Duration longest;

  /**
   * @param longest how long a load may take before it is given up
   */
  SingleFlight(Duration longest) {
    this.longest = longest;
  }

  /**
   * A caller's part in a load.
   *
   * @param load the load
   * @param isOwn whether it was begun for this caller
   */
  record Participation(InFlightLoad load, boolean isOwn) {}

  /** Joins the load under way, or begins one. */
  Participation join(
      CacheKey key,
      long generation,
      Urgency urgency,
      Supplier<CompletableFuture<CacheEntry>> loader) {
    var own = new InFlightLoad(generation, urgency);
    InFlightLoad load = register(key, own);
    if (load == own) {
      begin(key, own, loader);
    }
    return new Participation(load, load == own);
  }

  /**
   * Begins a load in the background, unless one is under way or there are too many of them.
   *
   * @return the load; one that has failed when there are too many
   */
  InFlightLoad beginInBackground(
      CacheKey key, long generation, Supplier<CompletableFuture<CacheEntry>> loader) {
    var own = new InFlightLoad(generation, Urgency.BACKGROUND);
    if (!background.tryAcquire()) {
      own.result()
          .completeExceptionally(
              new MediaSourceException(Kind.RATE_LIMITED, "Too many loads in the background."));
      return own;
    }
    InFlightLoad load = register(key, own);
    if (load != own) {
      background.release();
      return load;
    }
    var unused = own.result().whenComplete((entry, failure) -> background.release());
    begin(key, own, loader);
    return own;
  }

  private InFlightLoad register(CacheKey key, InFlightLoad own) {
    return loads.compute(
        key,
        (same, current) ->
            current != null && current.generation() >= own.generation() ? current : own);
  }

  private void begin(
      CacheKey key, InFlightLoad load, Supplier<CompletableFuture<CacheEntry>> loader) {
    CompletableFuture<CacheEntry> loading;
    try {
      loading = loader.get();
    } catch (Throwable e) {
      end(key, load, null, e);
      return;
    }
    var unused =
        loading
            .copy()
            .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((entry, failure) -> end(key, load, entry, failure));
  }

  private void end(
      CacheKey key, InFlightLoad load, @Nullable CacheEntry entry, @Nullable Throwable failure) {
    loads.remove(key, load);
    if (entry != null) {
      load.result().complete(entry);
      return;
    }
    Throwable cause = Async.unwrapped(failure);
    if (cause instanceof TimeoutException) {
      cause = new MediaSourceException(Kind.TIMED_OUT, "Loading the answer took too long.");
    } else if (!(cause instanceof MediaSourceException)) {
      log.error("Internal error while loading {}. Report it", key, cause);
    }
    load.result().completeExceptionally(cause);
  }
}

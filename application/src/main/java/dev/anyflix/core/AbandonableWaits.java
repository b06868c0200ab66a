package dev.anyflix.core;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The waits of callers for upstreams, which fail all at once when the service stops before their
 * results are there. Thread safe.
 */
final class AbandonableWaits {

  static final String STOPPING = "The service is stopping; send the request again.";

  /** The waits, each by a key of its own. */
  private final ConcurrentMap<Object, CompletableFuture<?>> waits = new ConcurrentHashMap<>();

  private volatile boolean isAbandoned;

  /** Waits for a result; the wait can fail without the result. */
  <T> CompletableFuture<T> add(CompletableFuture<T> result) {
    if (result.isDone()) {
      return result;
    }
    CompletableFuture<T> wait = result.copy();
    var key = new Object();
    waits.put(key, wait);
    var unused = wait.whenComplete((value, failure) -> waits.remove(key));
    if (isAbandoned) {
      abandon(wait);
    }
    return wait;
  }

  /** Fails all waits, now and from now on. */
  void abandonAll() {
    isAbandoned = true;
    waits.values().forEach(AbandonableWaits::abandon);
  }

  private static void abandon(CompletableFuture<?> wait) {
    wait.completeExceptionally(new MediaSourceException(Kind.STOPPING, STOPPING));
  }
}

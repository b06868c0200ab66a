package dev.anyflix.core;

import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheEntry;
import java.util.concurrent.CompletableFuture;

/**
 * A load under way, which several callers may wait for. Thread safe.
 *
 * @param generation the generation of the key's prefix when the load began
 * @param urgency whether a caller waits for it
 * @param result the loaded entry, or the failure
 */
record InFlightLoad(long generation, Urgency urgency, CompletableFuture<CacheEntry> result) {

  InFlightLoad(long generation, Urgency urgency) {
    this(generation, urgency, new CompletableFuture<>());
  }

  boolean isBackground() {
    return urgency == Urgency.BACKGROUND;
  }
}

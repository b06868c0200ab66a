package dev.anyflix.core;

import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.cache.CacheEntry;
import java.util.concurrent.CompletableFuture;

/** A load under way, which several callers may wait for. Thread safe. */
final class InFlightLoad {

  private final long generation;
  private final Urgency urgency;
  private final CompletableFuture<CacheEntry> result = new CompletableFuture<>();

  InFlightLoad(long generation, Urgency urgency) {
    this.generation = generation;
    this.urgency = urgency;
  }

  /** The generation of the key's prefix when the load began. */
  long generation() {
    return generation;
  }

  /** Whether it was begun for no caller. */
  boolean isBackground() {
    return urgency == Urgency.BACKGROUND;
  }

  /** The loaded entry, or the failure. */
  CompletableFuture<CacheEntry> result() {
    return result;
  }
}

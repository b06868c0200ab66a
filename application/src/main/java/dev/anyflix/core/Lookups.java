package dev.anyflix.core;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads answers of operations through the cache, for an operation that is composed of them. */
public interface Lookups {

  /**
   * Reads one answer.
   *
   * @return empty when the source knows no such thing; completed exceptionally with a {@link
   *     dev.anyflix.domain.media.MediaSourceException} when there is no answer, not even a stale
   *     one
   */
  <Q extends Record, R extends Record> CompletableFuture<Optional<R>> find(
      CachedOperation<Q, R> operation, Q request);
}

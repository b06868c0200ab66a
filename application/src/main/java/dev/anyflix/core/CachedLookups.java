package dev.anyflix.core;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lookups for one client until one deadline. A load that takes longer goes on without the caller.
 * Thread safe.
 */
record CachedLookups(ReadThrough readThrough, Clock clock, String client, Instant deadline)
    implements Lookups {

  @Override
  public <Q extends Record, R extends Record> CompletableFuture<Optional<R>> find(
      CachedOperation<Q, R> operation, Q request) {
    Duration left = Duration.between(clock.instant(), deadline);
    CompletableFuture<Optional<R>> found =
        readThrough
            .lookUpAnswer(CachedRequest.of(operation, request), client)
            .thenApply(answer -> Optional.ofNullable(answer.value()));
    return Async.handleCompose(
        found.orTimeout(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS),
        (answer, failure) ->
            answer == null
                ? CompletableFuture.failedFuture(failure(Async.unwrapped(failure)))
                : CompletableFuture.completedFuture(answer));
  }

  private static Throwable failure(Throwable cause) {
    return cause instanceof TimeoutException
        ? new MediaSourceException(Kind.TIMED_OUT, "A lookup in another source took too long.")
        : cause;
  }
}

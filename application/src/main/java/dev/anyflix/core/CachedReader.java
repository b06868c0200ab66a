package dev.anyflix.core;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads answers in process: through the cache, as values in place of JSON. Thread safe. */
public final class CachedReader {

  private static final String CLIENT = "in-process";

  private final ReadThrough readThrough;

  public CachedReader(ReadThrough readThrough) {
    this.readThrough = readThrough;
  }

  /**
   * Reads an answer and waits for it.
   *
   * @throws MediaSourceException if there is no answer, not even a stale one; of kind {@code
   *     NOT_FOUND} if the source knows no such thing
   */
  public <Q extends Record, R> R read(CachedOperation<Q, R> operation, Q request) {
    try {
      return readAsync(operation, request).join();
    } catch (CompletionException e) {
      Throwable cause = Async.unwrapped(e);
      throw cause instanceof RuntimeException known ? known : e;
    }
  }

  /** As {@link #read}, without waiting; completed exceptionally with what that throws. */
  public <Q extends Record, R> CompletableFuture<R> readAsync(
      CachedOperation<Q, R> operation, Q request) {
    return readThrough
        .readAnswer(CachedRequest.of(operation, request), CLIENT)
        .thenApply(answer -> value(operation, answer));
  }

  private static <R> R value(CachedOperation<?, R> operation, CachedAnswer<R> answer) {
    R value = answer.value();
    if (value == null) {
      throw new MediaSourceException(
          Kind.NOT_FOUND, "The source " + operation.source() + " knows no such thing.");
    }
    return value;
  }
}

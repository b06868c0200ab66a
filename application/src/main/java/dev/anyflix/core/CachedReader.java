package dev.anyflix.core;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Reads answers in process: through the cache, as values in place of JSON. Thread safe. */
public final class CachedReader {

  private static final String CLIENT = "in-process";

  private final ReadThrough readThrough;
  private final ReadThrough.Decoder decoder;
  private final Executor executor;

  /**
   * @param decoder reads the body of an answer
   * @param executor runs the decoder and what depends on the futures
   */
  public CachedReader(ReadThrough readThrough, ReadThrough.Decoder decoder, Executor executor) {
    this.readThrough = readThrough;
    this.decoder = decoder;
    this.executor = executor;
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
    CachedRequest<Q, R> cached = CachedRequest.of(operation, request);
    CachedResponse near = readThrough.readNear(cached);
    CompletableFuture<CachedResponse> response =
        near == null
            ? readThrough.readAsync(cached, CLIENT)
            : CompletableFuture.completedFuture(near);
    return response.thenApplyAsync(found -> decoded(operation, found), executor);
  }

  private <R> R decoded(CachedOperation<?, R> operation, CachedResponse response) {
    if (response.entry().negative()) {
      throw new MediaSourceException(
          Kind.NOT_FOUND, "The source " + operation.source() + " knows no such thing.");
    }
    return decoder.decode(response.entry().body().bytes(), operation.type());
  }
}

package dev.anyflix.web.stremio;

import dev.anyflix.core.CachedAnswer;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.ReadThrough;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the cached answers that one answer of the add-on is made of. Thread safe. */
final class PartReader {

  private static final long DETAIL_MILLIS = 3000;

  private final ReadThrough readThrough;
  private final Function<String, CachedRequest<?, ?>> requests;
  private final Queue<StremioResponse.Part> parts = new ConcurrentLinkedQueue<>();
  private volatile boolean isComplete = true;

  /**
   * @param requests the requests that addresses of the API stand for
   */
  PartReader(ReadThrough readThrough, Function<String, CachedRequest<?, ?>> requests) {
    this.readThrough = readThrough;
    this.requests = requests;
  }

  /** Adds an answer that has been read; returns its value, null for a negative one. */
  <R> @Nullable R add(String source, CachedAnswer<R> answer) {
    parts.add(new StremioResponse.Part(source, answer.response()));
    return answer.value();
  }

  /** Reads what the answer cannot do without; fails if it cannot be read. */
  <R> CompletableFuture<@Nullable R> read(String address, Class<R> type, String client) {
    CachedRequest<?, ?> request = requests.apply(address);
    return readThrough
        .readAnswer(request, client)
        .thenApply(answer -> add(request.operation().source(), answer.as(type)));
  }

  /**
   * Reads what the answer is better with.
   *
   * @return completed with null when the source knows no such thing, when the read fails and when
   *     it takes longer than some seconds
   */
  <R> CompletableFuture<@Nullable R> tryRead(String address, Class<R> type) {
    return tryRead(requests.apply(address), type);
  }

  /** Like {@link #tryRead(String, Class)}, but for a request without an address. */
  <R> CompletableFuture<@Nullable R> tryRead(CachedRequest<?, ?> request, Class<R> type) {
    return readThrough
        .lookUpAnswer(request)
        .<@Nullable R>thenApply(answer -> add(request.operation().source(), answer.as(type)))
        .orTimeout(DETAIL_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              isComplete = false;
              return null;
            });
  }

  /** The answer that was made of what has been read. */
  StremioResponse response(Object body) {
    return new StremioResponse(body, List.copyOf(parts), isComplete);
  }
}

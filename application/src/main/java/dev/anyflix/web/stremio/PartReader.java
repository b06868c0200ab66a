package dev.anyflix.web.stremio;

import dev.anyflix.core.CachedAnswer;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.ReadThrough;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the cached answers that one answer of the add-on is made of. Thread safe. */
final class PartReader {

  private static final long DETAIL_MILLIS = 3000;

  private final Addresses addresses;
  private final ReadThrough readThrough;
  private final String client;
  private final List<StremioResponse.Part> parts = new ArrayList<>();
  private boolean isComplete = true;

  /**
   * @param client the name of the client
   */
  PartReader(Addresses addresses, ReadThrough readThrough, String client) {
    this.addresses = addresses;
    this.readThrough = readThrough;
    this.client = client;
  }

  /** As {@link #read(CachedRequest, Class)}, by an address of the API. */
  <R extends Record> CompletableFuture<@Nullable R> read(String address, Class<R> type) {
    CachedRequest<?, ?> request = addresses.request(address);
    return request == null ? CompletableFuture.completedFuture(null) : read(request, type);
  }

  /** As {@link #tryRead(CachedRequest, Class)}, by an address of the API. */
  <R extends Record> CompletableFuture<@Nullable R> tryRead(String address, Class<R> type) {
    CachedRequest<?, ?> request = addresses.request(address);
    return request == null ? CompletableFuture.completedFuture(null) : tryRead(request, type);
  }

  /**
   * Reads what the answer cannot do without.
   *
   * @return completed with null when the source knows no such thing, and exceptionally when the
   *     read fails
   */
  <R extends Record> CompletableFuture<@Nullable R> read(
      CachedRequest<?, ?> request, Class<R> type) {
    return value(readThrough.readAnswer(request, client), request, type);
  }

  /**
   * Reads what the answer is better with.
   *
   * @return completed with null when the source knows no such thing, when the read fails and when
   *     it takes longer than some seconds; never exceptionally
   */
  <R extends Record> CompletableFuture<@Nullable R> tryRead(
      CachedRequest<?, ?> request, Class<R> type) {
    return value(readThrough.lookUpAnswer(request), request, type)
        .orTimeout(DETAIL_MILLIS, TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              incomplete();
              return null;
            });
  }

  private <R extends Record> CompletableFuture<@Nullable R> value(
      CompletableFuture<? extends CachedAnswer<?>> read,
      CachedRequest<?, ?> request,
      Class<R> type) {
    return read.thenApply(
        answer -> {
          add(new StremioResponse.Part(request.operation().source(), answer.response()));
          return answer.as(type).value();
        });
  }

  private synchronized void add(StremioResponse.Part part) {
    parts.add(part);
  }

  /** Something that belongs to the answer is missing. */
  synchronized void incomplete() {
    isComplete = false;
  }

  /** The answer that was made of what has been read. */
  synchronized StremioResponse response(Object body) {
    return new StremioResponse(body, parts, isComplete);
  }
}

package dev.anyflix.web;

import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.InvalidRequestException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads up to {@value #MAX_IDS} media of any source by their ids, each through the operation of its
 * source's own route. Thread safe.
 */
final class MediaBatchReader {

  /** The path of the route. */
  static final String PATH = "/api/media";

  private static final int MAX_IDS = 50;

  private final ApiRoutes routes;
  private final ReadThrough readThrough;

  MediaBatchReader(ApiRoutes routes, ReadThrough readThrough) {
    this.routes = routes;
    this.readThrough = readThrough;
  }

  /**
   * One id of a batch with its answer or its failure.
   *
   * @param id the id
   * @param response the answer, which may be negative, or null
   * @param failure why there is no answer, or null
   */
  record Part(String id, @Nullable CachedResponse response, @Nullable Throwable failure) {}

  /** The ids of a batch and what applies to all of them. */
  private record Batch(List<String> ids, ApiRoutes.MediaQuery query) {}

  /** Whether a path, as it was sent, is that of the route. */
  static boolean isPath(String path) {
    return path.equals(PATH) || path.equals(PATH + "/");
  }

  /**
   * Reads all media of a batch.
   *
   * @param query the query as it was sent, or null
   * @param client the name of the client
   * @return the parts in the order of the ids; never completed exceptionally
   * @throws InvalidRequestException if a parameter is malformed, an unknown id excepted
   */
  CompletableFuture<List<Part>> read(@Nullable String query, String client) {
    Batch batch =
        RequestParameters.of(Map.of(), query)
            .read(p -> new Batch(checked(p.texts("ids")), routes.query(p)));
    List<CompletableFuture<Part>> parts = new ArrayList<>();
    for (String id : batch.ids()) {
      parts.add(read(id, batch.query(), client));
    }
    return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
  }

  private static List<String> checked(List<String> ids) {
    if (ids.isEmpty() || ids.size() > MAX_IDS || ids.contains("")) {
      throw new InvalidRequestException(
          List.of(new Problem("ids", "must be 1 to " + MAX_IDS + " ids with commas between them")));
    }
    return ids.stream().distinct().toList();
  }

  private CompletableFuture<Part> read(String id, ApiRoutes.MediaQuery query, String client) {
    try {
      CachedRequest<?, ?> request = routes.media(id, query);
      CachedResponse near = readThrough.readNear(request);
      if (near != null) {
        return CompletableFuture.completedFuture(new Part(id, near, null));
      }
      return readThrough
          .readAsync(request, client)
          .handle(
              (response, failure) ->
                  new Part(id, response, failure == null ? null : Async.unwrapped(failure)));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(new Part(id, null, e));
    }
  }
}

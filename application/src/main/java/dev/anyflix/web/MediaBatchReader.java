package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.InvalidRequestException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Reads up to {@value #MAX_IDS} media of any source by their ids, each through the operation of its
 * source's own route. Thread safe.
 */
final class MediaBatchReader implements CompositeRoutes.Composite {

  /** The path of the route. */
  static final String PATH = "/api/media";

  private static final int MAX_IDS = 50;

  private final ApiRoutes routes;
  private final MediaReader media;
  private final MediaBatchResponse response;

  MediaBatchReader(
      ApiRoutes routes, MediaReader media, CombinedAnswer combined, ProblemMapper problems) {
    this.routes = routes;
    this.media = media;
    this.response = new MediaBatchResponse(combined, problems);
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

  @Override
  public CompletableFuture<Function<Request, PreparedResponse>> read(
      RequestParameters parameters, String client) {
    Batch batch = parameters.read(p -> new Batch(checked(p.texts("ids")), routes.query(p)));
    List<CompletableFuture<Part>> parts = new ArrayList<>();
    for (String id : batch.ids()) {
      parts.add(read(id, batch.query(), client));
    }
    return Async.all(parts).thenApply(read -> request -> response.prepare(read, request));
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
      return media
          .read(id, query, client)
          .handle(
              (answer, failure) ->
                  new Part(id, answer, failure == null ? null : Async.unwrapped(failure)));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(new Part(id, null, e));
    }
  }
}

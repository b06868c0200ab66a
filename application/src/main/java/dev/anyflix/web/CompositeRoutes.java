package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The routes whose answers are composed of those of several operations, each read through the
 * cache. Thread safe.
 */
final class CompositeRoutes {

  private static final String MEDIUM = "/api/media/{id}";

  /** The paths of all routes, with the names of their parameters. */
  static final Set<String> PATHS =
      Set.of(MediaBatchReader.PATH, SearchReader.PATH, StreamsReader.PATH, MEDIUM);

  private final PathMappings<Composite> routes = new PathMappings<>();

  /** Reads the parts of an answer. */
  @FunctionalInterface
  interface Composite {

    /**
     * Starts the reads; holds no thread while it waits for them.
     *
     * @return makes the answer of the parts, which takes a moment
     * @throws dev.anyflix.domain.media.InvalidRequestException if a parameter is malformed
     */
    CompletableFuture<Function<Request, PreparedResponse>> read(
        RequestParameters parameters, String client);
  }

  /**
   * A route that has the path of a request.
   *
   * @param route the path of the route, with the names of its parameters
   * @param parameters the parameters in the path, percent-encoded
   */
  record Match(String route, Map<String, String> parameters, Composite composite) {

    CompletableFuture<Function<Request, PreparedResponse>> read(
        @Nullable String query, String client) {
      return composite.read(RequestParameters.of(parameters, query), client);
    }
  }

  CompositeRoutes(
      ApiRoutes api, ReadThrough readThrough, HttpCaching caching, ProblemMapper problems) {
    Operations operations = api.operations();
    var media = new MediaReader(api, operations, readThrough);
    var combined = new CombinedAnswer(new JsonCodec(), caching);
    add(MediaBatchReader.PATH, new MediaBatchReader(api, media, combined, problems));
    add(SearchReader.PATH, new SearchReader(operations, readThrough, combined, problems));
    add(
        StreamsReader.PATH,
        new StreamsReader(api, operations, media, readThrough, combined, problems));
    add(
        MEDIUM,
        (parameters, client) -> {
          String id = parameters.path("id");
          ApiRoutes.MediaQuery query = parameters.read(api::query);
          return media
              .read(id, query, client)
              .thenApply(answer -> prepared(answer, caching, problems));
        });
  }

  private static Function<Request, PreparedResponse> prepared(
      CachedResponse answer, HttpCaching caching, ProblemMapper problems) {
    return request -> caching.prepare(answer, request, problems);
  }

  private void add(String path, Composite composite) {
    routes.put(new UriTemplatePathSpec(path), composite);
  }

  /**
   * The route that has a path; null when none has it, or when one operation answers it.
   *
   * @param path the path as it was sent; a slash at its end is ignored
   */
  @Nullable Match match(String path) {
    if (!path.startsWith(MediaBatchReader.PATH) && !path.startsWith(SearchReader.PATH)) {
      return null;
    }
    String stripped = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    var found = routes.getMatched(stripped);
    if (found == null) {
      return null;
    }
    var template = (UriTemplatePathSpec) found.getPathSpec();
    Map<String, String> parameters = template.getPathParams(stripped);
    if (template.getDeclaration().equals(MEDIUM)) {
      String id = PercentEncoding.decode(parameters.getOrDefault("id", ""));
      if (id == null || !MediaReader.isForeign(id)) {
        return null;
      }
    }
    return new Match(template.getDeclaration(), parameters, found.getResource());
  }
}

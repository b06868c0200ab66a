package dev.anyflix.web;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.web.RouteCache.ResolvedRoute;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * Answers requests of operations at their routes: those that {@link ApiHandler} cannot resolve, and
 * those whose answer is a problem. Holds no thread while it waits. Thread safe.
 */
final class OperationHandler {

  private static final String ANSWER = "anyflix.answer";

  private final ReadThrough readThrough;
  private final HttpCaching caching;
  private final RouteCache routes;
  private final Executor writers;

  /**
   * @param writers threads that may wait for a client while they write
   */
  OperationHandler(
      ReadThrough readThrough, HttpCaching caching, RouteCache routes, Executor writers) {
    this.readThrough = readThrough;
    this.caching = caching;
    this.routes = routes;
    this.writers = writers;
  }

  /** Leaves an answer that is there already for the route. */
  static void setAnswer(Request request, CompletableFuture<CachedResponse> answer) {
    request.setAttribute(ANSWER, answer);
  }

  /**
   * @param request reads the request from the parameters
   */
  <Q extends Record> void handle(
      Context ctx, CachedOperation<Q, ?> operation, Function<Params, Q> request) {
    CompletableFuture<CachedResponse> answer = answer(ctx, operation, request);
    ctx.future(() -> answer.thenAcceptAsync(response -> write(ctx, response), writers));
  }

  @SuppressWarnings("unchecked") // Only setAnswer sets the attribute.
  private <Q extends Record> CompletableFuture<CachedResponse> answer(
      Context ctx, CachedOperation<Q, ?> operation, Function<Params, Q> request) {
    if (ctx.req().getAttribute(ANSWER) instanceof CompletableFuture<?> known) {
      return (CompletableFuture<CachedResponse>) known;
    }
    var route =
        new ResolvedRoute(
            readThrough.request(operation, Params.read(ctx, request)), RequestMetrics.routeOf(ctx));
    routes.put(ctx.req().getRequestURI(), ctx.req().getQueryString(), route);
    return readThrough.readAsync(route.request(), RequestRules.clientOf(ctx.req().getRemoteAddr()));
  }

  private void write(Context ctx, CachedResponse response) {
    if (response.entry().negative()) {
      HttpFields.Mutable description = HttpFields.build();
      caching.describe(response, description);
      for (HttpField header : description) {
        ctx.res().setHeader(header.getName(), header.getValue());
      }
      throw new ProblemException(404, "The source knows nothing under this id.");
    }
    HttpServletRequest asked = ctx.req();
    try {
      caching
          .reply(
              response,
              HttpFields.build(),
              asked.getHeader("If-None-Match"),
              asked.getHeader("Accept-Encoding"))
          .writeTo(ctx);
    } catch (IOException e) {
      throw new UncheckedIOException("the client has left", e);
    }
  }

  /**
   * Has numbers at the end of a route resolved in front of it.
   *
   * @param route the path of the route
   * @param path the path before the number
   */
  <Q extends Record> void parseNumbers(
      String route, String path, CachedOperation<Q, ?> operation, Function<Params, Q> request) {
    routes.parseNumbers(
        path,
        number ->
            new ResolvedRoute(readThrough.request(operation, Params.read(number, request)), route));
  }
}

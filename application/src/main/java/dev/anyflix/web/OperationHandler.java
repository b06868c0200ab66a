package dev.anyflix.web;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.web.Targets.Target;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Answers the requests of operations over HTTP. Thread safe. */
final class OperationHandler {

  private final ReadThrough readThrough;
  private final HttpCaching caching;
  private final Targets targets;

  OperationHandler(ReadThrough readThrough, HttpCaching caching, Targets targets) {
    this.readThrough = readThrough;
    this.caching = caching;
    this.targets = targets;
  }

  /**
   * @param request reads the request from the parameters
   */
  <Q extends Record> void handle(
      Context ctx,
      CachedOperation<Q, ?> operation,
      Function<Params, Q> request,
      Attribution attribution)
      throws IOException {
    add(ctx, attribution.headers());
    CachedResponse served = readThrough.read(target(ctx, operation, request, attribution).asked());
    if (served.entry().negative()) {
      HttpFields.Mutable description = HttpFields.build();
      caching.describe(served, description);
      add(ctx, description);
      throw new ProblemException(404, "The source knows nothing under this id.");
    }
    HttpServletRequest asked = ctx.req();
    caching
        .reply(
            served,
            HttpFields.build(),
            asked.getHeader("If-None-Match"),
            asked.getHeader("Accept-Encoding"))
        .writeTo(ctx);
  }

  private <Q extends Record> Target target(
      Context ctx,
      CachedOperation<Q, ?> operation,
      Function<Params, Q> request,
      Attribution attribution) {
    String path = ctx.req().getRequestURI();
    String query = ctx.req().getQueryString();
    Target target = targets.get(path, query);
    if (target == null) {
      target =
          new Target(
              readThrough.request(operation, Params.read(ctx, request)),
              attribution,
              RequestMetrics.routeOf(ctx));
      targets.put(path, query, target);
    }
    return target;
  }

  /**
   * Has hits of a route that ends with a number answered in front of it, whatever the number.
   *
   * @param route the path of the route
   * @param path what stands before the number
   */
  <Q extends Record> void readNumbers(
      String route,
      String path,
      CachedOperation<Q, ?> operation,
      Function<Params, Q> request,
      Attribution attribution) {
    targets.readNumbers(
        path,
        number ->
            new Target(
                readThrough.request(operation, Params.read(number, request)), attribution, route));
  }

  private static void add(Context ctx, HttpFields headers) {
    for (HttpField header : headers) {
      ctx.res().addHeader(header.getName(), header.getValue());
    }
  }
}

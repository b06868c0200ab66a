package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anyflix.operation.Asked;
import dev.anyflix.operation.CachedOperation;
import dev.anyflix.operation.ReadThrough;
import dev.anyflix.operation.Served;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;

/**
 * Answers the requests of operations over HTTP. Thread safe.
 *
 * <p>What a request target asks for is remembered, so that the same target is read, checked and
 * hashed once; the targets asked for least are forgotten.
 */
final class OperationHandler {

  private static final int MAX_TARGETS = 10_000;
  private static final int MAX_TARGET_LENGTH = 500;

  private final ReadThrough readThrough;
  private final HttpCaching caching;
  private final Cache<String, Asked<?, ?>> targets =
      Caffeine.newBuilder().maximumSize(MAX_TARGETS).build();

  OperationHandler(ReadThrough readThrough, HttpCaching caching) {
    this.readThrough = readThrough;
    this.caching = caching;
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
    HttpServletResponse response = ctx.res();
    if (attribution.text() != null) {
      response.setHeader("X-Attribution", attribution.text());
      response.setHeader("Link", attribution.link());
    }
    Served served = readThrough.read(asked(ctx, operation, request));
    if (served.entry().negative()) {
      caching.describe(response, served);
      throw new ProblemException(404, "The source knows nothing under this id.");
    }
    caching.write(ctx, served);
  }

  private <Q extends Record> Asked<?, ?> asked(
      Context ctx, CachedOperation<Q, ?> operation, Function<Params, Q> request) {
    String query = ctx.req().getQueryString();
    String path = ctx.req().getRequestURI();
    String target = query == null ? path : path + '?' + query;
    Asked<?, ?> known = targets.getIfPresent(target);
    if (known != null) {
      return known;
    }
    Asked<?, ?> asked = readThrough.ask(operation, Params.read(ctx, request));
    if (target.length() <= MAX_TARGET_LENGTH) {
      targets.put(target, asked);
    }
    return asked;
  }
}

package dev.anyflix.web;

import dev.anyflix.operation.CachedOperation;
import dev.anyflix.operation.ReadThrough;
import dev.anyflix.operation.Served;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers one request of one operation over HTTP. Thread safe. */
final class OperationHandler {

  private final ReadThrough readThrough;
  private final HttpCaching caching;

  OperationHandler(ReadThrough readThrough, HttpCaching caching) {
    this.readThrough = readThrough;
    this.caching = caching;
  }

  <Q extends Record> void handle(
      Context ctx, CachedOperation<Q, ?> operation, Q request, Attribution attribution)
      throws IOException {
    HttpServletResponse response = ctx.res();
    if (attribution.text() != null) {
      response.setHeader("X-Attribution", attribution.text());
      response.setHeader("Link", attribution.link());
    }
    Served served = readThrough.read(operation, request);
    if (served.entry().negative()) {
      caching.describe(response, served);
      throw new ProblemException(404, "The source knows nothing under this id.");
    }
    caching.write(ctx, served);
  }
}

package dev.anyflix.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Set;

/** Cross-origin access to the API, and to nothing else. */
final class Cors {

  private static final String EXPOSED =
      "Age, Cache-Status, ETag, Link, Retry-After, X-Attribution, X-Request-Id";
  private static final String ANY = "*";

  private final Set<String> origins;

  /**
   * @param origins the origins that may read answers, {@code *} for all, or none
   */
  Cors(Set<String> origins) {
    this.origins = origins;
  }

  void register(RoutesConfig routes) {
    routes.before("/api/*", this::allow);
    routes.options("/api/*", this::preflight);
  }

  private void allow(Context ctx) {
    String origin = ctx.req().getHeader("Origin");
    if (origin == null) {
      return;
    }
    if (origins.contains(ANY)) {
      ctx.res().setHeader("Access-Control-Allow-Origin", ANY);
    } else {
      ctx.res().addHeader("Vary", "Origin");
      if (!origins.contains(origin)) {
        return;
      }
      ctx.res().setHeader("Access-Control-Allow-Origin", origin);
    }
    ctx.res().setHeader("Access-Control-Expose-Headers", EXPOSED);
  }

  private void preflight(Context ctx) {
    ctx.status(204);
    ctx.header("Allow", "GET, HEAD, OPTIONS");
    if (ctx.res().getHeader("Access-Control-Allow-Origin") != null) {
      ctx.header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
      ctx.header("Access-Control-Allow-Headers", "If-None-Match, X-Request-Id");
      ctx.header("Access-Control-Max-Age", "86400");
    }
  }
}

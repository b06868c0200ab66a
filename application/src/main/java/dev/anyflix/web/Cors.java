package dev.anyflix.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/** Cross-origin access to the API and its description, and to nothing else. Thread safe. */
final class Cors {

  private static final String EXPOSED =
      "Age, Cache-Status, ETag, Link, Retry-After, X-Attribution, X-Request-Id";
  private static final List<String> PATHS = List.of("/api/*", Documentation.OPENAPI);
  private static final String ANY = "*";
  private static final HttpField EXPOSE =
      new PreEncodedHttpField("Access-Control-Expose-Headers", EXPOSED);
  private static final HttpFields OPEN_TO_ALL =
      HttpFields.build().add("Access-Control-Allow-Origin", ANY).add(EXPOSE).asImmutable();

  private final Set<String> origins;

  /**
   * @param origins the origins that may read answers, {@code *} for all, or none
   */
  Cors(Set<String> origins) {
    this.origins = origins;
  }

  void register(RoutesConfig routes) {
    for (String path : PATHS) {
      routes.before(path, this::allow);
    }
  }

  private void allow(Context ctx) {
    for (HttpField header : headers(ctx.req().getHeader("Origin"))) {
      ctx.res().addHeader(header.getName(), header.getValue());
    }
    if (ctx.method().equals(HandlerType.OPTIONS)) {
      preflight(ctx);
      ctx.skipRemainingHandlers();
    }
  }

  /**
   * The headers that say whether a page may read an answer.
   *
   * @param origin the request's Origin header, or null
   */
  HttpFields headers(@Nullable String origin) {
    if (origins.contains(ANY)) {
      return origin == null ? HttpFields.EMPTY : OPEN_TO_ALL;
    }
    HttpFields.Mutable headers = HttpFields.build().add(HttpHeader.VARY, "Origin");
    if (origin != null && origins.contains(origin)) {
      headers.add("Access-Control-Allow-Origin", origin).add(EXPOSE);
    }
    return headers;
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

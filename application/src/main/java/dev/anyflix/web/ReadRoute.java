package dev.anyflix.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

/** Adds routes that are read. */
final class ReadRoute {

  private ReadRoute() {}

  /** Adds a route for GET, and for HEAD, whose answers have no body. */
  static void add(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }

  /**
   * Adds a page with relative links. Its path with a slash at the end is redirected, because links
   * would be resolved against another folder there.
   */
  static void addPage(RoutesConfig routes, String path, Handler handler) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    add(
        routes,
        path,
        ctx -> {
          if (ctx.path().endsWith("/")) {
            ctx.status(308).header("Location", "../" + name);
          } else {
            handler.handle(ctx);
          }
        });
  }
}

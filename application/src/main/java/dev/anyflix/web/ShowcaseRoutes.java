package dev.anyflix.web;

import dev.anyflix.settings.Settings;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.QuotedQualityCSV;

/**
 * The root: for a browser the showcase, a page on the public API alone, and for other clients the
 * index.
 */
final class ShowcaseRoutes {

  private static final String HTML = "text/html";
  private static final String FOLDER = "/showcase/";
  private static final PageAssets ASSETS =
      new PageAssets(
          FOLDER + "index.html",
          Map.of(),
          List.of(
              FOLDER + "style.css",
              FOLDER + "icon.svg",
              FOLDER + "showcase.js",
              FOLDER + "api.js",
              FOLDER + "dom.js",
              FOLDER + "home.js",
              FOLDER + "title.js"));

  private final Handler index;
  private final String policy;

  /**
   * Creates the routes.
   *
   * @param index answers clients that do not prefer HTML
   */
  ShowcaseRoutes(Settings settings, Handler index) {
    this.index = index;
    var hosts = new ImageHosts(settings);
    policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + (" img-src 'self' " + hosts.pictures() + ";")
            + (" media-src " + hosts.videos() + ";")
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";
  }

  void register(RoutesConfig routes) {
    ReadRoute.add(routes, "/", this::root);
    ReadRoute.add(routes, "/showcase/{digest}/{file}", ctx -> ASSETS.sendFile(ctx, policy));
    ReadRoute.add(routes, "/favicon.ico", ctx -> ASSETS.sendFile(ctx, "icon.svg", policy));
  }

  private void root(Context ctx) throws Exception {
    ctx.header("Vary", ctx.res().getHeader("Vary") + ", Accept");
    if (prefersHtml(ctx)) {
      ASSETS.sendPage(ctx, policy);
    } else {
      index.handle(ctx);
    }
  }

  /** Whether the client names HTML and accepts nothing more gladly than that. */
  private static boolean prefersHtml(Context ctx) {
    List<String> values = accepted(ctx);
    return !values.isEmpty() && values.get(0).toLowerCase(Locale.ROOT).startsWith(HTML);
  }

  /** The accepted types, the preferred one first; none where the header is malformed. */
  private static List<String> accepted(Context ctx) {
    var accepted = new QuotedQualityCSV();
    try {
      ServiceRequest.requestOf(ctx)
          .getHeaders()
          .getValuesList(HttpHeader.ACCEPT)
          .forEach(accepted::addValue);
    } catch (IllegalArgumentException e) {
      return List.of();
    }
    return accepted.getValues();
  }
}

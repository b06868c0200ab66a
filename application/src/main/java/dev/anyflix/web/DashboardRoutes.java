package dev.anyflix.web;

import dev.anyflix.settings.Version;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The dashboard: its page, the files that the page loads, and the events that it shows. */
final class DashboardRoutes {

  private static final String FOLDER = "/admin/";
  private static final String CHARTS =
      "/META-INF/resources/webjars/uplot/" + Version.uplot() + "/dist/";
  private static final List<String> OWN =
      List.of(
          "style.css",
          "icon.svg",
          "dashboard.js",
          "access.js",
          "events.js",
          "history.js",
          "banner.js",
          "charts.js",
          "hot.js",
          "marks.js",
          "overview.js",
          "upstreams.js",
          "operations.js",
          "actions.js",
          "entries.js",
          "dialogs.js",
          "format.js",
          "dom.js");
  private static final List<String> LIBRARY = List.of("uPlot.esm.js", "uPlot.min.css");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  private static final PageAssets ASSETS =
      new PageAssets(
          FOLDER + "index.html",
          Map.of("{version}", Version.current()),
          Stream.concat(OWN.stream().map(FOLDER::concat), LIBRARY.stream().map(CHARTS::concat))
              .toList());

  private final AdminGuard guard;
  private final StatsStream events;

  DashboardRoutes(AdminGuard guard, StatsStream events) {
    this.guard = guard;
    this.events = events;
  }

  void register(RoutesConfig routes) {
    ReadRoute.addPage(routes, "/admin", guard.guardPage(ctx -> ASSETS.sendPage(ctx, POLICY)));
    ReadRoute.add(
        routes,
        "/admin/assets/{digest}/{file}",
        guard.guardPage(ctx -> ASSETS.sendFile(ctx, POLICY)));
    routes.get("/admin/events", guard.guard(events::serve));
    routes.head("/admin/events", guard.guard(ctx -> StatsStream.describe(ctx.res())));
  }
}

package dev.anyflix.web;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.settings.Version;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The dashboard: its page, the files that the page loads, and the events that it shows.
 *
 * <p>The paths of the files contain a digest of all files, so that browsers may keep them forever;
 * the page is revalidated each time.
 */
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
          "charts.js",
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

  private final AdminGuard guard;
  private final StatsStream events;
  private final Map<String, Body> files = new LinkedHashMap<>();
  private final String digest;
  private final Body page;

  DashboardRoutes(AdminGuard guard, StatsStream events) {
    this.guard = guard;
    this.events = events;
    OWN.forEach(name -> files.put(name, new Body(ResourceFile.read(FOLDER + name))));
    LIBRARY.forEach(name -> files.put(name, new Body(ResourceFile.read(CHARTS + name))));
    var sum = new CRC32C();
    files.values().forEach(file -> sum.update(file.bytes()));
    digest = Long.toHexString(sum.getValue());
    String text = new String(ResourceFile.read(FOLDER + "index.html"), StandardCharsets.UTF_8);
    page =
        new Body(
            text.replace("{digest}", digest)
                .replace("{version}", Version.current())
                .getBytes(StandardCharsets.UTF_8));
  }

  void register(RoutesConfig routes) {
    ReadRoute.addPage(routes, "/admin", guard.guardPage(this::page));
    ReadRoute.add(routes, "/admin/assets/{digest}/{file}", guard.guardPage(this::file));
    routes.get("/admin/events", guard.guard(events::serve));
    routes.head("/admin/events", guard.guard(ctx -> StatsStream.describe(ctx.res())));
  }

  private void page(Context ctx) {
    secure(ctx);
    HttpCaching.write(ctx, page, "text/html;charset=utf-8", "no-cache");
  }

  private void file(Context ctx) {
    String name = ctx.pathParam("file");
    Body file = files.get(name);
    if (file == null || !ctx.pathParam("digest").equals(digest)) {
      throw new ProblemException(404, "The dashboard has no such file; reload its page.");
    }
    secure(ctx);
    HttpCaching.write(ctx, file, typeOf(name), "public, max-age=31536000, immutable");
  }

  private static String typeOf(String name) {
    return switch (name.substring(name.lastIndexOf('.'))) {
      case ".js" -> "text/javascript;charset=utf-8";
      case ".css" -> "text/css;charset=utf-8";
      default -> "image/svg+xml";
    };
  }

  private static void secure(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
  }
}

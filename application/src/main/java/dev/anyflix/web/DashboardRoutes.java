package dev.anyflix.web;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.settings.Version;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The dashboard: its page, the files that the page loads, and the events that it shows.
 *
 * <p>The files' paths hold a digest of them all, so a browser may keep them for good; the page is
 * asked for anew each time.
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
    OWN.forEach(name -> files.put(name, new Body(read(FOLDER + name))));
    LIBRARY.forEach(name -> files.put(name, new Body(read(CHARTS + name))));
    var sum = new CRC32C();
    files.values().forEach(file -> sum.update(file.bytes()));
    digest = Long.toHexString(sum.getValue());
    String text = new String(read(FOLDER + "index.html"), StandardCharsets.UTF_8);
    page =
        new Body(
            text.replace("{digest}", digest)
                .replace("{version}", Version.current())
                .getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] read(String path) {
    try (InputStream file = DashboardRoutes.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException(path + " is not in the jar");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void register(RoutesConfig routes) {
    Routes.both(routes, "/admin", guard.guardPage(this::page));
    Routes.both(routes, "/admin/assets/{digest}/{file}", guard.guardPage(this::file));
    routes.get("/admin/events", guard.guard(events::serve));
    routes.head("/admin/events", guard.guard(ctx -> StatsStream.describe(ctx.res())));
  }

  private void page(Context ctx) throws IOException {
    secure(ctx);
    ctx.header("Cache-Control", "no-cache");
    HttpCaching.write(ctx, page, "text/html;charset=utf-8");
  }

  private void file(Context ctx) throws IOException {
    String name = ctx.pathParam("file");
    Body file = files.get(name);
    if (file == null || !ctx.pathParam("digest").equals(digest)) {
      throw new ProblemException(404, "The dashboard has no such file; load /admin anew.");
    }
    secure(ctx);
    ctx.header("Cache-Control", "public, max-age=31536000, immutable");
    HttpCaching.write(ctx, file, typeOf(name));
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

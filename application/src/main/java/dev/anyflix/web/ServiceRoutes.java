package dev.anyflix.web;

import dev.anyflix.core.Operations;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.SourceStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The routes about the service itself: what there is, health, metrics and the providers. */
final class ServiceRoutes {

  private static final byte[] LIVE = "{\"status\":\"healthy\"}".getBytes(StandardCharsets.UTF_8);

  private final String version;
  private final CacheReport report;
  private final List<? extends ContentProvider> providers;
  private final Supplier<String> scrape;
  private final JsonCodec codec;

  ServiceRoutes(
      String version,
      CacheReport report,
      List<? extends ContentProvider> providers,
      Supplier<String> scrape,
      JsonCodec codec) {
    this.version = version;
    this.report = report;
    this.providers = providers;
    this.scrape = scrape;
    this.codec = codec;
  }

  void register(RoutesConfig routes) {
    Routes.both(routes, "/", this::index);
    Routes.both(routes, "/health", ctx -> json(ctx, report.health()));
    Routes.both(routes, "/health/live", ctx -> json(ctx, LIVE));
    Routes.both(routes, "/health/ready", ctx -> json(ctx, report.health()));
    Routes.both(routes, "/api/providers", this::providers);
    Routes.both(
        routes,
        "/metrics",
        ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(scrape.get()));
  }

  private void index(Context ctx) {
    Map<String, Object> links = new LinkedHashMap<>();
    links.put("docs", Documentation.PAGE);
    links.put("openapi", Documentation.OPENAPI);
    links.put("health", "/health");
    links.put("metrics", "/metrics");
    links.put("providers", "/api/providers");
    links.put("anilist", "/api/anilist/trending");
    links.put("tmdb", "/api/tmdb/configuration");
    links.put("dashboard", "/admin");
    links.put("stats", "/admin/cache/stats");
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("name", "Anyflix");
    index.put("version", version);
    index.put("links", links);
    json(ctx, index);
  }

  /** Part of the API, so with its headers, though made anew each time: a client may revalidate. */
  private void providers(Context ctx) throws IOException {
    Params.read(ctx, none -> new Operations.NoParameters());
    var list = new Body(codec.encode(providers.stream().map(this::entry).toList()));
    ctx.header("Cache-Status", HttpCaching.BYPASS);
    ctx.header("Age", "0");
    ctx.header("Cache-Control", "no-cache");
    HttpCaching.write(ctx, list, "application/json");
  }

  private Map<String, Object> entry(ContentProvider provider) {
    SourceStatus status = provider.status();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", status.id());
    entry.put("name", status.name());
    entry.put("kind", status.kind());
    entry.put("enabled", status.configured());
    entry.put("reason", status.reason());
    return entry;
  }

  private void json(Context ctx, Object answer) {
    json(ctx, codec.encode(answer));
  }

  private static void json(Context ctx, byte[] answer) {
    ctx.header("Cache-Control", "no-store").contentType("application/json").result(answer);
  }
}

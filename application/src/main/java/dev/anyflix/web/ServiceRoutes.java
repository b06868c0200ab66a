package dev.anyflix.web;

import dev.anyflix.core.Operations;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.SourceStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/** The routes about the service itself: health, metrics and the providers; and the index. */
final class ServiceRoutes {

  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final String version;
  private final CacheReport report;
  private final List<? extends ContentProvider> providers;
  private final Supplier<String> scrape;
  private final JsonWriter json;
  private final Liveness liveness;
  private volatile boolean isStopping;

  ServiceRoutes(
      String version,
      CacheReport report,
      List<? extends ContentProvider> providers,
      Supplier<String> scrape,
      Liveness liveness,
      JsonWriter json) {
    this.version = version;
    this.report = report;
    this.providers = providers;
    this.scrape = scrape;
    this.liveness = liveness;
    this.json = json;
  }

  void register(RoutesConfig routes) {
    ReadRoute.add(routes, "/health", this::health);
    ReadRoute.add(routes, Liveness.PATH, this::live);
    ReadRoute.add(routes, "/health/ready", this::ready);
    ReadRoute.add(routes, "/api/providers", this::providers);
    ReadRoute.add(routes, "/metrics", this::metrics);
  }

  private void live(Context ctx) {
    liveness.answer(ServiceRequest.idOf(ServiceRequest.requestOf(ctx))).writeTo(ctx);
  }

  private void health(Context ctx) {
    CacheReport.Health health = report.health();
    int status = health.canServe() ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503;
    json.write(ctx, status, health.body());
  }

  private void ready(Context ctx) {
    if (isStopping) {
      throw new ProblemException(503, "The service is stopping; use another instance.");
    }
    health(ctx);
  }

  /** Makes the service answer that it is not ready. */
  void stopping() {
    isStopping = true;
  }

  private void metrics(Context ctx) {
    byte[] text = scrape.get().getBytes(StandardCharsets.UTF_8);
    PreparedResponse.uncached(HttpStatus.OK_200, METRICS_TYPE, text).writeTo(ctx);
  }

  /** Writes the index. Links are relative, because a proxy may serve the service below a path. */
  void index(Context ctx) {
    Map<String, Object> links = new LinkedHashMap<>();
    links.put("docs", "docs");
    links.put("openapi", "openapi.json");
    links.put("health", "health");
    links.put("metrics", "metrics");
    links.put("providers", "api/providers");
    links.put("anilist", "api/anilist/trending");
    links.put("tmdb", "api/tmdb/configuration");
    links.put("dashboard", "admin");
    links.put("stats", "admin/cache/stats");
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("name", "Anyflix");
    index.put("version", version);
    index.put("links", links);
    json.write(ctx, index);
  }

  /** Not cached, so that clients revalidate it. */
  private void providers(Context ctx) {
    RequestParameters.of(ctx).read(none -> new Operations.NoParameters());
    byte[] list = json.codec().encode(providers.stream().map(this::entry).toList());
    HttpCaching.write(
        ctx,
        new Body(list),
        "application/json",
        HttpFields.build()
            .add("Cache-Status", HttpCaching.BYPASS)
            .add(HttpHeader.AGE, "0")
            .add(HttpHeader.CACHE_CONTROL, "no-cache"));
  }

  private Map<String, Object> entry(ContentProvider provider) {
    SourceStatus status = provider.status();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", status.id());
    entry.put("name", status.name());
    entry.put("kind", status.kind());
    entry.put("enabled", status.configured());
    entry.put("reason", status.reason());
    entry.put("episodes", provider.hasEpisodes());
    return entry;
  }
}

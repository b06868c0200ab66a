package dev.anyflix.web;

import dev.anyflix.core.Operations;
import dev.anyflix.core.Warmer;
import dev.anyflix.core.health.History;
import dev.anyflix.core.tier.ClearResult;
import dev.anyflix.core.tier.TieredCache;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the administration, all behind the guard. */
final class AdminRoutes {

  private static final Logger log = LoggerFactory.getLogger(AdminRoutes.class);
  private static final String WARM_STATUS = "/admin/cache/warm";
  private static final String WARM_LINK = "warm";
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9_]{1,100}");

  private final AdminGuard guard;
  private final TieredCache cache;
  private final Operations operations;
  private final CacheReport report;
  private final History history;
  private final Warmer warmer;
  private final EntryRoutes entries;
  private final JsonWriter json;

  AdminRoutes(
      AdminGuard guard,
      TieredCache cache,
      Operations operations,
      EntryRoutes entries,
      CacheReport report,
      History history,
      Warmer warmer,
      JsonWriter json) {
    this.history = history;
    this.guard = guard;
    this.cache = cache;
    this.operations = operations;
    this.report = report;
    this.warmer = warmer;
    this.entries = entries;
    this.json = json;
  }

  void register(RoutesConfig routes) {
    get(routes, "/admin/cache/stats", ctx -> json.write(ctx, report.stats()));
    routes.post("/admin/cache/clear/{prefix}", guard.guard(this::clear));
    routes.post("/admin/cache/expire/{prefix}", guard.guard(this::expire));
    routes.post("/admin/cache/flush", guard.guard(this::flush));
    routes.post(WARM_STATUS, guard.guard(this::warm));
    get(routes, WARM_STATUS, ctx -> json.write(ctx, warmer.progress()));
    get(routes, "/admin/cache/keys", entries::list);
    get(routes, "/admin/cache/entries/{key}", entries::show);
    routes.delete("/admin/cache/entries/{key}", guard.guard(entries::delete));
    routes.post("/admin/cache/entries/{key}/refresh", guard.guard(entries::refresh));
    get(routes, "/admin/cache/hot", entries::hot);
    get(routes, "/admin/cache/history", this::history);
    get(routes, "/admin/sources/status", ctx -> json.write(ctx, report.sources()));
  }

  /** Binds HEAD too, because the router would answer it by itself, without the guard. */
  private void get(RoutesConfig routes, String path, Handler handler) {
    ReadRoute.add(routes, path, guard.guard(handler));
  }

  private void clear(Context ctx) {
    clear(ctx, "clear", "Cleared ", cache::clear);
  }

  private void expire(Context ctx) {
    clear(ctx, "expire", "Expired ", cache::expire);
  }

  private void clear(
      Context ctx, String kind, String done, Function<Set<String>, ClearResult> action) {
    String prefix = ctx.pathParam("prefix");
    if (!PREFIX.matcher(prefix).matches()) {
      throw new ProblemException(
          400,
          "A prefix has lower-case letters, digits and underscores only; it is not a pattern.");
    }
    Set<String> prefixes = operations.prefixesUnder(prefix);
    if (prefixes.isEmpty()) {
      throw new ProblemException(
          404,
          "No operation has this prefix. Prefixes: " + String.join(", ", operations.prefixes()));
    }
    ClearResult result = action.apply(prefixes);
    history.mark(kind, done + prefix);
    log.info(
        "{}{}: {}, {} {}",
        done,
        prefix,
        entries(result),
        cache.sharedStatus().name(),
        result.shared().label());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("message", message(done + prefix, result));
    answer.put("prefix", prefix);
    answer.put("cleared_count", result.count());
    answer.put("operations", prefixes);
    answer.put("redis", result.shared().label());
    json.write(ctx, answer);
  }

  private static String entries(ClearResult result) {
    return result.count() == 1 ? "1 entry" : result.count() + " entries";
  }

  private void flush(Context ctx) {
    ClearResult result = cache.clear(operations.prefixes());
    history.mark("flush", "Flushed the cache");
    log.info(
        "Flushed: {}, {} {}",
        entries(result),
        cache.sharedStatus().name(),
        result.shared().label());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("message", message("Flushed the cache", result));
    answer.put("cleared_count", result.count());
    answer.put("redis", result.shared().label());
    json.write(ctx, answer);
  }

  private void history(Context ctx) {
    int minutes =
        RequestParameters.of(ctx)
            .read(p -> new Minutes(p.number("minutes", History.MINUTES, 1, History.MINUTES)))
            .minutes();
    json.write(ctx, history.report(Duration.ofMinutes(minutes)));
  }

  private record Minutes(int minutes) {}

  private void warm(Context ctx) {
    int total = warmer.start();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("message", "Warming " + total + " answers");
    answer.put("status", WARM_LINK);
    answer.put("total", total);
    ctx.header("Location", WARM_LINK);
    json.write(ctx, HttpStatus.ACCEPTED_202, answer);
  }

  private String message(String done, ClearResult result) {
    String shared = cache.sharedStatus().name();
    if (result.shared() == ClearResult.SharedOutcome.PENDING) {
      return done + " here; " + shared + " is unavailable and follows before it is read again";
    }
    return result.isRemovalComplete()
        ? done
        : done + "; entries are still being removed from " + shared + " in the background";
  }
}

package dev.anyflix.web;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.Operations;
import dev.anyflix.core.Operations.ProviderOperations;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.Season;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbSearch;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The routes of the API: one line binds a path to an operation and says how its request is read.
 */
final class Routes {

  private static final Map<String, MediaKind> ANILIST_TYPES =
      new TreeMap<>(Map.of("ANIME", MediaKind.ANIME, "MANGA", MediaKind.MANGA));
  private static final Map<String, MediaKind> TMDB_TYPES =
      new TreeMap<>(Map.of("movie", MediaKind.MOVIE, "tv", MediaKind.SERIES));
  private static final int MAX_TMDB_PAGE = 500;
  private static final String ID = "{id}";

  private final Operations operations;
  private final OperationHandler handler;

  Routes(Operations operations, OperationHandler handler) {
    this.operations = operations;
    this.handler = handler;
  }

  // spotless:off
  void register(RoutesConfig routes) {
    get(routes, "/api/anilist/media/{id}",      operations.anilistMedia,        p -> new MediaById(p.pathNumber("id", Integer.MAX_VALUE)));
    get(routes, "/api/anilist/search",          operations.anilistSearch,       Routes::anilistSearch);
    get(routes, "/api/anilist/anime/search",    operations.anilistSearchAnime,  p -> new AnimeSearch(p.requiredText("q"), page(p), perPage(p)));
    get(routes, "/api/anilist/trending",        operations.anilistTrending,     p -> new PageRequest(page(p), perPage(p)));
    get(routes, "/api/anilist/popular",         operations.anilistPopular,      p -> new PageRequest(page(p), perPage(p)));

    get(routes, "/api/tmdb/configuration",      operations.tmdbConfiguration,   p -> new Operations.NoParameters());
    get(routes, "/api/tmdb/search",             operations.tmdbSearch,          p -> new TmdbSearch(p.requiredText("q"), p.number("page", 1, 1, MAX_TMDB_PAGE)));
    get(routes, "/api/tmdb/movies/{id}",        operations.tmdbMovie,           p -> new MediaById(p.pathNumber("id", Integer.MAX_VALUE)));
    get(routes, "/api/tmdb/tv/{id}",            operations.tmdbSeries,          p -> new MediaById(p.pathNumber("id", Integer.MAX_VALUE)));
    get(routes, "/api/tmdb/match",              operations.tmdbMatch,           p -> new TitleQuery(p.requiredText("title"), p.optionalNumber("year", 1870, 2100), p.oneOf("type", TMDB_TYPES)));

    provider(routes, "popular",    each -> each.popular, p -> new ProviderPage(page(p)));
    provider(routes, "latest",     each -> each.latest,  p -> new ProviderPage(page(p)));
    provider(routes, "search",     each -> each.search,  p -> new ProviderSearch(p.requiredText("q"), page(p)));
    provider(routes, "media/{id}", each -> each.detail,  p -> new ProviderItem(p.path("id")));
  }
  // spotless:on

  private <Q extends Record> void get(
      RoutesConfig routes,
      String path,
      CachedOperation<Q, ?> operation,
      Function<Params, Q> request) {
    both(routes, path, ctx -> handler.handle(ctx, operation, request));
    if (path.endsWith(ID)) {
      String before = path.substring(0, path.length() - ID.length());
      handler.parseNumbers(path, before, operation, request);
    }
  }

  private <Q extends Record> void provider(
      RoutesConfig routes,
      String what,
      Function<ProviderOperations, CachedOperation<Q, ?>> operation,
      Function<Params, Q> request) {
    both(
        routes,
        "/api/providers/{provider}/" + what,
        ctx -> {
          ProviderOperations provider = providerOf(ctx);
          handler.handle(ctx, operation.apply(provider), request);
        });
  }

  private ProviderOperations providerOf(Context ctx) {
    ProviderOperations provider = operations.providers().get(ctx.pathParam("provider"));
    if (provider == null) {
      throw new ProblemException(
          404, "There is no such provider; /api/providers lists those there are.");
    }
    return provider;
  }

  /** Binds a path to a handler of GET, and of HEAD, whose answers have no body. */
  static void both(RoutesConfig routes, String path, Handler handler) {
    routes.get(path, handler);
    routes.head(path, handler);
  }

  private static AniListSearch anilistSearch(Params p) {
    return new AniListSearch(
        p.text("q"),
        p.oneOf("type", ANILIST_TYPES),
        p.anEnum("format", MediaFormat.class),
        p.anEnum("status", MediaStatus.class),
        p.anEnum("season", Season.class),
        p.optionalNumber("year", 1900, 2100),
        p.texts("genre"),
        p.texts("tag"),
        p.anEnum("sort", MediaSort.class),
        p.flag("adult"),
        page(p),
        perPage(p));
  }

  private static int page(Params p) {
    return p.number("page", 1, 1, PageRequest.MAX_PAGE);
  }

  private static int perPage(Params p) {
    return p.number("perPage", PageRequest.DEFAULT_PER_PAGE, 1, PageRequest.MAX_PER_PAGE);
  }
}

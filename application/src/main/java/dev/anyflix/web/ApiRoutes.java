package dev.anyflix.web;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.Operations;
import dev.anyflix.core.Operations.ProviderOperations;
import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.MovieList;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderEpisodes;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.SeasonOfYear;
import dev.anyflix.domain.media.SeriesList;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbCollection;
import dev.anyflix.domain.media.TmdbDiscover;
import dev.anyflix.domain.media.TmdbGenreList;
import dev.anyflix.domain.media.TmdbMovieList;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSeason;
import dev.anyflix.domain.media.TmdbSeriesList;
import dev.anyflix.domain.media.TmdbTitle;
import dev.anyflix.domain.media.TmdbTrending;
import dev.anyflix.domain.media.TrendingWindow;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.pathmap.PathMappings;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.jspecify.annotations.Nullable;

/**
 * The routes of cached operations. One line binds a path to an operation and reads its request from
 * the parameters. Thread safe.
 */
final class ApiRoutes {

  private static final Map<String, MediaKind> ANILIST_TYPES =
      new TreeMap<>(Map.of("ANIME", MediaKind.ANIME, "MANGA", MediaKind.MANGA));
  private static final Map<String, MediaKind> TMDB_TYPES =
      new TreeMap<>(Map.of("movie", MediaKind.MOVIE, "tv", MediaKind.SERIES));
  private static final Map<String, Optional<MediaKind>> TRENDING_TYPES =
      new TreeMap<>(
          Map.of(
              "all", Optional.empty(),
              "movie", Optional.of(MediaKind.MOVIE),
              "tv", Optional.of(MediaKind.SERIES)));
  private static final Map<String, TrendingWindow> TRENDING_WINDOWS =
      new TreeMap<>(Map.of("day", TrendingWindow.DAY, "week", TrendingWindow.WEEK));

  /** The routes of the details of one medium. */
  private static final Set<String> MEDIA_ROUTES =
      Set.of(
          "/api/anilist/media/{id}",
          "/api/tmdb/movies/{id}",
          "/api/tmdb/tv/{id}",
          "/api/providers/{provider}/media/{id}");

  private final Operations operations;
  private final Clock clock;
  private final Map<String, Set<String>> templates = new HashMap<>();
  private final PathMappings<Route> routes = new PathMappings<>();

  /**
   * Reads the requests of one path.
   *
   * @param parser reads a request of the operation
   * @param dependsOnTime whether the same parameters stand for another request at another time
   */
  private record Route(
      Function<RequestParameters, CachedRequest<?, ?>> parser, boolean dependsOnTime) {}

  /**
   * A route that has the path of a request.
   *
   * @param route the path of the route, with the names of its parameters
   * @param parameters the parameters in the path, percent-encoded
   * @param parser reads a request of the operation
   * @param dependsOnTime whether the same parameters stand for another request at another time
   */
  record Match(
      String route,
      Map<String, String> parameters,
      Function<RequestParameters, CachedRequest<?, ?>> parser,
      boolean dependsOnTime) {

    /**
     * Reads the request of the operation.
     *
     * @param query the query as it was sent, or null
     * @throws InvalidRequestException naming every parameter that is malformed, out of range or
     *     unknown
     */
    CachedRequest<?, ?> request(@Nullable String query) {
      return parser.apply(RequestParameters.of(parameters, query));
    }
  }

  // spotless:off
  ApiRoutes(Operations operations, Clock clock) {
    this.operations = operations;
    this.clock = clock;

    get("/api/anilist/media/{id}",      operations.anilistMedia,        p -> new MediaById(id(p)));
    get("/api/anilist/search",          operations.anilistSearch,       ApiRoutes::anilistSearch);
    get("/api/anilist/anime/search",    operations.anilistSearchAnime,  p -> new AnimeSearch(p.requiredText("q"), page(p), perPage(p)));
    get("/api/anilist/trending",        operations.anilistTrending,     p -> new PageRequest(page(p), perPage(p)));
    get("/api/anilist/popular",         operations.anilistPopular,      p -> new PageRequest(page(p), perPage(p)));
    getByTime("/api/anilist/season",    operations.anilistSeason,       this::anilistSeason);
    getByTime("/api/anilist/schedule",  operations.anilistSchedule,     this::anilistSchedule);
    get("/api/anilist/genres",          operations.anilistGenres,       p -> new Operations.NoParameters());

    get("/api/tmdb/configuration",      operations.tmdbConfiguration,   p -> new Operations.NoParameters());
    get("/api/tmdb/genres",             operations.tmdbGenres,          p -> new TmdbGenreList(language(p)));
    get("/api/tmdb/search",             operations.tmdbSearch,          p -> new TmdbSearch(p.requiredText("q"), language(p), tmdbPage(p)));
    get("/api/tmdb/trending",           operations.tmdbTrending,        p -> new TmdbTrending(trendingType(p), trendingWindow(p), language(p), tmdbPage(p)));
    movies("popular",      MovieList.POPULAR);
    movies("top-rated",    MovieList.TOP_RATED);
    movies("upcoming",     MovieList.UPCOMING);
    movies("now-playing",  MovieList.NOW_PLAYING);
    series("popular",      SeriesList.POPULAR);
    series("top-rated",    SeriesList.TOP_RATED);
    series("on-the-air",   SeriesList.ON_THE_AIR);
    series("airing-today", SeriesList.AIRING_TODAY);
    get("/api/tmdb/movies/discover",    operations.tmdbMovieDiscover,   p -> discover(p, TmdbDiscover.MOVIE_SORTS));
    get("/api/tmdb/tv/discover",        operations.tmdbSeriesDiscover,  p -> discover(p, TmdbDiscover.SERIES_SORTS));
    get("/api/tmdb/movies/{id}",        operations.tmdbMovie,           this::tmdbTitle);
    get("/api/tmdb/tv/{id}",            operations.tmdbSeries,          this::tmdbTitle);
    get("/api/tmdb/tv/{id}/seasons/{number}", operations.tmdbSeason,    p -> new TmdbSeason(id(p), p.pathNumber("number", 0, TmdbSeason.MAX_NUMBER), language(p)));
    get("/api/tmdb/collections/{id}",   operations.tmdbCollection,      p -> new TmdbCollection(id(p), language(p)));
    get("/api/tmdb/match",              operations.tmdbMatch,           p -> new TitleQuery(p.requiredText("title"), p.optionalNumber("year", 1870, 2100), p.oneOf("type", TMDB_TYPES)));

    get("/api/ids/{id}",                operations.idMap,               p -> TitleId.parse(p.path("id")));
    add("/api/media/{id}", parameters -> parameters.read(p -> media(p.path("id"), query(p))), false);

    provider("popular",    each -> each.popular, p -> new ProviderPage(page(p)));
    provider("latest",     each -> each.latest,  p -> new ProviderPage(page(p)));
    provider("search",     each -> each.search,  p -> new ProviderSearch(p.requiredText("q"), page(p)));
    provider("media/{id}", each -> each.detail,  p -> new ProviderItem(p.path("id")));
    provider("media/{id}/episodes", each -> each.episodes, this::episodes);
  }
  // spotless:on

  private <Q extends Record> void get(
      String path, CachedOperation<Q, ?> operation, Function<RequestParameters, Q> request) {
    get(path, operation, request, false);
  }

  private <Q extends Record> void getByTime(
      String path, CachedOperation<Q, ?> operation, Function<RequestParameters, Q> request) {
    get(path, operation, request, true);
  }

  private <Q extends Record> void get(
      String path,
      CachedOperation<Q, ?> operation,
      Function<RequestParameters, Q> request,
      boolean dependsOnTime) {
    add(path, parameters -> CachedRequest.of(operation, parameters.read(request)), dependsOnTime);
    addTemplate(operation, path);
  }

  private <Q extends Record> void provider(
      String path,
      Function<ProviderOperations, CachedOperation<Q, ?>> operation,
      Function<RequestParameters, Q> request) {
    add(
        "/api/providers/{provider}/" + path,
        parameters ->
            CachedRequest.of(
                operation.apply(provider(parameters.path("provider"))), parameters.read(request)),
        false);
    operations
        .providers()
        .values()
        .forEach(each -> addTemplate(operation.apply(each), "/api/providers/{provider}/" + path));
  }

  private void addTemplate(CachedOperation<?, ?> operation, String path) {
    templates.computeIfAbsent(operation.method(), absent -> new TreeSet<>()).add(path);
  }

  /** The paths that lead to a method of a port, with the names of their parameters. */
  Set<String> templatesOf(String method) {
    return templates.getOrDefault(method, Set.of());
  }

  private void movies(String name, MovieList list) {
    get(
        "/api/tmdb/movies/" + name,
        operations.tmdbMovieList,
        p -> new TmdbMovieList(list, language(p), region(p), tmdbPage(p)));
  }

  private void series(String name, SeriesList list) {
    get(
        "/api/tmdb/tv/" + name,
        operations.tmdbSeriesList,
        p -> new TmdbSeriesList(list, language(p), tmdbPage(p)));
  }

  private void add(
      String path, Function<RequestParameters, CachedRequest<?, ?>> parser, boolean dependsOnTime) {
    routes.put(new UriTemplatePathSpec(path), new Route(parser, dependsOnTime));
  }

  private ProviderEpisodes episodes(RequestParameters p) {
    if (!provider(p.path("provider")).hasEpisodes()) {
      throw new ProblemException(
          404, "This provider lists no episodes. /api/providers names those that do.");
    }
    return new ProviderEpisodes(p.path("id"), page(p));
  }

  private ProviderOperations provider(String id) {
    ProviderOperations provider = operations.providers().get(id);
    if (provider == null) {
      throw new ProblemException(404, "Unknown provider. /api/providers lists the providers.");
    }
    return provider;
  }

  /**
   * The route that has a path; null when there is none.
   *
   * @param path the path as it was sent; a slash at its end is ignored
   */
  @Nullable Match match(String path) {
    String stripped =
        path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
    var found = routes.getMatched(stripped);
    if (found == null) {
      return null;
    }
    var template = (UriTemplatePathSpec) found.getPathSpec();
    return new Match(
        template.getDeclaration(),
        template.getPathParams(stripped),
        found.getResource().parser(),
        found.getResource().dependsOnTime());
  }

  /**
   * The request that an address of a route stands for.
   *
   * @param address path and query, such as {@code /api/tmdb/trending?page=2}
   * @throws IllegalArgumentException if no route has the path
   * @throws InvalidRequestException if a parameter is malformed
   */
  CachedRequest<?, ?> request(String address) {
    String[] parts = address.split("[?]", 2);
    Match match = match(parts[0]);
    if (match == null) {
      throw new IllegalArgumentException("no route has the path " + parts[0]);
    }
    return match.request(parts.length == 1 ? null : parts[1]);
  }

  Operations operations() {
    return operations;
  }

  /** Reads the language and region that apply to the media of TMDB. */
  MediaQuery query(RequestParameters p) {
    return new MediaQuery(language(p), region(p));
  }

  /** The language and region of requests that name none. */
  MediaQuery defaultQuery() {
    return new MediaQuery(operations.tmdbLanguage(), operations.tmdbRegion());
  }

  /** The language and region of media whose ids may be of any source. */
  record MediaQuery(LanguageTag language, Region region) {}

  /**
   * The request that the source's own route makes of a medium's id.
   *
   * @param query applies to media of TMDB only
   * @throws InvalidRequestException if it is not the id of a medium in this service
   */
  CachedRequest<?, ?> media(String id, MediaQuery query) {
    String path = MediaPath.of(id);
    Match match = path == null ? null : match(path);
    if (match == null || !MEDIA_ROUTES.contains(match.route())) {
      throw new InvalidRequestException(
          List.of(
              new InvalidRequestException.Problem(
                  "id", "must be the id of a medium such as anilist:1 or tmdb:movie:603")));
    }
    boolean isTmdb = match.route().startsWith("/api/tmdb/");
    return match.request(
        isTmdb ? "language=" + query.language() + "&region=" + query.region() : null);
  }

  /** The paths of all routes, with the names of their parameters. */
  Set<String> paths() {
    return routes
        .streamResources()
        .map(resource -> resource.getPathSpec().getDeclaration())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static AniListSearch anilistSearch(RequestParameters p) {
    return new AniListSearch(
        p.text("q"),
        p.oneOf("type", ANILIST_TYPES),
        p.anEnum("format", MediaFormat.class),
        p.anEnum("status", MediaStatus.class),
        p.anEnum("season", SeasonOfYear.class),
        p.optionalNumber("year", 1900, 2100),
        p.texts("genre"),
        p.texts("tag"),
        p.anEnum("sort", MediaSort.class),
        p.flag("adult"),
        page(p),
        perPage(p));
  }

  private AniListSeason anilistSeason(RequestParameters p) {
    return AniListSeason.at(
        clock.instant(),
        p.optionalNumber("year", 1900, 2100),
        p.anEnum("season", SeasonOfYear.class),
        p.anEnum("sort", MediaSort.class),
        page(p),
        perPage(p));
  }

  /** A date stands for the start of its day as a start and for its end as an end. */
  private AniListSchedule anilistSchedule(RequestParameters p) {
    return AniListSchedule.at(
        clock.instant(),
        p.instant("from", date -> date),
        p.instant("to", date -> date.plusDays(1)),
        page(p),
        perPage(p));
  }

  private TmdbTitle tmdbTitle(RequestParameters p) {
    return new TmdbTitle(id(p), language(p), region(p));
  }

  private TmdbDiscover discover(RequestParameters p, List<String> sorts) {
    String sort =
        p.oneOf("sort", sorts.stream().collect(Collectors.toMap(word -> word, word -> word)));
    return new TmdbDiscover(
        p.texts("genre"),
        p.optionalNumber("year", 1870, 2100),
        p.date("from"),
        p.date("to"),
        sort == null ? TmdbDiscover.DEFAULT_SORT : sort,
        p.optionalNumber("minScore", 0, 100),
        p.optionalNumber("minVotes", 0, Integer.MAX_VALUE),
        p.text("originalLanguage"),
        p.country("country"),
        p.numbers("watchProvider", 1, Integer.MAX_VALUE),
        region(p),
        p.optionalNumber("runtimeMin", 0, TmdbDiscover.MAX_MINUTES),
        p.optionalNumber("runtimeMax", 0, TmdbDiscover.MAX_MINUTES),
        language(p),
        tmdbPage(p));
  }

  private LanguageTag language(RequestParameters p) {
    return p.language(operations.tmdbLanguage());
  }

  private Region region(RequestParameters p) {
    return p.region(operations.tmdbRegion());
  }

  /** Null for both. */
  private static @Nullable MediaKind trendingType(RequestParameters p) {
    Optional<MediaKind> type = p.oneOf("type", TRENDING_TYPES);
    return type == null ? null : type.orElse(null);
  }

  private static TrendingWindow trendingWindow(RequestParameters p) {
    TrendingWindow window = p.oneOf("window", TRENDING_WINDOWS);
    return window == null ? TrendingWindow.DAY : window;
  }

  private static int id(RequestParameters p) {
    return p.pathNumber("id", 1, Integer.MAX_VALUE);
  }

  private static int tmdbPage(RequestParameters p) {
    return p.number("page", 1, 1, TmdbSearch.MAX_PAGE);
  }

  private static int page(RequestParameters p) {
    return p.number("page", 1, 1, PageRequest.MAX_PAGE);
  }

  private static int perPage(RequestParameters p) {
    return p.number("perPage", PageRequest.DEFAULT_PER_PAGE, 1, PageRequest.MAX_PER_PAGE);
  }
}

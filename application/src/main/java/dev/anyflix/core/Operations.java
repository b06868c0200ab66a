package dev.anyflix.core;

import dev.anyflix.core.CachedOperation.Fallback;
import dev.anyflix.core.CachedOperation.Precheck;
import dev.anyflix.core.CachedOperation.Prefetch;
import dev.anyflix.core.CachedOperation.Upstream;
import dev.anyflix.domain.matching.IdMapping;
import dev.anyflix.domain.matching.TmdbMatching;
import dev.anyflix.domain.media.AniListGenres;
import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaCollection;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderEpisodes;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.SchedulePage;
import dev.anyflix.domain.media.ScheduledEpisode;
import dev.anyflix.domain.media.Season;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbCollection;
import dev.anyflix.domain.media.TmdbDiscover;
import dev.anyflix.domain.media.TmdbFind;
import dev.anyflix.domain.media.TmdbGenreList;
import dev.anyflix.domain.media.TmdbGenres;
import dev.anyflix.domain.media.TmdbMovieList;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSeason;
import dev.anyflix.domain.media.TmdbSeriesList;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.domain.media.TmdbTitle;
import dev.anyflix.domain.media.TmdbTrending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of all cached operations: one row each. Making a row is what registers it: it is
 * served, cached, cleared, counted and tracked. Immutable.
 */
public final class Operations {

  /** How long an answer is fresh of which a part is missing because its source failed. */
  private static final Duration PARTIAL_TTL = Duration.ofSeconds(60);

  /** How long an answer in place of AniList's is fresh. */
  private static final Duration FALLBACK_TTL = Duration.ofMinutes(5);

  /** The items of a full page where its size is fixed. */
  private static final int FIXED_PAGE = 20;

  private static final Duration INCOMPLETE_IDS_TTL = Duration.ofDays(1);

  /** The source of operations that are composed of those of several sources. */
  private static final String COMPOSED = "composed";

  /** A request without parameters. */
  public record NoParameters() {}

  /** How long the answers of each kind are fresh. */
  public record Ttls(
      Duration anilistMedia,
      Duration anilistSearch,
      Duration anilistTrending,
      Duration anilistGenres,
      Duration tmdbConfiguration,
      Duration tmdbSearch,
      Duration tmdbDetails,
      Duration tmdbList,
      Duration providerPopular,
      Duration providerLatest,
      Duration providerSearch,
      Duration providerDetail,
      Duration idMap) {}

  public final CachedOperation<MediaById, Media> anilistMedia;
  public final CachedOperation<MediaById, Media> anilistMediaByMal;
  public final CachedOperation<AniListSearch, MediaPage> anilistSearch;
  public final CachedOperation<AnimeSearch, MediaPage> anilistSearchAnime;
  public final CachedOperation<PageRequest, MediaPage> anilistTrending;
  public final CachedOperation<PageRequest, MediaPage> anilistPopular;
  public final CachedOperation<AniListSeason, MediaPage> anilistSeason;
  public final CachedOperation<AniListSchedule, SchedulePage> anilistSchedule;
  public final CachedOperation<NoParameters, AniListGenres> anilistGenres;
  public final CachedOperation<NoParameters, ImageConfiguration> tmdbConfiguration;
  public final CachedOperation<TmdbSearch, MediaPage> tmdbSearch;
  public final CachedOperation<TmdbTitle, Media> tmdbMovie;
  public final CachedOperation<TmdbTitle, Media> tmdbSeries;
  public final CachedOperation<TmdbSeason, Season> tmdbSeason;
  public final CachedOperation<TmdbCollection, MediaCollection> tmdbCollection;
  public final CachedOperation<TmdbGenreList, TmdbGenres> tmdbGenres;
  public final CachedOperation<TmdbTrending, MediaPage> tmdbTrending;
  public final CachedOperation<TmdbMovieList, MediaPage> tmdbMovieList;
  public final CachedOperation<TmdbSeriesList, MediaPage> tmdbSeriesList;
  public final CachedOperation<TmdbDiscover, MediaPage> tmdbMovieDiscover;
  public final CachedOperation<TmdbDiscover, MediaPage> tmdbSeriesDiscover;
  public final CachedOperation<TitleQuery, TitleMatch> tmdbMatch;
  public final CachedOperation<TmdbFind, MediaPage> tmdbFind;
  public final CachedOperation<TitleId, IdMap> idMap;

  /** Null where nothing answers while AniList is unavailable. */
  private final @Nullable FallbackOperations fallback;

  private final TmdbSource tmdb;
  private final Map<String, ProviderOperations> providers = new LinkedHashMap<>();
  private final List<CachedOperation<?, ?>> all = new ArrayList<>();

  /** The operations of one content provider; the provider is part of their keys. */
  public final class ProviderOperations {
    public final CachedOperation<ProviderPage, MediaPage> popular;
    public final CachedOperation<ProviderPage, MediaPage> trending;
    public final CachedOperation<ProviderPage, MediaPage> latest;
    public final CachedOperation<ProviderSearch, MediaPage> search;
    public final CachedOperation<ProviderItem, Media> detail;
    public final CachedOperation<ProviderEpisodes, EpisodePage> episodes;
    public final CachedOperation<ExternalId, Media> byExternalId;
    private final ContentProvider provider;
    private final String scope;

    // spotless:off
    private ProviderOperations(ContentProvider provider, Ttls ttls) {
      this.provider = provider;
      String id = provider.status().id();
      scope = RequestText.scope("provider", provider.catalogue().isEmpty() ? id : id + ' ' + provider.catalogue());
      popular  = row(id, "provider_popular",  ttls.providerPopular(), "ContentProvider.popular",  scope, MediaPage.class, provider::popular);
      trending = row(id, "provider_trending", ttls.providerPopular(), "ContentProvider.trending", scope, MediaPage.class, provider::trending);
      latest   = row(id, "provider_latest",   ttls.providerLatest(),  "ContentProvider.latest",   scope, MediaPage.class, provider::latest);
      search   = row(id, "provider_search",   ttls.providerSearch(),  "ContentProvider.search",   scope, MediaPage.class, provider::search, request -> enabled() ? emptyPage(request.q(), request.page(), FIXED_PAGE) : null);
      detail   = row(id, "provider_detail",   ttls.providerDetail(),  "ContentProvider.detail",   scope, Media.class, provider::detail, request -> requireId(provider, request.id()));
      episodes = row(id, "provider_episodes", ttls.providerDetail(),  "ContentProvider.episodes", scope, EpisodePage.class, provider::episodes, request -> requireId(provider, request.id()));
      byExternalId = row(id, "id_map_provider", ttls.idMap(),         "ContentProvider.byExternalId", scope, Media.class, provider::byExternalId);
    }
    // spotless:on

    /** The name of the provider for people. */
    public String name() {
      return provider.status().name();
    }

    /** Whether the provider lists the episodes of its series. */
    public boolean hasEpisodes() {
      return provider.hasEpisodes();
    }

    /** The sites whose ids the provider takes. */
    public Set<String> externalSites() {
      return provider.externalSites();
    }

    /** Whether the provider has all the settings that it needs. */
    public boolean enabled() {
      return provider.status().configured();
    }

    /** Whether what the provider has can be played now. */
    public boolean hasStreams() {
      return enabled() && provider.status().kind().equals("streams");
    }
  }

  /** The operations that answer while AniList is unavailable. */
  private final class FallbackOperations {
    private final CachedOperation<MediaById, Media> media;
    private final CachedOperation<AnimeSearch, MediaPage> search;
    private final CachedOperation<PageRequest, MediaPage> trending;
    private final CachedOperation<PageRequest, MediaPage> popular;

    // spotless:off
    private FallbackOperations(ProviderOperations provider) {
      var anime = new AniListFallback(provider);
      String scope = provider.scope;
      media    = composed("fallback_media_by_id", FALLBACK_TTL, "AniListFallback.media",    scope, Media.class, anime::media);
      search   = composed("fallback_search",      FALLBACK_TTL, "AniListFallback.search",   scope, MediaPage.class, anime::search);
      trending = composed("fallback_trending",    FALLBACK_TTL, "AniListFallback.trending", scope, MediaPage.class, anime::trending);
      popular  = composed("fallback_popular",     FALLBACK_TTL, "AniListFallback.popular",  scope, MediaPage.class, anime::popular);
    }
    // spotless:on
  }

  /** Operations of which none answers while AniList is unavailable. */
  public Operations(
      AniListSource anilist,
      TmdbSource tmdb,
      List<? extends ContentProvider> contentProviders,
      Ttls ttls) {
    this(anilist, tmdb, contentProviders, ttls, false);
  }

  /**
   * @param hasFallback whether a content provider that takes AniList's ids answers for anime while
   *     AniList is unavailable
   */
  // spotless:off
  public Operations(AniListSource anilist, TmdbSource tmdb, List<? extends ContentProvider> contentProviders, Ttls ttls, boolean hasFallback) {
    this.tmdb = tmdb;
    var matching = new TmdbMatching(tmdb);
    String language = RequestText.scope("language", tmdb.language().tag());

    anilistMedia       = row("anilist", "anilist_media_by_id",   ttls.anilistMedia(),      "AniListSource.media",       "",       Media.class, anilist::media, (requests, call) -> mediaBatch(anilist, requests, call), null, fallback(anilist, hasFallback, this::fallbackMedia), null);
    anilistMediaByMal  = row("anilist", "anilist_media_by_mal",  ttls.anilistMedia(),      "AniListSource.mediaByMal",  "",       Media.class, anilist::mediaByMal);
    anilistSearch      = row("anilist", "anilist_search",        ttls.anilistSearch(),     "AniListSource.search",      "",       MediaPage.class, anilist::search, null, this::details, fallback(anilist, hasFallback, this::fallbackSearch), request -> emptyPage(request.q(), request.page(), request.perPage()));
    anilistSearchAnime = row("anilist", "anilist_search_anime",  ttls.anilistSearch(),     "AniListSource.searchAnime", "",       MediaPage.class, anilist::searchAnime, null, this::details, fallback(anilist, hasFallback, this::fallbackSearchAnime), request -> emptyPage(request.q(), request.page(), request.perPage()));
    anilistTrending    = row("anilist", "anilist_trending",      ttls.anilistTrending(),   "AniListSource.trending",    "",       MediaPage.class, anilist::trending, null, this::details, fallback(anilist, hasFallback, this::fallbackTrending), null);
    anilistPopular     = row("anilist", "anilist_popular",       ttls.anilistTrending(),   "AniListSource.popular",     "",       MediaPage.class, anilist::popular, null, this::details, fallback(anilist, hasFallback, this::fallbackPopular), null);
    anilistSeason      = row("anilist", "anilist_season",        ttls.anilistTrending(),   "AniListSource.season",      "",       MediaPage.class, anilist::season, null, this::details, null, null);
    anilistSchedule    = row("anilist", "anilist_schedule",      ttls.anilistTrending(),   "AniListSource.schedule",    "",       SchedulePage.class, anilist::schedule, null, this::scheduledDetails, null, null);
    anilistGenres      = row("anilist", "anilist_genres",        ttls.anilistGenres(),     "AniListSource.genres",      "",       AniListGenres.class, (NoParameters none, Call call) -> anilist.genres(call));
    tmdbConfiguration  = row("tmdb",    "tmdb_configuration",    ttls.tmdbConfiguration(), "TmdbSource.configuration",  "",       ImageConfiguration.class, (NoParameters none, Call call) -> tmdb.configuration(call));
    tmdbGenres         = row("tmdb",    "tmdb_genres",           ttls.tmdbConfiguration(), "TmdbSource.genres",         "",       TmdbGenres.class, tmdb::genres);
    tmdbSearch         = row("tmdb",    "tmdb_search_multi",     ttls.tmdbSearch(),        "TmdbSource.search",         "",       MediaPage.class, tmdb::search, request -> emptyPage(request.q(), request.page(), FIXED_PAGE));
    tmdbMovie          = row("tmdb",    "tmdb_movie_details",    ttls.tmdbDetails(),       "TmdbSource.movie",          "",       Media.class, tmdb::movie);
    tmdbSeries         = row("tmdb",    "tmdb_tv_details",       ttls.tmdbDetails(),       "TmdbSource.series",         "",       Media.class, tmdb::series);
    tmdbSeason         = row("tmdb",    "tmdb_season_details",   ttls.tmdbDetails(),       "TmdbSource.season",         "",       Season.class, tmdb::season);
    tmdbCollection     = row("tmdb",    "tmdb_collection",       ttls.tmdbDetails(),       "TmdbSource.collection",     "",       MediaCollection.class, tmdb::collection);
    tmdbTrending       = row("tmdb",    "tmdb_trending",         ttls.tmdbList(),          "TmdbSource.trending",       "",       MediaPage.class, tmdb::trending);
    tmdbMovieList      = row("tmdb",    "tmdb_movie_list",       ttls.tmdbList(),          "TmdbSource.movieList",      "",       MediaPage.class, tmdb::movieList);
    tmdbSeriesList     = row("tmdb",    "tmdb_tv_list",          ttls.tmdbList(),          "TmdbSource.seriesList",     "",       MediaPage.class, tmdb::seriesList);
    tmdbMovieDiscover  = row("tmdb",    "tmdb_movie_discover",   ttls.tmdbList(),          "TmdbSource.discoverMovies", "",       MediaPage.class, tmdb::discoverMovies);
    tmdbSeriesDiscover = row("tmdb",    "tmdb_tv_discover",      ttls.tmdbList(),          "TmdbSource.discoverSeries", "",       MediaPage.class, tmdb::discoverSeries);
    tmdbMatch          = row("tmdb",    "tmdb_search_and_match", ttls.tmdbSearch(),        "TmdbMatching.match",        language, TitleMatch.class, matching::match, request -> hasWord(request.title()) ? null : TitleMatch.NONE);
    tmdbFind           = row("tmdb",    "id_map_tmdb",           ttls.idMap(),             "TmdbSource.find",           "",       MediaPage.class, tmdb::find);
    idMap              = composed(      "id_map",                ttls.idMap(),             "IdMapping.map",             tmdbScope(), IdMap.class, (TitleId id, Lookups lookups) -> IdMapping.map(id, new CachedIdSources(this, lookups)).thenApply(Operations::idMapAnswer));
    // spotless:on

    contentProviders.forEach(
        provider -> providers.put(provider.status().id(), new ProviderOperations(provider, ttls)));
    fallback =
        providers.values().stream()
            .filter(each -> hasFallback && each.externalSites().contains(AniListFallback.SITE))
            .findFirst()
            .map(FallbackOperations::new)
            .orElse(null);
  }

  private static <Q, R> @Nullable Fallback<Q, R> fallback(
      AniListSource anilist,
      boolean isEnabled,
      Function<Q, @Nullable CachedRequest<?, R>> request) {
    return isEnabled ? new Fallback<>(request, () -> anilist.status().availability()) : null;
  }

  private @Nullable CachedRequest<?, Media> fallbackMedia(MediaById request) {
    return fallback == null ? null : CachedRequest.of(fallback.media, request);
  }

  private @Nullable CachedRequest<?, MediaPage> fallbackSearch(AniListSearch request) {
    AnimeSearch search = AniListFallback.asAnimeSearch(request);
    return search == null ? null : fallbackSearchAnime(search);
  }

  private @Nullable CachedRequest<?, MediaPage> fallbackSearchAnime(AnimeSearch request) {
    return fallback == null ? null : CachedRequest.of(fallback.search, request);
  }

  private @Nullable CachedRequest<?, MediaPage> fallbackTrending(PageRequest request) {
    return fallback == null ? null : CachedRequest.of(fallback.trending, request);
  }

  private @Nullable CachedRequest<?, MediaPage> fallbackPopular(PageRequest request) {
    return fallback == null ? null : CachedRequest.of(fallback.popular, request);
  }

  private <Q extends Record, R> CachedOperation<Q, R> row(
      String source,
      String prefix,
      Duration ttl,
      String method,
      String scope,
      Class<R> type,
      Upstream<Q, R> upstream) {
    return row(source, prefix, ttl, method, scope, type, upstream, null, null, null, null);
  }

  private <Q extends Record, R> CachedOperation<Q, R> row(
      String source,
      String prefix,
      Duration ttl,
      String method,
      String scope,
      Class<R> type,
      Upstream<Q, R> upstream,
      Precheck<Q, R> precheck) {
    return row(source, prefix, ttl, method, scope, type, upstream, null, null, null, precheck);
  }

  /** The page of a search whose text has neither letter nor digit; null for another text. */
  private static @Nullable MediaPage emptyPage(@Nullable String text, int page, int perPage) {
    return text == null || hasWord(text) ? null : new MediaPage(List.of(), page, perPage, false);
  }

  private static boolean hasWord(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // It returns nothing but null.
  private static <R> @Nullable R requireId(ContentProvider provider, String id) {
    if (provider.status().configured() && !provider.isId(id)) {
      throw new MediaSourceException(
          MediaSourceException.Kind.NOT_FOUND, provider.status().name() + " has no such title.");
    }
    return null;
  }

  /** A row whose answers are composed of those of other rows. */
  private <Q extends Record, R> CachedOperation<Q, R> composed(
      String prefix,
      Duration ttl,
      String method,
      String scope,
      Class<R> type,
      CachedOperation.Composition<Q, R> composition) {
    var row =
        new CachedOperation<Q, R>(
            COMPOSED,
            prefix,
            ttl,
            method,
            scope,
            type,
            (request, call) -> {
              throw new UnsupportedOperationException(method + " is composed");
            },
            null,
            composition,
            null,
            null,
            null);
    all.add(row);
    return row;
  }

  /** Ids that a source did not tell are looked for again sooner. */
  private static Answer<IdMap> idMapAnswer(IdMap map) {
    boolean isComplete =
        map.ids().containsKey(TitleId.TMDB) && map.ids().containsKey(TitleId.ANILIST);
    Duration freshFor = isComplete ? null : INCOMPLETE_IDS_TTL;
    return new Answer.Value<>(map, null, map.failed().isEmpty() ? freshFor : PARTIAL_TTL);
  }

  /** Without TMDB, its ids are missing. */
  private String tmdbScope() {
    return RequestText.scope("tmdb", tmdbEnabled() ? "on" : "off");
  }

  private <Q extends Record, R> CachedOperation<Q, R> row(
      String source,
      String prefix,
      Duration ttl,
      String method,
      String scope,
      Class<R> type,
      Upstream<Q, R> upstream,
      CachedOperation.@Nullable Batch<Q, R> batch,
      @Nullable Function<R, Prefetch<?, ?>> prefetch,
      @Nullable Fallback<Q, R> fallback,
      @Nullable Precheck<Q, R> precheck) {
    var row =
        new CachedOperation<>(
            source, prefix, ttl, method, scope, type, upstream, batch, null, prefetch, fallback,
            precheck);
    all.add(row);
    return row;
  }

  private static Answer<Map<MediaById, Media>> mediaBatch(
      AniListSource anilist, List<MediaById> requests, Call call) {
    List<Integer> ids = requests.stream().map(MediaById::id).toList();
    Answer<Map<Integer, Media>> answer = anilist.mediaBatch(new MediaBatch(ids), call);
    if (answer instanceof Answer.Value<Map<Integer, Media>> value) {
      Map<MediaById, Media> byRequest = new HashMap<>();
      value.value().forEach((id, media) -> byRequest.put(new MediaById(id), media));
      return Answer.of(byRequest);
    }
    return new Answer.NotModified<>();
  }

  /** The details of a list's titles, which are likely to be opened next. */
  private Prefetch<MediaById, Media> details(MediaPage page) {
    return details(page.items().stream());
  }

  private Prefetch<MediaById, Media> scheduledDetails(SchedulePage page) {
    return details(page.items().stream().map(ScheduledEpisode::media));
  }

  private Prefetch<MediaById, Media> details(Stream<Media> titles) {
    return new Prefetch<>(
        anilistMedia,
        titles.map(media -> new MediaById(Integer.parseInt(media.sourceId()))).distinct().toList());
  }

  /** The language of the texts of requests to TMDB that name none. */
  public LanguageTag tmdbLanguage() {
    return tmdb.language();
  }

  /** The region of requests to TMDB that name none. */
  public Region tmdbRegion() {
    return tmdb.region();
  }

  /** Whether TMDB has all the settings that it needs. */
  public boolean tmdbEnabled() {
    return tmdb.status().configured();
  }

  /** Every row; the rows of each provider share their prefixes. */
  public List<CachedOperation<?, ?>> all() {
    return List.copyOf(all);
  }

  /** The operations of the content providers by the provider's id. */
  public Map<String, ProviderOperations> providers() {
    return Map.copyOf(providers);
  }

  /** Every prefix, in the order of the table. */
  public Set<String> prefixes() {
    return all.stream()
        .map(CachedOperation::prefix)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The prefixes that clearing the given one clears: itself, and those that continue it after an
   * underscore. The prefix is data, never a pattern.
   *
   * @return empty when no operation has such a prefix
   */
  public Set<String> prefixesUnder(String prefix) {
    return prefixes().stream()
        .filter(candidate -> candidate.equals(prefix) || candidate.startsWith(prefix + "_"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}

package dev.anyflix.web.stremio;

import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.Operations;
import dev.anyflix.core.Operations.ProviderOperations;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.TmdbDiscover;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbTrending;
import dev.anyflix.domain.media.TrendingWindow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A list of the add-on and the operations that answer it.
 *
 * @param type the type under which it is shown
 * @param id its id
 * @param name what users see
 * @param genres whose genres it can be narrowed to
 * @param list the request of a page
 * @param byGenre the request of a page of one genre, or null where there are no genres
 * @param search the request of a page of a search
 * @param filter which items of a page belong to the list
 */
record Catalog(
    String type,
    String id,
    String name,
    Genres genres,
    IntFunction<CachedRequest<?, MediaPage>> list,
    @Nullable BiFunction<String, Integer, CachedRequest<?, MediaPage>> byGenre,
    BiFunction<String, Integer, CachedRequest<?, MediaPage>> search,
    Predicate<Media> filter) {

  /** How many titles a page has at most, whatever the source. */
  static final int PAGE = 20;

  /** Whose genres a list can be narrowed to. */
  enum Genres {
    NONE,
    TMDB_FILMS,
    TMDB_SERIES,
    ANILIST
  }

  /** The lists of the sources that are configured. */
  static List<Catalog> all(Operations operations, Clock clock) {
    List<Catalog> catalogs = new ArrayList<>();
    if (operations.tmdbEnabled()) {
      catalogs.add(films(operations));
      catalogs.add(series(operations));
    }
    catalogs.add(anime(operations, clock));
    addProvider(catalogs, operations, "archive", "Free films of the Internet Archive");
    addProvider(catalogs, operations, "jellyfin", "Jellyfin");
    return List.copyOf(catalogs);
  }

  private static Catalog films(Operations operations) {
    return new Catalog(
        MetaPreview.MOVIE,
        "anyflix.films",
        "Trending films",
        Genres.TMDB_FILMS,
        page -> trending(operations, MediaKind.MOVIE, page),
        (genre, page) ->
            CachedRequest.of(operations.tmdbMovieDiscover, discover(operations, genre, page)),
        (text, page) -> tmdbSearch(operations, text, page),
        media -> media.kind() == MediaKind.MOVIE);
  }

  private static Catalog series(Operations operations) {
    return new Catalog(
        MetaPreview.SERIES,
        "anyflix.series",
        "Trending series",
        Genres.TMDB_SERIES,
        page -> trending(operations, MediaKind.SERIES, page),
        (genre, page) ->
            CachedRequest.of(operations.tmdbSeriesDiscover, discover(operations, genre, page)),
        (text, page) -> tmdbSearch(operations, text, page),
        media -> media.kind() == MediaKind.SERIES);
  }

  private static Catalog anime(Operations operations, Clock clock) {
    return new Catalog(
        MetaPreview.SERIES,
        "anyflix.anime",
        "Anime of the season",
        Genres.ANILIST,
        page -> CachedRequest.of(operations.anilistSeason, season(clock, page)),
        (genre, page) ->
            CachedRequest.of(operations.anilistSearch, ofGenre(season(clock, page), genre)),
        (text, page) ->
            CachedRequest.of(operations.anilistSearchAnime, new AnimeSearch(text, page, PAGE)),
        media -> true);
  }

  private static void addProvider(
      List<Catalog> catalogs, Operations operations, String id, String name) {
    ProviderOperations provider = operations.providers().get(id);
    if (provider != null && provider.enabled()) {
      catalogs.add(
          new Catalog(
              MetaPreview.MOVIE,
              "anyflix." + id,
              name,
              Genres.NONE,
              page -> CachedRequest.of(provider.popular, new ProviderPage(page)),
              null,
              (text, page) -> CachedRequest.of(provider.search, new ProviderSearch(text, page)),
              media -> true));
    }
  }

  private static CachedRequest<?, MediaPage> trending(
      Operations operations, MediaKind kind, int page) {
    return CachedRequest.of(
        operations.tmdbTrending,
        new TmdbTrending(kind, TrendingWindow.WEEK, operations.tmdbLanguage(), page));
  }

  private static CachedRequest<?, MediaPage> tmdbSearch(
      Operations operations, String text, int page) {
    return CachedRequest.of(
        operations.tmdbSearch, new TmdbSearch(text, operations.tmdbLanguage(), page));
  }

  private static TmdbDiscover discover(Operations operations, String genre, int page) {
    return new TmdbDiscover(
        List.of(genre),
        null,
        null,
        null,
        TmdbDiscover.DEFAULT_SORT,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        operations.tmdbLanguage(),
        page);
  }

  private static AniListSeason season(Clock clock, int page) {
    return AniListSeason.at(clock.instant(), null, null, null, page, PAGE);
  }

  private static AniListSearch ofGenre(AniListSeason season, String genre) {
    return new AniListSearch(
        null,
        MediaKind.ANIME,
        null,
        null,
        season.season(),
        season.year(),
        List.of(genre),
        List.of(),
        season.sort(),
        false,
        season.page(),
        PAGE);
  }
}

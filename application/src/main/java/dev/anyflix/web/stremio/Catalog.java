package dev.anyflix.web.stremio;

import dev.anyflix.core.Operations;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A list of the add-on and the addresses of the API that answer it, in which {@code {page}} stands
 * for the number of the page and {@code {text}} for a genre or for what is searched for.
 *
 * @param type the type under which it is shown
 * @param id its id
 * @param name what users see
 * @param genres whose genres it can be narrowed to
 * @param list the address of a page
 * @param byGenre the address of a page of one genre
 * @param search the address of a page of a search
 * @param filter which items of a page belong to the list
 */
record Catalog(
    String type,
    String id,
    String name,
    Genres genres,
    String list,
    Supplier<String> byGenre,
    String search,
    Predicate<Media> filter) {

  /** How many titles a page has at most, whatever the source. */
  static final int PAGE = 20;

  private static final String TMDB_SEARCH = "/api/tmdb/search?q={text}&page={page}";

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
      catalogs.add(
          new Catalog(
              MetaPreview.MOVIE,
              "anyflix.films",
              "Trending films",
              Genres.TMDB_FILMS,
              "/api/tmdb/trending?type=movie&window=week&page={page}",
              () -> "/api/tmdb/movies/discover?genre={text}&page={page}",
              TMDB_SEARCH,
              media -> media.kind() == MediaKind.MOVIE));
      catalogs.add(
          new Catalog(
              MetaPreview.SERIES,
              "anyflix.series",
              "Trending series",
              Genres.TMDB_SERIES,
              "/api/tmdb/trending?type=tv&window=week&page={page}",
              () -> "/api/tmdb/tv/discover?genre={text}&page={page}",
              TMDB_SEARCH,
              media -> media.kind() == MediaKind.SERIES));
    }
    catalogs.add(
        new Catalog(
            MetaPreview.SERIES,
            "anyflix.anime",
            "Anime of the season",
            Genres.ANILIST,
            "/api/anilist/season?page={page}",
            () -> animeOfTheSeason(clock),
            "/api/anilist/anime/search?q={text}&page={page}",
            media -> true));
    addProvider(catalogs, operations, "archive", "Free films of the Internet Archive");
    addProvider(catalogs, operations, "jellyfin", "Jellyfin");
    return List.copyOf(catalogs);
  }

  private static String animeOfTheSeason(Clock clock) {
    AniListSeason season = AniListSeason.at(clock.instant(), null, null, null, 1, PAGE);
    return "/api/anilist/search?type=ANIME&season=%s&year=%d&genre={text}&page={page}"
        .formatted(season.season(), season.year());
  }

  private static void addProvider(
      List<Catalog> catalogs, Operations operations, String id, String name) {
    var provider = operations.providers().get(id);
    if (provider != null && provider.enabled()) {
      String list = "/api/providers/" + id + "/popular?page={page}";
      catalogs.add(
          new Catalog(
              MetaPreview.MOVIE,
              "anyflix." + id,
              name,
              Genres.NONE,
              list,
              () -> list,
              "/api/providers/" + id + "/search?q={text}&page={page}",
              media -> true));
    }
  }

  /** The address that answers a query. */
  String address(CatalogQuery query) {
    String template = query.genre() == null ? list : byGenre.get();
    String text = Objects.requireNonNullElse(query.genre(), "");
    if (query.search() != null) {
      template = search;
      text = query.search();
    }
    return template
        .replace("{page}", Integer.toString(query.page()))
        .replace("{text}", URLEncoder.encode(text, StandardCharsets.UTF_8));
  }
}

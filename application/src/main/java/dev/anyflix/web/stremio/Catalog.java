package dev.anyflix.web.stremio;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.anyflix.core.Operations;
import dev.anyflix.domain.media.AniListGenres;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.Genre;
import dev.anyflix.domain.media.TmdbGenres;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A list of the add-on with the addresses of the API that answer it.
 *
 * @param type the type under which it is shown
 * @param id its id
 * @param name what users see
 * @param list the address of the list, up to the number of the page
 * @param genre the address of a genre of it, up to the name of the genre
 * @param search the address of a search, up to the text
 * @param genres reads the genres that it can be narrowed to
 */
record Catalog(
    String type, String id, String name, String list, String genre, String search, Genres genres) {

  /** How many titles a page has at most, whatever the source. */
  static final int PAGE = 20;

  /** Reads the genres of a list; none where they cannot be read. */
  interface Genres extends Function<PartReader, CompletableFuture<List<String>>> {}

  // spotless:off
  /** The lists of the sources that are configured. */
  static List<Catalog> all(Operations operations, Instant now) {
    List<Catalog> all = new ArrayList<>();
    if (operations.tmdbEnabled()) {
      all.add(new Catalog("movie", "anyflix.films", "Trending films",
          "/api/tmdb/trending?type=movie&window=week&page=", "/api/tmdb/movies/discover?genre=",
          "/api/tmdb/search?q=", reader -> tmdbGenres(reader, TmdbGenres::movie)));
      all.add(new Catalog("series", "anyflix.series", "Trending series",
          "/api/tmdb/trending?type=tv&window=week&page=", "/api/tmdb/tv/discover?genre=",
          "/api/tmdb/search?q=", reader -> tmdbGenres(reader, TmdbGenres::tv)));
    }
    var season = AniListSeason.at(now, null, null, null, 1, PAGE);
    all.add(new Catalog("series", "anyflix.anime", "Anime of the season",
        "/api/anilist/season?page=",
        "/api/anilist/search?type=ANIME&season=" + season.season() + "&year=" + season.year() + "&genre=",
        "/api/anilist/anime/search?q=", Catalog::anilistGenres));
    operations.providers().forEach((id, provider) -> {
      if (provider.hasStreams()) {
        all.add(ofProvider(id, provider.name()));
      }
    });
    return all;
  }
  // spotless:on

  private static Catalog ofProvider(String id, String name) {
    String list = "/api/providers/" + id + "/popular?page=";
    String search = "/api/providers/" + id + "/search?q=";
    Genres none = reader -> CompletableFuture.completedFuture(List.of());
    return new Catalog("movie", "anyflix." + id, name, list, search, search, none);
  }

  private static CompletableFuture<List<String>> tmdbGenres(
      PartReader reader, Function<TmdbGenres, List<Genre>> ofType) {
    return reader
        .tryRead("/api/tmdb/genres", TmdbGenres.class)
        .thenApply(
            all -> all == null ? List.of() : ofType.apply(all).stream().map(Genre::name).toList());
  }

  private static CompletableFuture<List<String>> anilistGenres(PartReader reader) {
    return reader
        .tryRead("/api/anilist/genres", AniListGenres.class)
        .thenApply(all -> all == null ? List.of() : all.genres());
  }

  /** The address that answers a search, a genre or the whole list, in this order. */
  String address(Map<String, String> extra, int page) {
    String text = extra.get("search");
    String address = text == null ? genre : search;
    text = text == null ? extra.get("genre") : text;
    return text == null ? list + page : address + URLEncoder.encode(text, UTF_8) + "&page=" + page;
  }
}

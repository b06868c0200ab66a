package dev.anyflix.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** TMDB's genre ids by name. */
final class TmdbGenres {

  private static final Map<String, Integer> IDS =
      Map.ofEntries(
          Map.entry("Action", 28),
          Map.entry("Adventure", 12),
          Map.entry("Animation", 16),
          Map.entry("Comedy", 35),
          Map.entry("Crime", 80),
          Map.entry("Documentary", 99),
          Map.entry("Drama", 18),
          Map.entry("Family", 10751),
          Map.entry("Fantasy", 14),
          Map.entry("History", 36),
          Map.entry("Horror", 27),
          Map.entry("Music", 10402),
          Map.entry("Mystery", 9648),
          Map.entry("Romance", 10749),
          Map.entry("Science Fiction", 878),
          Map.entry("Thriller", 53),
          Map.entry("War", 10752),
          Map.entry("Western", 37),
          Map.entry("Action & Adventure", 10759),
          Map.entry("Sci-Fi & Fantasy", 10765),
          Map.entry("War & Politics", 10768));

  private static final Set<String> SERIES_ONLY =
      Set.of("Action & Adventure", "Sci-Fi & Fantasy", "War & Politics");
  private static final Set<String> FILMS_ONLY =
      Set.of(
          "Action",
          "Adventure",
          "Fantasy",
          "History",
          "Horror",
          "Music",
          "Romance",
          "Science Fiction",
          "Thriller",
          "War");

  private TmdbGenres() {}

  /** The names of the genres of films or of series, sorted. */
  static List<String> names(boolean films) {
    return IDS.keySet().stream()
        .filter(name -> !(films ? SERIES_ONLY : FILMS_ONLY).contains(name))
        .sorted()
        .toList();
  }

  static int id(String name) {
    return Optional.ofNullable(IDS.get(name))
        .orElseThrow(() -> new IllegalStateException("unknown genre: " + name));
  }
}

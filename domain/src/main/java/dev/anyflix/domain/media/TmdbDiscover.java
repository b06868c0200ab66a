package dev.anyflix.domain.media;

import dev.anyflix.domain.media.InvalidRequestException.Problem;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks TMDB for films or series that pass all filters; a filter that is null or empty does not
 * apply.
 *
 * @param genres genres that it must all have, each by TMDB's id or by its name in the language of
 *     the request or in English; the order and the case do not matter
 * @param year the year of its first release, 1870 to 2100, or null
 * @param from the first day of its first release, or null
 * @param to the last day of its first release, or null
 * @param sort the order in TMDB's words; {@link #MOVIE_SORTS} for films, {@link #SERIES_SORTS} for
 *     series
 * @param minScore the lowest mean rating, 0 to 100, or null
 * @param minVotes the lowest number of votes, from 0, or null
 * @param originalLanguage the language of the work, two letters, or null
 * @param country the country of origin, or null
 * @param watchProviders TMDB's ids of services of which one at least must offer it
 * @param region the region of those services; ignored without them
 * @param runtimeMin the shortest length in minutes, from 0, or null
 * @param runtimeMax the longest length in minutes, from 0, or null
 * @param language the language of the texts
 * @param page from 1 to {@value TmdbSearch#MAX_PAGE}
 */
public record TmdbDiscover(
    List<String> genres,
    @Nullable Integer year,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    String sort,
    @Nullable Integer minScore,
    @Nullable Integer minVotes,
    @Nullable String originalLanguage,
    @Nullable Region country,
    List<Integer> watchProviders,
    @Nullable Region region,
    @Nullable Integer runtimeMin,
    @Nullable Integer runtimeMax,
    LanguageTag language,
    int page) {

  /** The order when none is given. */
  public static final String DEFAULT_SORT = "popularity.desc";

  /** The orders of films. */
  public static final List<String> MOVIE_SORTS =
      List.of(
          DEFAULT_SORT,
          "popularity.asc",
          "vote_average.desc",
          "vote_average.asc",
          "vote_count.desc",
          "vote_count.asc",
          "primary_release_date.desc",
          "primary_release_date.asc",
          "revenue.desc",
          "revenue.asc",
          "title.desc",
          "title.asc",
          "original_title.desc",
          "original_title.asc");

  /** The orders of series. */
  public static final List<String> SERIES_SORTS =
      List.of(
          DEFAULT_SORT,
          "popularity.asc",
          "vote_average.desc",
          "vote_average.asc",
          "vote_count.desc",
          "vote_count.asc",
          "first_air_date.desc",
          "first_air_date.asc",
          "name.desc",
          "name.asc",
          "original_name.desc",
          "original_name.asc");

  /** The longest length in minutes. */
  public static final int MAX_MINUTES = 10_000;

  public TmdbDiscover {
    new Checks()
        .texts("genre", genres)
        .range("year", year, 1870, 2100)
        .range("minScore", minScore, 0, 100)
        .range("minVotes", minVotes, 0, Integer.MAX_VALUE)
        .range("runtimeMin", runtimeMin, 0, MAX_MINUTES)
        .range("runtimeMax", runtimeMax, 0, MAX_MINUTES)
        .range("page", page, 1, TmdbSearch.MAX_PAGE)
        .done();
    require(
        MOVIE_SORTS.contains(sort) || SERIES_SORTS.contains(sort), "sort", "must be a known order");
    require(
        originalLanguage == null || originalLanguage.matches("[A-Za-z]{2}"),
        "originalLanguage",
        "must be a language of two letters such as en");
    require(from == null || to == null || !from.isAfter(to), "to", "must not be before from");
    require(
        runtimeMin == null || runtimeMax == null || runtimeMin <= runtimeMax,
        "runtimeMax",
        "must not be less than runtimeMin");
    require(
        watchProviders.size() <= 20 && watchProviders.stream().allMatch(id -> id > 0),
        "watchProvider",
        "must be at most 20 ids, each from 1");
    genres =
        genres.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().sorted().toList();
    originalLanguage = originalLanguage == null ? null : originalLanguage.toLowerCase(Locale.ROOT);
    watchProviders = watchProviders.stream().distinct().sorted().toList();
    region = watchProviders.isEmpty() ? null : region;
  }

  private static void require(boolean holds, String parameter, String detail) {
    if (!holds) {
      throw new InvalidRequestException(List.of(new Problem(parameter, detail)));
    }
  }
}

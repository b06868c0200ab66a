package dev.anyflix.domain.media;

/**
 * Asks TMDB for one season of a series.
 *
 * @param series the id of the series, 1 to 2147483647
 * @param number the number of the season, 0 to {@value #MAX_NUMBER}; 0 for specials
 * @param language the language of the texts
 */
public record TmdbSeason(int series, int number, LanguageTag language) {

  /** The highest number that can be asked for; some series number their seasons by years. */
  public static final int MAX_NUMBER = 10_000;

  public TmdbSeason {
    new Checks()
        .range("id", series, 1, Integer.MAX_VALUE)
        .range("number", number, 0, MAX_NUMBER)
        .done();
  }
}

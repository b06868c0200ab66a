package dev.anyflix.domain.media;

/**
 * Asks TMDB for one film or series.
 *
 * @param id 1 to 2147483647
 * @param language the language of the texts
 * @param region the region of the age rating and of the services that offer it
 */
public record TmdbTitle(int id, LanguageTag language, Region region) {

  public TmdbTitle {
    new Checks().range("id", id, 1, Integer.MAX_VALUE).done();
  }
}

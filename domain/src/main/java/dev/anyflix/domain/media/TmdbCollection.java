package dev.anyflix.domain.media;

/**
 * Asks TMDB for one collection of films.
 *
 * @param id 1 to 2147483647
 * @param language the language of the texts
 */
public record TmdbCollection(int id, LanguageTag language) {

  public TmdbCollection {
    new Checks().range("id", id, 1, Integer.MAX_VALUE).done();
  }
}

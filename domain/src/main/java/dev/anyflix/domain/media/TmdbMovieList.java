package dev.anyflix.domain.media;

/**
 * Asks TMDB for one page of a list of films.
 *
 * @param list the list
 * @param language the language of the texts
 * @param region the region whose releases the list is about
 * @param page from 1 to {@value TmdbSearch#MAX_PAGE}
 */
public record TmdbMovieList(MovieList list, LanguageTag language, Region region, int page) {

  public TmdbMovieList {
    new Checks().range("page", page, 1, TmdbSearch.MAX_PAGE).done();
  }
}

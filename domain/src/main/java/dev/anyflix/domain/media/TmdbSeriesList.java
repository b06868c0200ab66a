package dev.anyflix.domain.media;

/**
 * Asks TMDB for one page of a list of series.
 *
 * @param list the list
 * @param language the language of the texts
 * @param page from 1 to {@value TmdbSearch#MAX_PAGE}
 */
public record TmdbSeriesList(SeriesList list, LanguageTag language, int page) {

  public TmdbSeriesList {
    new Checks().range("page", page, 1, TmdbSearch.MAX_PAGE).done();
  }
}

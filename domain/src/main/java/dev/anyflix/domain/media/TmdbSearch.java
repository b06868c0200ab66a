package dev.anyflix.domain.media;

/**
 * Searches TMDB's films and series by title.
 *
 * @param q the title or a part of it, 1 to 200 characters
 * @param language the language of the texts
 * @param page from 1 to {@value #MAX_PAGE}
 */
public record TmdbSearch(String q, LanguageTag language, int page) {

  /** The most characters of a text that is searched for. */
  public static final int MAX_LENGTH = Checks.MAX_TEXT;

  /** The last page of TMDB's lists. */
  public static final int MAX_PAGE = 500;

  public TmdbSearch {
    new Checks().text("q", q).range("page", page, 1, MAX_PAGE).done();
  }
}

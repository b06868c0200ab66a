package dev.anyflix.domain.media;

/**
 * Searches TMDB's films and series by title.
 *
 * @param q the title or a part of it, 1 to 200 characters
 * @param page from 1 to 500
 */
public record TmdbSearch(String q, int page) {

  /** The most characters of a text that is searched for. */
  public static final int MAX_LENGTH = Checks.MAX_TEXT;

  public TmdbSearch {
    new Checks().text("q", q).range("page", page, 1, 500).done();
  }
}

package dev.anyflix.domain.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches TMDB's films or its series by title.
 *
 * @param q the title or a part of it, 1 to 200 characters
 * @param type {@link MediaKind#MOVIE} or {@link MediaKind#SERIES}
 * @param year the year of release of a film or of the first episode of a series, 1870 to 2100, or
 *     null for every year
 * @param language the language of the texts
 * @param page from 1 to {@value TmdbSearch#MAX_PAGE}
 */
public record TmdbTypedSearch(
    String q, MediaKind type, @Nullable Integer year, LanguageTag language, int page) {

  public TmdbTypedSearch {
    new Checks()
        .text("q", q)
        .range("year", year, 1870, 2100)
        .range("page", page, 1, TmdbSearch.MAX_PAGE)
        .done();
    if (type != MediaKind.MOVIE && type != MediaKind.SERIES) {
      throw new InvalidRequestException(
          List.of(new InvalidRequestException.Problem("type", "must be movie or tv")));
    }
  }
}

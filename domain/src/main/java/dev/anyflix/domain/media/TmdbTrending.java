package dev.anyflix.domain.media;

import dev.anyflix.domain.media.InvalidRequestException.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks TMDB for what is watched most at present.
 *
 * @param type {@link MediaKind#MOVIE} or {@link MediaKind#SERIES}, or null for both
 * @param window the time over which it is counted
 * @param language the language of the texts
 * @param page from 1 to {@value TmdbSearch#MAX_PAGE}
 */
public record TmdbTrending(
    @Nullable MediaKind type, TrendingWindow window, LanguageTag language, int page) {

  public TmdbTrending {
    new Checks().range("page", page, 1, TmdbSearch.MAX_PAGE).done();
    if (type != null && type != MediaKind.MOVIE && type != MediaKind.SERIES) {
      throw new InvalidRequestException(List.of(new Problem("type", "must be all, movie or tv")));
    }
  }
}

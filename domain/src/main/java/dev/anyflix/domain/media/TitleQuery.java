package dev.anyflix.domain.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the one film or series of a title.
 *
 * @param title the title as a person or a file name gives it, 1 to 200 characters
 * @param year the year of its first release, 1870 to 2100, or null when unknown
 * @param type {@link MediaKind#MOVIE} or {@link MediaKind#SERIES}, or null when unknown
 */
public record TitleQuery(String title, @Nullable Integer year, @Nullable MediaKind type) {

  public TitleQuery {
    new Checks().text("title", title).range("year", year, 1870, 2100).done();
    if (type != null && type != MediaKind.MOVIE && type != MediaKind.SERIES) {
      throw new InvalidRequestException(
          List.of(new InvalidRequestException.Problem("type", "must be movie or tv")));
    }
  }
}

package dev.anyflix.web.stremio;

import dev.anyflix.domain.media.InvalidRequestException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request for a list.
 *
 * @param search the text to search for, or null
 * @param genre the genre to narrow the list to, or null
 * @param skip how many titles the client has already
 */
record CatalogQuery(@Nullable String search, @Nullable String genre, int skip) {

  /**
   * Reads the parameters; unknown ones are ignored.
   *
   * @throws InvalidRequestException if {@code skip} is no number
   */
  static CatalogQuery of(Map<String, String> extra) {
    return new CatalogQuery(
        nonBlank(extra.get("search")),
        nonBlank(extra.get("genre")),
        number(extra.getOrDefault("skip", "0")));
  }

  private static @Nullable String nonBlank(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, with negative numbers.
    }
    throw new InvalidRequestException(
        List.of(
            new InvalidRequestException.Problem(
                "skip", "must be a whole number from 0 to " + Integer.MAX_VALUE)));
  }

  /** The page that follows what the client has; one that was not full counts as a whole. */
  int page() {
    return skip / Catalog.PAGE + (skip % Catalog.PAGE == 0 ? 1 : 2);
  }
}

package dev.anyflix.domain.media;

import java.util.List;

/**
 * Asks TMDB for the films and series that another site has under an id.
 *
 * @param site {@code imdb} or {@code tvdb}
 * @param id the site's own id, 1 to 200 characters
 * @param language the language of the texts
 */
public record TmdbFind(String site, String id, LanguageTag language) {

  public TmdbFind {
    new Checks().text("id", id).done();
    if (!site.equals("imdb") && !site.equals("tvdb")) {
      throw new InvalidRequestException(
          List.of(new InvalidRequestException.Problem("site", "must be imdb or tvdb")));
    }
  }
}

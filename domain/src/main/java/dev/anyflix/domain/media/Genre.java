package dev.anyflix.domain.media;

import java.util.Objects;

/**
 * A genre in TMDB's list.
 *
 * @param id TMDB's id
 * @param name its name in the language of the request
 */
public record Genre(int id, String name) {

  public Genre {
    Objects.requireNonNull(name, "name");
  }
}

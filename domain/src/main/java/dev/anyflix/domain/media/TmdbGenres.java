package dev.anyflix.domain.media;

import java.util.List;

/**
 * TMDB's genres.
 *
 * @param movie the genres of films
 * @param tv the genres of series
 */
public record TmdbGenres(List<Genre> movie, List<Genre> tv) {

  public TmdbGenres {
    movie = List.copyOf(movie);
    tv = List.copyOf(tv);
  }
}

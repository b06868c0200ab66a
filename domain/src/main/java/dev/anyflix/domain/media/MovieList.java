package dev.anyflix.domain.media;

/** TMDB's lists of films. */
public enum MovieList {
  POPULAR,
  TOP_RATED,
  UPCOMING,
  NOW_PLAYING
}

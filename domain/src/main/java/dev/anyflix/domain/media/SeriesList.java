package dev.anyflix.domain.media;

/** TMDB's lists of series. */
public enum SeriesList {
  POPULAR,
  TOP_RATED,
  ON_THE_AIR,
  AIRING_TODAY
}

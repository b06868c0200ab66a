package dev.anyflix.domain.media;

/** The time over which TMDB counts what is trending. */
public enum TrendingWindow {
  DAY,
  WEEK
}

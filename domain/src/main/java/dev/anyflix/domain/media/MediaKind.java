package dev.anyflix.domain.media;

/** What a medium is, whatever source it comes from. */
public enum MediaKind {
  ANIME,
  MANGA,
  MOVIE,
  SERIES,
  VIDEO
}

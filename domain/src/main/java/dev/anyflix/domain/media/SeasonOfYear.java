package dev.anyflix.domain.media;

/** A quarter of the broadcasting year, in AniList's terms. */
public enum SeasonOfYear {
  WINTER,
  SPRING,
  SUMMER,
  FALL
}

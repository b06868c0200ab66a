package dev.anyflix.domain.media;

/** The form in which a medium was released, in AniList's terms. */
public enum MediaFormat {
  TV,
  TV_SHORT,
  MOVIE,
  SPECIAL,
  OVA,
  ONA,
  MUSIC,
  MANGA,
  NOVEL,
  ONE_SHOT
}

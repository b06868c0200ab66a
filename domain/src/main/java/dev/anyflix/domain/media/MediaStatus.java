package dev.anyflix.domain.media;

/** How far the release of a medium has come, in AniList's terms. */
public enum MediaStatus {
  FINISHED,
  RELEASING,
  NOT_YET_RELEASED,
  CANCELLED,
  HIATUS
}

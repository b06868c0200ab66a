package dev.anyflix.domain.media;

import org.jspecify.annotations.Nullable;

/**
 * The pictures of a medium.
 *
 * @param poster absolute URL of the upright picture, or null when there is none
 * @param backdrop absolute URL of the wide picture, or null when there is none
 * @param color the dominant colour as {@code #rrggbb}, or null when unknown
 */
public record Images(@Nullable String poster, @Nullable String backdrop, @Nullable String color) {

  /** No picture at all. */
  public static final Images NONE = new Images(null, null, null);
}

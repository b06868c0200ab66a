package dev.anyflix.domain.media;

import org.jspecify.annotations.Nullable;

/**
 * The pictures of a medium.
 *
 * @param poster absolute URL of the upright picture, or null when there is none
 * @param backdrop absolute URL of the wide picture, or null when there is none
 * @param logo absolute URL of the title as a picture with a transparent ground, or null when there
 *     is none
 * @param color the dominant colour as {@code #rrggbb}, or null when unknown
 * @param posters the upright picture in several sizes
 * @param backdrops the wide picture in several sizes
 */
public record Images(
    @Nullable String poster,
    @Nullable String backdrop,
    @Nullable String logo,
    @Nullable String color,
    ImageSizes posters,
    ImageSizes backdrops) {

  /** No picture at all. */
  public static final Images NONE = new Images(null, null, null);

  /** Pictures that the source has in one size each. */
  public Images(@Nullable String poster, @Nullable String backdrop, @Nullable String color) {
    this(poster, backdrop, null, color, ImageSizes.of(poster), ImageSizes.of(backdrop));
  }
}

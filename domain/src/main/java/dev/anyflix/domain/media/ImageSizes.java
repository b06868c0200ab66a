package dev.anyflix.domain.media;

import org.jspecify.annotations.Nullable;

/**
 * One picture in several sizes. Either all four URLs are there or none is: where a source lacks a
 * size, the URL of the nearest size stands in for it.
 *
 * @param small absolute URL of the size for a row of thumbnails, or null when there is no picture
 * @param medium absolute URL of the size for a card, or null when there is no picture
 * @param large absolute URL of the size for a title page, or null when there is no picture
 * @param original absolute URL of the largest size, or null when there is no picture
 */
public record ImageSizes(
    @Nullable String small,
    @Nullable String medium,
    @Nullable String large,
    @Nullable String original) {

  /** No picture. */
  public static final ImageSizes NONE = new ImageSizes(null, null, null, null);

  /** Fills each missing size with the next larger one, or else with the next smaller one. */
  public ImageSizes {
    large = firstOf(large, original, medium, small);
    original = firstOf(original, large);
    medium = firstOf(medium, large);
    small = firstOf(small, medium);
  }

  /** A picture of which one size is known; none when the URL is null. */
  public static ImageSizes of(@Nullable String url) {
    return url == null ? NONE : new ImageSizes(url, url, url, url);
  }

  private static @Nullable String firstOf(@Nullable String... urls) {
    for (String url : urls) {
      if (url != null) {
        return url;
      }
    }
    return null;
  }
}

package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.ImageSizes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the URLs of images from TMDB's paths, with the address and the sizes that TMDB's
 * configuration offers.
 *
 * <p>Without the configuration there are no URLs: an answer without images is better than none, and
 * better than images from an address that was right once. Such an answer is fresh for {@link
 * TmdbContext#INCOMPLETE_FRESH_FOR} only.
 *
 * @param configuration null when it is not available
 */
record TmdbImages(@Nullable ImageConfiguration configuration) {

  private static final Pattern WIDTH = Pattern.compile("w([0-9]{1,5})");
  private static final String ORIGINAL = "original";

  @Nullable String poster(@Nullable String path) {
    return configuration == null ? null : url(path, configuration.posterSizes(), 500);
  }

  ImageSizes posters(@Nullable String path) {
    return configuration == null
        ? ImageSizes.NONE
        : sizes(path, configuration.posterSizes(), 185, 342, 780);
  }

  @Nullable String backdrop(@Nullable String path) {
    return configuration == null ? null : url(path, configuration.backdropSizes(), 1280);
  }

  ImageSizes backdrops(@Nullable String path) {
    return configuration == null
        ? ImageSizes.NONE
        : sizes(path, configuration.backdropSizes(), 300, 780, 1280);
  }

  @Nullable String logo(@Nullable String path) {
    return configuration == null ? null : url(path, configuration.logoSizes(), 500);
  }

  /** The logo of a service, which is a small square. */
  @Nullable String serviceLogo(@Nullable String path) {
    return configuration == null ? null : url(path, configuration.logoSizes(), 92);
  }

  @Nullable String profile(@Nullable String path) {
    return configuration == null ? null : url(path, configuration.profileSizes(), 185);
  }

  @Nullable String still(@Nullable String path) {
    return configuration == null ? null : url(path, configuration.stillSizes(), 300);
  }

  private ImageSizes sizes(
      @Nullable String path, List<String> offered, int small, int medium, int large) {
    return new ImageSizes(
        url(path, offered, small),
        url(path, offered, medium),
        url(path, offered, large),
        url(path, offered, Integer.MAX_VALUE));
  }

  private @Nullable String url(@Nullable String path, List<String> offered, int width) {
    if (configuration == null || path == null || !path.startsWith("/")) {
      return null;
    }
    return configuration.secureBaseUrl() + size(offered, width) + path;
  }

  /** The smallest width that is wide enough, or else the original. */
  private static String size(List<String> offered, int width) {
    String best = ORIGINAL;
    int bestWidth = Integer.MAX_VALUE;
    for (String size : offered) {
      Matcher matcher = WIDTH.matcher(size);
      int offeredWidth = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
      if (offeredWidth >= width && offeredWidth < bestWidth) {
        best = size;
        bestWidth = offeredWidth;
      }
    }
    return best;
  }
}

package dev.anyflix.domain.media;

import java.util.List;

/**
 * Where TMDB serves pictures and in which sizes.
 *
 * @param baseUrl the start of every picture's URL over HTTP; ends with a slash
 * @param secureBaseUrl the same over HTTPS
 * @param posterSizes the widths offered for posters, such as {@code w500}
 * @param backdropSizes the widths offered for backdrops
 * @param profileSizes the widths offered for people
 * @param logoSizes the widths offered for logos
 * @param stillSizes the widths offered for stills of episodes
 */
public record ImageConfiguration(
    String baseUrl,
    String secureBaseUrl,
    List<String> posterSizes,
    List<String> backdropSizes,
    List<String> profileSizes,
    List<String> logoSizes,
    List<String> stillSizes) {

  public ImageConfiguration {
    posterSizes = List.copyOf(posterSizes);
    backdropSizes = List.copyOf(backdropSizes);
    profileSizes = List.copyOf(profileSizes);
    logoSizes = List.copyOf(logoSizes);
    stillSizes = List.copyOf(stillSizes);
  }
}

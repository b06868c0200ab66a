package dev.anyflix.domain.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One season of a series with its episodes.
 *
 * @param id this service's id: {@code tmdb:tv:1396:season:1}
 * @param number its number; 0 for specials
 * @param name its name
 * @param description plain text, or null when there is none
 * @param airDate the day of its first episode, or null when unknown
 * @param poster absolute URL of the upright picture, or null when there is none
 * @param episodeCount how many episodes it has
 * @param episodes its episodes, in the order of their numbers
 */
public record Season(
    String id,
    int number,
    String name,
    @Nullable String description,
    @Nullable PartialDate airDate,
    @Nullable String poster,
    int episodeCount,
    List<Episode> episodes) {

  public Season {
    episodes = List.copyOf(episodes);
  }
}

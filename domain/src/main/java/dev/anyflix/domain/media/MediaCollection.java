package dev.anyflix.domain.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Films that belong together, such as the parts of a trilogy.
 *
 * @param id this service's id: {@code tmdb:collection:2344}
 * @param name its name
 * @param description plain text, or null when there is none
 * @param poster absolute URL of the upright picture, or null when there is none
 * @param backdrop absolute URL of the wide picture, or null when there is none
 * @param items its films, the earliest first; those without a date last
 */
public record MediaCollection(
    String id,
    String name,
    @Nullable String description,
    @Nullable String poster,
    @Nullable String backdrop,
    List<Media> items) {

  public MediaCollection {
    items = List.copyOf(items);
  }
}

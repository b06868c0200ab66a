package dev.anyflix.domain.media;

import java.util.Objects;

/**
 * The collection that a film belongs to.
 *
 * @param id this service's id: {@code tmdb:collection:2344}
 * @param name its name
 */
public record CollectionRef(String id, String name) {

  public CollectionRef {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
  }
}

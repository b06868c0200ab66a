package dev.anyflix.domain.media;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person who made a medium, such as a director or the author of the original story.
 *
 * @param name the person's name
 * @param role what the person did in the upstream's words, such as {@code Director}, or null when
 *     unknown
 * @param image absolute URL of a picture, or null when there is none
 */
public record Creator(String name, @Nullable String role, @Nullable String image) {

  public Creator {
    Objects.requireNonNull(name, "name");
  }
}

package dev.anyflix.domain.media;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service that offers a medium in the region of the request.
 *
 * @param name the service's name as its owner writes it
 * @param type the terms
 * @param logo absolute URL of the service's logo, or null when there is none
 * @param url absolute URL of a page that leads to the offer, or null when there is none
 */
public record WatchOption(
    String name, WatchType type, @Nullable String logo, @Nullable String url) {

  public WatchOption {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}

package dev.anyflix.web.stremio;

import dev.anyflix.core.CachedResponse;
import java.util.List;

/**
 * An answer of the add-on.
 *
 * @param body the object of the protocol, to be written as JSON
 * @param parts the cached answers that it was made of
 * @param isComplete whether all parts could be read
 */
public record StremioResponse(Object body, List<Part> parts, boolean isComplete) {

  /** A cached answer of a source, which is named by its id or by that of a medium of it. */
  public record Part(String source, CachedResponse response) {}
}

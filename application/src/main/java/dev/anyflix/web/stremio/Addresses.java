package dev.anyflix.web.stremio;

import dev.anyflix.core.CachedRequest;
import org.jspecify.annotations.Nullable;

/** Finds the requests that addresses of the API stand for. */
@FunctionalInterface
public interface Addresses {

  /**
   * The request that an address stands for.
   *
   * @param address path and query, such as {@code /api/tmdb/movies/603}
   * @return null when the API has nothing under the path
   * @throws dev.anyflix.domain.media.InvalidRequestException if a parameter is malformed
   */
  @Nullable CachedRequest<?, ?> request(String address);
}

package dev.anyflix.domain.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the keys in a cache.
 *
 * @param keys the keys, in no order; one may come twice while the cache changes
 * @param cursor where to go on, or null when these were the last
 */
public record KeyPage(List<CacheKey> keys, @Nullable String cursor) {

  public KeyPage {
    keys = List.copyOf(keys);
  }
}

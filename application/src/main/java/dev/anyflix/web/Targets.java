package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anyflix.operation.Asked;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what request targets ask for, so that the same target is read, checked and hashed once;
 * the targets asked for least are forgotten. Thread safe.
 */
final class Targets {

  private static final int MAX_TARGETS = 10_000;
  private static final int MAX_LENGTH = 500;

  private final Cache<String, Target> known =
      Caffeine.newBuilder().maximumSize(MAX_TARGETS).build();

  /**
   * What one target asks for, once a route has read it.
   *
   * @param asked the request
   * @param attribution whom its answer is owed to
   * @param route the path of the route
   */
  record Target(Asked<?, ?> asked, Attribution attribution, String route) {}

  /**
   * @param path the path as it was sent
   * @param query the query as it was sent, or null
   */
  @Nullable Target get(String path, @Nullable String query) {
    return known.getIfPresent(text(path, query));
  }

  void put(String path, @Nullable String query, Target target) {
    String text = text(path, query);
    if (text.length() <= MAX_LENGTH) {
      known.put(text, target);
    }
  }

  private static String text(String path, @Nullable String query) {
    return query == null ? path : path + '?' + query;
  }
}

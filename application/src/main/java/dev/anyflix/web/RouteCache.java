package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anyflix.core.CachedRequest;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which request of an operation a request target stands for, so that each target is
 * parsed, validated and hashed once; the least frequent targets are dropped. Thread safe.
 */
final class RouteCache {

  private static final int MAX_TARGETS = 10_000;
  private static final int MAX_LENGTH = 500;

  /** Cleans up on the calling thread, which takes less time than to wake another one. */
  private final Cache<String, ResolvedRoute> resolved =
      Caffeine.newBuilder().maximumSize(MAX_TARGETS).executor(Runnable::run).build();

  /**
   * The request that a target stands for.
   *
   * @param request the request
   * @param route the path of the route, with the names of its parameters
   */
  record ResolvedRoute(CachedRequest<?, ?> request, String route) {}

  /**
   * The request that a target stands for; null when it is not known.
   *
   * @param path the path as it was sent
   * @param query the query as it was sent, or null
   */
  @Nullable ResolvedRoute get(String path, @Nullable String query) {
    return resolved.getIfPresent(target(path, query));
  }

  /** Remembers a target, unless it is too long. */
  void put(String path, @Nullable String query, ResolvedRoute route) {
    String target = target(path, query);
    if (target.length() <= MAX_LENGTH) {
      resolved.put(target, route);
    }
  }

  private static String target(String path, @Nullable String query) {
    return query == null ? path : path + '?' + query;
  }
}

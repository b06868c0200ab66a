package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.domain.media.InvalidRequestException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves request targets to requests of operations without the router. Thread safe.
 *
 * <p>A target that a route has resolved is remembered, so that it is parsed, validated and hashed
 * once; the least frequent ones are dropped. A number at the end of a known path is parsed here as
 * the route would parse it, because there may be any number of those.
 */
final class RouteCache {

  private static final int MAX_TARGETS = 10_000;
  private static final int MAX_LENGTH = 500;

  /** Cleans up on the calling thread, which takes less time than to wake another one. */
  private final Cache<String, ResolvedRoute> resolved =
      Caffeine.newBuilder().maximumSize(MAX_TARGETS).executor(Runnable::run).build();

  private final Map<String, Function<String, ResolvedRoute>> parsers = new ConcurrentHashMap<>();

  /**
   * The request that a target stands for.
   *
   * @param request the request
   * @param route the path of the route, with the names of its parameters
   */
  record ResolvedRoute(CachedRequest<?, ?> request, String route) {}

  /**
   * The request that a target stands for; null when the router has to resolve it.
   *
   * @param path the path as it was sent
   * @param query the query as it was sent, or null
   */
  @Nullable ResolvedRoute get(String path, @Nullable String query) {
    ResolvedRoute route = query == null && mayEndWithNumber(path) ? parsed(path) : null;
    return route != null ? route : resolved.getIfPresent(text(path, query));
  }

  private @Nullable ResolvedRoute parsed(String path) {
    int number = startOfNumber(path);
    Function<String, ResolvedRoute> parser = parsers.get(path.substring(0, number));
    if (parser == null) {
      return null;
    }
    try {
      return parser.apply(path.substring(number));
    } catch (InvalidRequestException e) {
      return null;
    }
  }

  private static int startOfNumber(String path) {
    int start = path.length();
    while (start > 0 && isDigit(path.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean mayEndWithNumber(String path) {
    int length = path.length();
    return length > 0 && length <= MAX_LENGTH && isDigit(path.charAt(length - 1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Remembers what the router has resolved. */
  void put(String path, @Nullable String query, ResolvedRoute route) {
    String text = text(path, query);
    if (text.length() <= MAX_LENGTH) {
      resolved.put(text, route);
    }
  }

  /**
   * Has the numbers behind a path parsed without the router.
   *
   * @param path ends with a slash
   * @param parser parses a number; may throw {@link InvalidRequestException}
   */
  void parseNumbers(String path, Function<String, ResolvedRoute> parser) {
    parsers.put(path, parser);
  }

  private static String text(String path, @Nullable String query) {
    return query == null ? path : path + '?' + query;
  }
}

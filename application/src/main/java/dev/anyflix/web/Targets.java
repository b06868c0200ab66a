package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.operation.Asked;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows what request targets ask for, so that hits can be answered in front of the routes. Thread
 * safe.
 *
 * <p>A target that a route has read is remembered, so that it is read, checked and hashed once; the
 * targets asked for least are forgotten. A number at the end of a known path is read here as the
 * route would read it, for there may be any number of those.
 */
final class Targets {

  private static final int MAX_TARGETS = 10_000;
  private static final int MAX_LENGTH = 500;

  /** Tidies up on the thread that asks, which takes less time than to wake another. */
  private final Cache<String, Target> known =
      Caffeine.newBuilder().maximumSize(MAX_TARGETS).executor(Runnable::run).build();

  private final Map<String, Function<String, Target>> numbered = new ConcurrentHashMap<>();

  /**
   * What one target asks for.
   *
   * @param asked the request
   * @param attribution whom its answer is owed to
   * @param route the path of the route
   */
  record Target(Asked<?, ?> asked, Attribution attribution, String route) {}

  /**
   * What a target asks for, as far as it is known without its route.
   *
   * @param path the path as it was sent
   * @param query the query as it was sent, or null
   */
  @Nullable Target get(String path, @Nullable String query) {
    Target target = known.getIfPresent(text(path, query));
    return target == null && query == null ? numbered(path) : target;
  }

  private @Nullable Target numbered(String path) {
    int number = path.lastIndexOf('/') + 1;
    Function<String, Target> reader = numbered.get(path.substring(0, number));
    if (reader == null || !isDigitsFrom(number, path)) {
      return null;
    }
    try {
      return reader.apply(path.substring(number));
    } catch (InvalidRequestException e) {
      return null;
    }
  }

  private static boolean isDigitsFrom(int start, String path) {
    for (int i = start; i < path.length(); i++) {
      if (path.charAt(i) < '0' || path.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Remembers a target, unless it is remembered already. */
  void put(String path, @Nullable String query, Target target) {
    String text = text(path, query);
    if (text.length() <= MAX_LENGTH) {
      Target unused = known.get(text, absent -> target);
    }
  }

  /**
   * Has the numbers behind a path read without their route.
   *
   * @param path ends with a slash
   * @param reader reads a number; may throw {@link InvalidRequestException}
   */
  void readNumbers(String path, Function<String, Target> reader) {
    numbered.put(path, reader);
  }

  private static String text(String path, @Nullable String query) {
    return query == null ? path : path + '?' + query;
  }
}

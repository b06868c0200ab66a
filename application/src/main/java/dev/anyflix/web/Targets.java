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
 * Knows what request targets ask for, so that hits can be answered in front of the routes. Thread
 * safe.
 *
 * <p>A target that a route has read is remembered, so that it is read, checked and hashed once; the
 * targets asked for least are forgotten. A number at the end of a known path is read here as the
 * route would read it, for there may be any number of those. One reading of many is remembered: a
 * number that is asked for often soon is, and one that is not costs no room.
 */
final class Targets {

  private static final int MAX_TARGETS = 10_000;
  private static final int MAX_LENGTH = 500;
  private static final int FREQUENT_NUMBERS = 1 << 12;
  private static final int READINGS_TO_REMEMBER_ONE = 64;

  /** Tidies up on the thread that asks, which takes less time than to wake another. */
  private final Cache<String, Target> known =
      Caffeine.newBuilder().maximumSize(MAX_TARGETS).executor(Runnable::run).build();

  private final Map<String, Function<String, Target>> readers = new ConcurrentHashMap<>();
  private final SampledTable<Numbered> frequent =
      new SampledTable<>(FREQUENT_NUMBERS, READINGS_TO_REMEMBER_ONE);

  /** The hash spares a look at most of the other paths that fall on a place. */
  private record Numbered(int hash, String path, Target target) {}

  /**
   * What one target asks for.
   *
   * @param asked the request
   * @param attribution whom its answer is owed to
   * @param route the path of the route
   */
  record Target(CachedRequest<?, ?> asked, Attribution attribution, String route) {}

  /**
   * What a target asks for, as far as it is known without its route.
   *
   * @param path the path as it was sent
   * @param query the query as it was sent, or null
   */
  @Nullable Target get(String path, @Nullable String query) {
    Target target = query == null && mayEndWithNumber(path) ? numbered(path) : null;
    return target != null ? target : known.getIfPresent(text(path, query));
  }

  private @Nullable Target numbered(String path) {
    int hash = path.hashCode();
    Numbered held = frequent.get(hash);
    if (held != null && held.hash() == hash && held.path().equals(path)) {
      return held.target();
    }
    Target target = read(path);
    if (target != null) {
      frequent.offer(hash, () -> new Numbered(hash, path, target));
    }
    return target;
  }

  private @Nullable Target read(String path) {
    int number = startOfNumber(path);
    Function<String, Target> reader = readers.get(path.substring(0, number));
    if (reader == null) {
      return null;
    }
    try {
      return reader.apply(path.substring(number));
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

  /** Remembers a target that is not known yet. */
  void put(String path, @Nullable String query, Target target) {
    String text = text(path, query);
    if (text.length() <= MAX_LENGTH) {
      known.put(text, target);
    }
  }

  /**
   * Has the numbers behind a path read without their route.
   *
   * @param path ends with a slash
   * @param reader reads a number; may throw {@link InvalidRequestException}
   */
  void readNumbers(String path, Function<String, Target> reader) {
    readers.put(path, reader);
  }

  private static String text(String path, @Nullable String query) {
    return query == null ? path : path + '?' + query;
  }
}

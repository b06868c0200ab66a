package dev.anyflix.web;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids of requests: the X-Request-Id of the client where it is well-formed, else a random one.
 */
final class RequestIds {

  private static final Logger log = LoggerFactory.getLogger("dev.anyflix.Requests");
  static final String HEADER = "X-Request-Id";
  private static final int MAX_LENGTH = 64;

  private RequestIds() {}

  /**
   * The id of a request.
   *
   * @param given the id that the client sent, or null
   */
  static String of(@Nullable String given) {
    return given != null && isWellFormed(given) ? given : newId();
  }

  /** Logs a request and its answer at DEBUG. */
  static void log(@Nullable String id, String method, String path, int status, long nanos) {
    if (log.isDebugEnabled()) {
      log.debug("{} {} {} -> {} in {} ms", id, method, path, status, nanos / 1_000_000);
    }
  }

  private static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  static boolean isWellFormed(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '-'
              || c == '_'
              || c == '.';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}

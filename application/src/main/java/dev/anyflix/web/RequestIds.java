package dev.anyflix.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names every request by X-Request-Id: the client's when it is well-formed, else one of its own.
 */
final class RequestIds {

  private static final Logger log = LoggerFactory.getLogger("dev.anyflix.Requests");
  static final String HEADER = "X-Request-Id";
  private static final int MAX_LENGTH = 64;

  private RequestIds() {}

  static void register(RoutesConfig routes) {
    routes.before(RequestIds::name);
    routes.after(RequestIds::log);
  }

  private static void name(Context ctx) {
    ctx.res().setHeader(HEADER, of(ctx.req().getHeader(HEADER)));
  }

  /**
   * The name of a request.
   *
   * @param given the name that the client gave it, or null
   */
  static String of(@Nullable String given) {
    return given != null && isWellFormed(given) ? given : newId();
  }

  private static void log(Context ctx) {
    log(
        ctx.res().getHeader(HEADER),
        ctx.method().name(),
        ctx.path(),
        ctx.statusCode(),
        RequestMetrics.nanosSoFar(ctx));
  }

  /** Writes what became of a request into the log, if that is wanted. */
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

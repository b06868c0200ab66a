package dev.anyflix.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names every request by X-Request-Id: the client's when it is well-formed, else one of its own.
 */
final class RequestIds {

  private static final Logger log = LoggerFactory.getLogger("dev.anyflix.Requests");
  private static final String HEADER = "X-Request-Id";
  private static final int MAX_LENGTH = 64;

  private RequestIds() {}

  static void register(RoutesConfig routes) {
    routes.before(RequestIds::name);
    routes.after(RequestIds::log);
  }

  private static void name(Context ctx) {
    String given = ctx.req().getHeader(HEADER);
    ctx.res().setHeader(HEADER, given != null && isWellFormed(given) ? given : newId());
  }

  private static void log(Context ctx) {
    if (log.isDebugEnabled()) {
      log.debug(
          "{} {} -> {} ({})",
          ctx.method(),
          ctx.path(),
          ctx.statusCode(),
          ctx.res().getHeader(HEADER));
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

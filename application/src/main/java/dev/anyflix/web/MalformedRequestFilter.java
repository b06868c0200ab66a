package dev.anyflix.web;

import java.util.HexFormat;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Refuses malformed requests before anything is done for them: unknown methods, paths that are not
 * absolute or hold broken escapes, and bodies that are too large by their length. Thread safe.
 *
 * <p>The router remembers every method that it sees, and fails over those that are not in capitals
 * and over broken escapes, so it must never see any of them.
 */
final class MalformedRequestFilter extends Handler.Wrapper {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final long maxBodyBytes;

  MalformedRequestFilter(Handler inside, long maxBodyBytes) {
    super(inside);
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!METHODS.contains(request.getMethod())) {
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    String path = request.getHttpURI().getPath();
    if (hasBrokenEscape(path) || !isAbsolute(path)) {
      Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
      return true;
    }
    if (request.getLength() > maxBodyBytes) {
      Response.writeError(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
      return true;
    }
    return super.handle(request, response, callback);
  }

  private static boolean isAbsolute(@Nullable String path) {
    return path != null && (path.startsWith("/") || path.equals("*"));
  }

  /** Whether a percent sign is not followed by two hexadecimal digits. */
  static boolean hasBrokenEscape(@Nullable String path) {
    if (path == null) {
      return false;
    }
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 3)) {
      if (at + 2 >= path.length()
          || !HexFormat.isHexDigit(path.charAt(at + 1))
          || !HexFormat.isHexDigit(path.charAt(at + 2))) {
        return true;
      }
    }
    return false;
  }
}

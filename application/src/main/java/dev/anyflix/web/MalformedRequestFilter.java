package dev.anyflix.web;

import java.util.Set;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Refuses malformed requests: unknown methods, paths that are not absolute or hold broken escapes,
 * and bodies that are too large by their Content-Length. Thread safe.
 *
 * <p>The router remembers every method that it sees, and fails over those that are not in capitals
 * and over broken escapes, so it must never see any of them. The servlet stack takes the begin of a
 * path with two slashes for a host, and fails over those that are none.
 */
final class MalformedRequestFilter extends Handler.Wrapper {

  private static final String ALLOWED = "GET, HEAD, POST, DELETE, OPTIONS";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final long maxBodyBytes;
  private final ProblemMapper problems;

  MalformedRequestFilter(Handler wrapped, long maxBodyBytes, ProblemMapper problems) {
    super(wrapped);
    this.maxBodyBytes = maxBodyBytes;
    this.problems = problems;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    ProblemException problem = problemOf(request);
    if (problem == null) {
      return super.handle(request, response, callback);
    }
    problems.prepare(problem, request).writeTo(request, response, callback);
    return true;
  }

  private @Nullable ProblemException problemOf(Request request) {
    String path = request.getHttpURI().getPath();
    if (!METHODS.contains(request.getMethod())) {
      return ProblemException.methodNotAllowed("this method", ALLOWED);
    }
    if (path == null
        || PercentEncoding.hasBrokenEscape(path)
        || path.startsWith("//")
        || !(path.startsWith("/") || path.equals("*"))) {
      return new ProblemException(400, "The request is malformed.");
    }
    return request.getLength() > maxBodyBytes
        ? new ProblemException(413, "The body is larger than " + maxBodyBytes + " bytes.")
        : null;
  }
}

package dev.anyflix.web;

import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin access (CORS) to everything but the administration. Answers preflight requests, and
 * knows the headers for all other answers. Thread safe.
 *
 * <p>The Stremio add-on may be read from every origin, whatever the setting, because its protocol
 * requires that.
 *
 * <p>Where every origin is allowed the header does not depend on the request, because a shared
 * cache may keep an answer to a request without an Origin and serve it to a page of another origin.
 */
final class CorsHandler extends Handler.Wrapper {

  private static final String ANY = "*";
  private static final String ADMIN = "/admin";
  private static final String METHODS = "GET, HEAD, OPTIONS";
  private static final HttpField ALLOW_ANY =
      new PreEncodedHttpField(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
  private static final HttpField EXPOSE =
      new PreEncodedHttpField(
          HttpHeader.ACCESS_CONTROL_EXPOSE_HEADERS,
          "Age, Cache-Status, ETag, Link, Retry-After, X-Attribution, X-Request-Id");

  private final Set<String> origins;

  /**
   * @param origins the origins that may read answers, {@code *} for all; may be empty
   */
  CorsHandler(List<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /** Whether the headers of an answer depend on the Origin of its request. */
  boolean dependsOnOrigin() {
    return !origins.isEmpty() && !origins.contains(ANY);
  }

  /**
   * Adds the headers that let a page of another origin read an answer.
   *
   * @param path the decoded path
   * @param origin the Origin of the request, or null
   */
  void addTo(HttpFields.Mutable headers, String path, @Nullable String origin) {
    if (isAdmin(path)) {
      return;
    }
    if (origins.contains(ANY) || path.startsWith(StremioRoutes.PATH)) {
      headers.add(ALLOW_ANY).add(EXPOSE);
    } else if (origin != null && origins.contains(origin)) {
      headers.add(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin).add(EXPOSE);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = request.getHttpURI().getCanonicalPath();
    if (!HttpMethod.OPTIONS.is(request.getMethod()) || path == null || isAdmin(path)) {
      return super.handle(request, response, callback);
    }
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.ALLOW, METHODS);
    if (headers.contains(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
      String requested = request.getHeaders().get(HttpHeader.ACCESS_CONTROL_REQUEST_HEADERS);
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_HEADERS, requested == null ? ANY : requested);
      headers.put(HttpHeader.ACCESS_CONTROL_MAX_AGE, "86400");
    }
    response.setStatus(HttpStatus.NO_CONTENT_204);
    response.write(true, null, callback);
    return true;
  }

  /** Matches the prefix only, so that no spelling of an administration path passes for another. */
  private static boolean isAdmin(String path) {
    return path.regionMatches(true, 0, ADMIN, 0, ADMIN.length());
  }
}

package dev.anyflix.web;

import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin access to everything but the administration. Thread safe.
 *
 * <p>No credentials are involved, so that any header may be sent. With {@code *} every answer
 * allows every origin, whether the request names one or not, because caches share answers.
 */
final class Cors {

  private static final String EXPOSED =
      "Age, Cache-Status, ETag, Link, Retry-After, X-Attribution, X-Request-Id";
  private static final String ANY = "*";
  private static final String API = "/api/";
  private static final Pattern HAS_DOTS = Pattern.compile("\\.\\.|%2e|;", Pattern.CASE_INSENSITIVE);
  private static final Pattern HAS_ESCAPE_OR_ADMIN =
      Pattern.compile("%|;|admin", Pattern.CASE_INSENSITIVE);
  private static final String METHODS = "GET, HEAD, OPTIONS";
  private static final String REQUESTED_HEADERS = "Access-Control-Request-Headers";
  private static final HttpField EXPOSE =
      new PreEncodedHttpField("Access-Control-Expose-Headers", EXPOSED);
  private static final HttpFields OPEN_TO_ALL =
      HttpFields.build()
          .add(new PreEncodedHttpField("Access-Control-Allow-Origin", ANY))
          .add(EXPOSE)
          .asImmutable();
  private static final HttpField VARY_BY_ORIGIN =
      new PreEncodedHttpField(HttpHeader.VARY, "Origin");

  private final Set<String> origins;
  private final boolean isOpenToAll;

  /**
   * @param origins the origins that may read answers, {@code *} for all, or none
   */
  Cors(Set<String> origins) {
    this.origins = origins;
    this.isOpenToAll = origins.contains(ANY);
  }

  /**
   * Whether a request is for something that is shared with other origins: every path but those that
   * could be another spelling of the administration's.
   */
  static boolean appliesTo(Request request) {
    String path = request.getHttpURI().getPath();
    if (path == null) {
      return false;
    }
    return (path.startsWith(API) && !HAS_DOTS.matcher(path).find())
        || !HAS_ESCAPE_OR_ADMIN.matcher(path).find();
  }

  /**
   * The headers that say whether a page may read an answer.
   *
   * @param origin the request's Origin header, or null
   */
  HttpFields headers(@Nullable String origin) {
    if (isOpenToAll) {
      return OPEN_TO_ALL;
    }
    HttpFields.Mutable headers = HttpFields.build().add(VARY_BY_ORIGIN);
    if (origin != null && origins.contains(origin)) {
      headers.add("Access-Control-Allow-Origin", origin).add(EXPOSE);
    }
    return headers;
  }

  /** Adds the headers of the answer to a preflight request. */
  void preflight(HttpFields asked, HttpFields.Mutable headers) {
    headers.put(HttpHeader.ALLOW, METHODS);
    if (headers.contains("Access-Control-Allow-Origin")) {
      headers.put("Access-Control-Allow-Methods", METHODS);
      String requested = asked.get(REQUESTED_HEADERS);
      if (requested != null) {
        headers.put("Access-Control-Allow-Headers", requested);
      }
      headers.put("Access-Control-Max-Age", "86400");
    }
  }
}

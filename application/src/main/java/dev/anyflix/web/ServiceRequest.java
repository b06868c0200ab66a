package dev.anyflix.web;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request with its id and the route that answers it.
 *
 * <p>The id is the client's X-Request-Id if that is well-formed, else a new one. Headers that
 * override the method are removed, because only the request line names it. Thread safe.
 */
final class ServiceRequest extends Request.Wrapper {

  static final String ID_HEADER = "X-Request-Id";
  static final String NO_ROUTE = "other";
  private static final String[] METHOD_OVERRIDES = {
    "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"
  };
  private static final int MAX_ID_LENGTH = 64;

  private final String id;
  private final HttpFields headers;
  private volatile String route = NO_ROUTE;

  ServiceRequest(Request wrapped) {
    super(wrapped);
    String given = wrapped.getHeaders().get(ID_HEADER);
    id = given != null && isWellFormed(given) ? given : newId();
    headers = withoutOverrides(wrapped.getHeaders());
  }

  /** The service's view of a request; null if the server refused it before it was read. */
  static @Nullable ServiceRequest of(Request request) {
    return Request.as(request, ServiceRequest.class);
  }

  /** The id of a request; null if the server refused it before it was read. */
  static @Nullable String idOf(Request request) {
    ServiceRequest known = of(request);
    return known == null ? null : known.id;
  }

  private static HttpFields withoutOverrides(HttpFields headers) {
    HttpFields.Mutable copy = null;
    for (String name : METHOD_OVERRIDES) {
      if (headers.contains(name)) {
        copy = copy == null ? HttpFields.build(headers) : copy;
        copy.remove(name);
      }
    }
    return copy == null ? headers : copy.asImmutable();
  }

  static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static boolean isWellFormed(String id) {
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
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

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  String id() {
    return id;
  }

  /** The request behind a route. */
  static Request requestOf(Context ctx) {
    return ServletContextRequest.getServletContextRequest(ctx.req());
  }

  /** Names the route of a request for the metrics. */
  static void setRoute(Request request, String path) {
    ServiceRequest known = of(request);
    if (known != null) {
      known.route = path;
    }
  }

  /** The path of the route that answers, its parameters by name; {@value #NO_ROUTE} for none. */
  String route() {
    return route;
  }
}

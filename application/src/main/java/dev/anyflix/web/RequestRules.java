package dev.anyflix.web;

import io.javalin.http.Context;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The rules of every answer, whatever part of the server gives it: the request id, cross-origin
 * access, attribution, the log line and the metrics. Thread safe.
 */
final class RequestRules extends Handler.Wrapper {

  private static final String ROUTE = "anyflix.route";
  private static final String ENDLESS = "endless";

  private final Cors cors;
  private final RequestMetrics metrics;

  RequestRules(Handler inside, Cors cors, RequestMetrics metrics) {
    super(inside);
    this.cors = cors;
    this.metrics = metrics;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    long start = System.nanoTime();
    HttpFields asked = request.getHeaders();
    String path = request.getHttpURI().getPath();
    String id = RequestIds.of(asked.get(RequestIds.HEADER));
    HttpFields.Mutable headers = response.getHeaders();
    headers.add(new HttpField(HttpCaching.NO_ENUM, RequestIds.HEADER, id));
    headers.add(Attribution.of(path).headers());
    if (Cors.appliesTo(request)) {
      headers.add(cors.headers(asked.get(HttpHeader.ORIGIN)));
    }
    return super.handle(
        request,
        response,
        Callback.from(callback, () -> record(request, response, id, path, start)));
  }

  private void record(Request request, Response response, String id, String path, long start) {
    long nanos = System.nanoTime() - start;
    String route =
        request.getAttribute(ROUTE) instanceof String known ? known : RequestMetrics.OTHER;
    if (route.equals(ENDLESS)) {
      return;
    }
    RequestIds.log(id, request.getMethod(), path, response.getStatus(), nanos);
    metrics.record(request.getMethod(), route, response.getStatus(), nanos);
  }

  /** Names the route of a request for the metrics. */
  static void setRoute(Request request, String route) {
    request.setAttribute(ROUTE, route);
  }

  /** Names the route of a request that has come to the router. */
  static void setRoute(Context ctx) {
    if (ctx.req().getAttribute(ROUTE) == null) {
      ctx.req().setAttribute(ROUTE, RequestMetrics.routeOf(ctx));
    }
  }

  /** Leaves a request out of log and metrics, because its answer has no end. */
  static void leaveOut(Context ctx) {
    ctx.req().setAttribute(ROUTE, ENDLESS);
  }

  /** The address of the client, by which budgets are shared fairly. */
  static String clientOf(Request request) {
    return clientOf(Request.getRemoteAddr(request));
  }

  /**
   * A client has a whole network of IPv6 addresses, so that those are named by their first half.
   */
  static String clientOf(@Nullable String address) {
    if (address == null) {
      return "";
    }
    if (address.indexOf(':') < 0) {
      return address;
    }
    String[] groups = address.replace("[", "").replace("]", "").split(":", -1);
    return String.join(":", Arrays.copyOf(groups, Math.min(4, groups.length)));
  }
}

package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.web.RouteCache.ResolvedRoute;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests of operations in front of the servlet stack: hits in memory on the thread that
 * has read the request, everything else when the cache or the upstream has answered, without a
 * thread that waits. Thread safe.
 *
 * <p>It takes GET and HEAD without a body for targets that the {@link RouteCache} resolves.
 * Everything else goes on to the routes, and so do failures and "not found", which the routes turn
 * into problems; see {@link OperationHandler}.
 */
final class ApiHandler extends Handler.Wrapper {

  /** Larger bodies are sent, and all are compressed, by a thread that may wait. */
  private static final int MAX_BYTES_AT_ONCE = 16 * 1024;

  private final RouteCache routes;
  private final ReadThrough readThrough;
  private final HttpCaching caching;

  ApiHandler(RouteCache routes, ReadThrough readThrough, HttpCaching caching) {
    this.routes = routes;
    this.readThrough = readThrough;
    this.caching = caching;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ResolvedRoute route = isPlain(request) ? resolved(request) : null;
    if (route == null) {
      return dispatch(super::handle, request, response, callback);
    }
    RequestRules.setRoute(request, route.route());
    CachedResponse near = readThrough.readNear(route.request());
    if (near != null && !near.entry().negative()) {
      return isQuick(near.entry().body(), request)
          ? write(near, request, response, callback)
          : dispatch(
              (ask, answer, done) -> write(near, ask, answer, done), request, response, callback);
    }
    CompletableFuture<CachedResponse> answer =
        near != null
            ? CompletableFuture.completedFuture(near)
            : readThrough.readAsync(route.request(), RequestRules.clientOf(request));
    Request.Handler routesHandler = super::handle;
    var unused =
        answer.whenComplete(
            (far, failure) -> {
              if (far != null && !far.entry().negative()) {
                if (isQuick(far.entry().body(), request)) {
                  write(far, request, response, callback);
                } else {
                  dispatch(
                      (ask, reply, done) -> write(far, ask, reply, done),
                      request,
                      response,
                      callback);
                }
              } else {
                OperationHandler.setAnswer(request, answer);
                dispatch(routesHandler, request, response, callback);
              }
            });
    return true;
  }

  /** Whether nothing is left to do but to write a little. */
  private static boolean isQuick(Body body, Request request) {
    boolean mayCompress = request.getHeaders().contains(HttpHeader.ACCEPT_ENCODING);
    return body.size() <= MAX_BYTES_AT_ONCE
        && (mayCompress ? body.isCompressed() : !body.isPacked());
  }

  private boolean write(
      CachedResponse answer, Request request, Response response, Callback callback) {
    try {
      HttpFields asked = request.getHeaders();
      caching
          .reply(
              answer,
              response.getHeaders(),
              asked.get(HttpHeader.IF_NONE_MATCH),
              asked.get(HttpHeader.ACCEPT_ENCODING))
          .writeTo(request, response, callback);
    } catch (RuntimeException | Error e) {
      Response.writeError(request, response, callback, e);
    }
    return true;
  }

  private static boolean isPlain(Request request) {
    String method = request.getMethod();
    String length = request.getHeaders().get(HttpHeader.CONTENT_LENGTH);
    return (HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method))
        && (length == null || length.equals("0"))
        && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  private @Nullable ResolvedRoute resolved(Request request) {
    return routes.get(request.getHttpURI().getPath(), request.getHttpURI().getQuery());
  }

  private static boolean dispatch(
      Request.Handler handler, Request request, Response response, Callback callback) {
    request
        .getComponents()
        .getExecutor()
        .execute(() -> attempt(handler, request, response, callback));
    return true;
  }

  private static void attempt(
      Request.Handler handler, Request request, Response response, Callback callback) {
    try {
      if (!handler.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      Response.writeError(request, response, callback, e);
    }
  }
}

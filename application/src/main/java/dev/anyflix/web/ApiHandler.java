package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.web.RouteCache.ResolvedRoute;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the routes of {@link ApiRoutes} from the cache or the upstream, and whether the process
 * is alive, in front of the servlet stack; all other requests go on to the wrapped handler. Thread
 * safe.
 *
 * <p>No thread waits for an answer: one from memory is written by the thread that has read the
 * request, any other by the thread that completes it, which also begins the next request of the
 * connection if that is there once the thread has written the other answers that it has. Because
 * those threads serve other connections too, larger work is left to the thread pool.
 */
final class ApiHandler extends Handler.Wrapper {

  private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);
  private static final int MAX_BYTES_AT_ONCE = 16 * 1024;
  private static final String METHODS = "GET, HEAD, OPTIONS";

  private final ApiRoutes routes;
  private final RouteCache known = new RouteCache();
  private final ReadThrough readThrough;
  private final Executor afterReplies;
  private final Liveness liveness;
  private final ClientAddresses clients;
  private final HttpCaching caching;
  private final ProblemMapper problems;
  private final CompositeRoutes composites;

  /**
   * @param afterReplies runs a task on the thread that calls it, once that has completed the
   *     answers that are there
   */
  ApiHandler(
      ApiRoutes routes,
      ReadThrough readThrough,
      Executor afterReplies,
      Liveness liveness,
      ClientAddresses clients,
      HttpCaching caching,
      ProblemMapper problems) {
    this.routes = routes;
    this.readThrough = readThrough;
    this.afterReplies = afterReplies;
    this.liveness = liveness;
    this.clients = clients;
    this.caching = caching;
    this.problems = problems;
    this.composites = new CompositeRoutes(routes, readThrough, caching, problems);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    if (ServerThreads.tryBegin()) {
      handle(exchange);
    } else {
      exchange.dispatch(() -> handle(exchange));
    }
    return true;
  }

  private void handle(Exchange exchange) {
    Request request = exchange.request;
    ResolvedRoute route;
    try {
      String path = request.getHttpURI().getPath();
      if (Liveness.PATH.equals(path) && isRead(request)) {
        ServiceRequest.setRoute(request, Liveness.PATH);
        exchange.write(same -> liveness.answer(ServiceRequest.idOf(same)));
        return;
      }
      CompositeRoutes.Match composite = composites.match(path);
      if (composite != null) {
        readComposite(composite, exchange);
        return;
      }
      route = resolve(request);
    } catch (RuntimeException e) {
      exchange.fail(e);
      return;
    }
    if (route == null) {
      exchange.dispatch(() -> passOn(exchange));
      return;
    }
    CachedResponse near = readThrough.readNear(route.request());
    if (near != null) {
      exchange.complete(route, near);
    } else {
      readFar(route, exchange);
    }
  }

  private void readComposite(CompositeRoutes.Match route, Exchange exchange) {
    Request request = exchange.request;
    ServiceRequest.setRoute(request, route.route());
    if (!isRead(request)) {
      throw ProblemException.methodNotAllowed(request.getMethod(), METHODS);
    }
    var unused =
        route
            .read(request.getHttpURI().getQuery(), clients.clientOf(request))
            .whenComplete(
                (answer, failure) ->
                    exchange.dispatch(
                        () -> {
                          if (answer != null) {
                            exchange.write(answer);
                          } else {
                            exchange.fail(Async.unwrapped(failure));
                          }
                        }));
  }

  private static boolean isRead(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  private void readFar(ResolvedRoute route, Exchange exchange) {
    CompletableFuture<CachedResponse> far;
    try {
      far = readThrough.readAsync(route.request(), clients.clientOf(exchange.request));
    } catch (RuntimeException e) {
      far = CompletableFuture.failedFuture(e);
    }
    var unused =
        far.whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                ServerThreads.answer(() -> exchange.complete(route, answer), afterReplies);
              } else {
                exchange.dispatch(() -> exchange.fail(failure));
              }
            });
  }

  /** Null when no route of the API has this path. */
  private @Nullable ResolvedRoute resolve(Request request) {
    String path = request.getHttpURI().getPath();
    String query = request.getHttpURI().getQuery();
    boolean isRead = isRead(request);
    ResolvedRoute route = isRead ? known.get(path, query) : null;
    if (route == null) {
      ApiRoutes.Match match = routes.match(path);
      if (match == null) {
        return null;
      }
      ServiceRequest.setRoute(request, match.route());
      if (!isRead) {
        throw ProblemException.methodNotAllowed(request.getMethod(), METHODS);
      }
      route = new ResolvedRoute(match.request(query), match.route());
      if (!match.dependsOnTime()) {
        known.put(path, query, route);
      }
    } else {
      ServiceRequest.setRoute(request, route.route());
    }
    return route;
  }

  private void passOn(Exchange exchange) {
    try {
      if (!super.handle(exchange.request, exchange.response, exchange.callback)) {
        Response.writeError(
            exchange.request, exchange.response, exchange.callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      Response.writeError(exchange.request, exchange.response, exchange.callback, e);
    }
  }

  /** One request that awaits its answer. */
  private final class Exchange {

    private final Request request;
    private final Response response;
    private final Callback callback;

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    /** Writes a small answer at once and leaves a large one to another thread. */
    void complete(ResolvedRoute route, CachedResponse answer) {
      if (log.isDebugEnabled()) {
        log.debug(
            "{} {} {}", ServiceRequest.idOf(request), answer.outcome(), route.request().key());
      }
      if (isSmall(answer.entry().body())) {
        write(answer);
      } else {
        dispatch(() -> write(answer));
      }
    }

    /** Whether nothing has to be compressed or unpacked and little to be copied. */
    private boolean isSmall(Body body) {
      boolean mayCompress = request.getHeaders().contains(HttpHeader.ACCEPT_ENCODING);
      return body.size() <= MAX_BYTES_AT_ONCE
          && (mayCompress ? body.isCompressed() : !body.isPacked());
    }

    private void write(CachedResponse answer) {
      write(received -> caching.prepare(answer, received, problems));
    }

    private void write(Function<Request, PreparedResponse> answer) {
      try {
        answer.apply(request).writeTo(request, response, callback);
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    void fail(Throwable failure) {
      try {
        problems.prepare(failure, request).writeTo(request, response, callback);
      } catch (RuntimeException e) {
        callback.failed(e);
      }
    }

    void dispatch(Runnable task) {
      try {
        request.getComponents().getExecutor().execute(task);
      } catch (RejectedExecutionException e) {
        callback.failed(e);
      }
    }
  }
}

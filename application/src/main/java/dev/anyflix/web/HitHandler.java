package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.web.Targets.Target;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpField;
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
 * Answers plain hits in front of the servlet stack: those of memory on the thread that has read the
 * request, those of Redis on the one that has read Redis' answer. Neither waits for anything.
 *
 * <p>A plain hit is a GET or HEAD without a body, for a target that is known without its route,
 * with an answer that memory or, where memory has none, Redis may give. Everything else goes on to
 * the routes, on a thread that may wait; so it never answers what they would not. Thread safe.
 */
final class HitHandler extends Handler.Wrapper {

  /** Larger bodies are sent, and all are compressed, by a thread that may wait. */
  private static final int MAX_BYTES_AT_ONCE = 16 * 1024;

  private final Targets targets;
  private final ReadThrough readThrough;
  private final HttpCaching caching;
  private final Cors cors;
  private final RequestMetrics metrics;

  HitHandler(
      Targets targets,
      ReadThrough readThrough,
      HttpCaching caching,
      Cors cors,
      RequestMetrics metrics) {
    this.targets = targets;
    this.readThrough = readThrough;
    this.caching = caching;
    this.cors = cors;
    this.metrics = metrics;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!SameThread.mayAnswer()) {
      return later(this, request, response, callback);
    }
    long start = System.nanoTime();
    Target target = isPlain(request) ? target(request) : null;
    if (target == null) {
      return later(super::handle, request, response, callback);
    }
    CachedResponse hit = readThrough.readNear(target.asked());
    if (hit != null) {
      return serve(target, hit, start, request, response, callback);
    }
    CompletableFuture<@Nullable CachedResponse> finding = readThrough.hitLater(target.asked());
    if (finding == null) {
      return later(super::handle, request, response, callback);
    }
    Request.Handler route = super::handle;
    var unused =
        finding.whenComplete(
            (found, failure) ->
                SameThread.answer(
                    () ->
                        attempt(
                            (asked, answer, done) ->
                                found == null
                                    ? later(route, asked, answer, done)
                                    : serve(target, found, start, asked, answer, done),
                            request,
                            response,
                            callback)));
    return true;
  }

  private boolean serve(
      Target target,
      CachedResponse hit,
      long start,
      Request request,
      Response response,
      Callback callback) {
    return isQuick(hit.entry().body(), request)
        ? answer(target, hit, start, request, response, callback)
        : later(
            (large, answer, done) -> answer(target, hit, start, large, answer, done),
            request,
            response,
            callback);
  }

  /** Whether nothing is left to do but to write a little. */
  private static boolean isQuick(Body body, Request request) {
    boolean mayCompress = request.getHeaders().contains(HttpHeader.ACCEPT_ENCODING);
    return body.size() <= MAX_BYTES_AT_ONCE
        && (mayCompress ? body.isCompressed() : !body.isPacked());
  }

  private boolean answer(
      Target target,
      CachedResponse hit,
      long start,
      Request request,
      Response response,
      Callback callback) {
    HttpFields asked = request.getHeaders();
    String id = RequestIds.of(asked.get(RequestIds.HEADER));
    HttpFields.Mutable headers = response.getHeaders();
    headers
        .add(new HttpField(HttpCaching.NO_ENUM, RequestIds.HEADER, id))
        .add(cors.headers(asked.get(HttpHeader.ORIGIN)))
        .add(target.attribution().headers());
    Reply reply =
        caching.reply(
            hit,
            headers,
            asked.get(HttpHeader.IF_NONE_MATCH),
            asked.get(HttpHeader.ACCEPT_ENCODING));
    reply.writeTo(request, response, callback);
    long took = System.nanoTime() - start;
    RequestIds.log(id, request.getMethod(), request.getHttpURI().getPath(), reply.status(), took);
    metrics.record(request.getMethod(), target.route(), reply.status(), took);
    return true;
  }

  private static boolean isPlain(Request request) {
    String method = request.getMethod();
    String length = request.getHeaders().get(HttpHeader.CONTENT_LENGTH);
    return (HttpMethod.GET.is(method) || HttpMethod.HEAD.is(method))
        && (length == null || length.equals("0"))
        && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  private @Nullable Target target(Request request) {
    return targets.get(request.getHttpURI().getPath(), request.getHttpURI().getQuery());
  }

  private static boolean later(
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
    } catch (Exception e) {
      Response.writeError(request, response, callback, e);
    }
  }
}

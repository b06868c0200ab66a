package dev.anyflix.web;

import dev.anyflix.operation.ReadThrough;
import dev.anyflix.operation.Served;
import dev.anyflix.web.Targets.Target;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers plain hits in front of the servlet stack, on the thread that has read the request.
 *
 * <p>A plain hit is a GET or HEAD without a body, for a target that a route has read before, whose
 * answer memory may serve without a word to Redis. Everything else goes on to the routes, on a
 * thread that may wait; so it never answers what they would not. Thread safe.
 */
final class HitHandler extends Handler.Wrapper {

  /** Larger bodies are compressed, the first time, and sent by a thread that may wait. */
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
    long start = System.nanoTime();
    Target target = isPlain(request) ? target(request) : null;
    Served hit = target == null ? null : readThrough.hit(target.asked());
    if (target == null || hit == null) {
      return later(super::handle, request, response, callback);
    }
    if (hit.entry().body().size() > MAX_BYTES_AT_ONCE) {
      return later(
          (large, answer, done) -> answer(target, hit, start, large, answer, done),
          request,
          response,
          callback);
    }
    return answer(target, hit, start, request, response, callback);
  }

  private boolean answer(
      Target target,
      Served hit,
      long start,
      Request request,
      Response response,
      Callback callback) {
    HttpFields asked = request.getHeaders();
    String id = RequestIds.of(asked.get(RequestIds.HEADER));
    response
        .getHeaders()
        .add(RequestIds.HEADER, id)
        .add(cors.headers(asked.get(HttpHeader.ORIGIN)))
        .add(target.attribution().headers());
    Reply reply =
        caching.reply(
            hit, asked.get(HttpHeader.IF_NONE_MATCH), asked.get(HttpHeader.ACCEPT_ENCODING));
    reply.writeTo(request, response, callback);
    RequestIds.log(
        id,
        request.getMethod(),
        request.getHttpURI().getPath(),
        reply.status(),
        System.nanoTime() - start);
    metrics.record(request.getMethod(), target.route(), reply.status(), start);
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
        .execute(
            () -> {
              try {
                if (!handler.handle(request, response, callback)) {
                  Response.writeError(request, response, callback, 404);
                }
              } catch (Exception e) {
                Response.writeError(request, response, callback, e);
              }
            });
    return true;
  }
}

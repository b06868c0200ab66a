package dev.anyflix.web;

import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps every failure to a {@link Problem}. Thread safe. */
final class ProblemMapper {

  private static final Logger log = LoggerFactory.getLogger(ProblemMapper.class);
  private static final long DEFAULT_RETRY_SECONDS = 5;

  private static final Set<Kind> MAY_SUCCEED_LATER =
      EnumSet.of(Kind.RATE_LIMITED, Kind.UNAVAILABLE, Kind.STOPPING);

  private final JsonCodec codec;

  ProblemMapper(JsonCodec codec) {
    this.codec = codec;
  }

  /** Answers the failures of routes. */
  void register(RoutesConfig routes) {
    routes.exception(HttpResponseException.class, this::answer);
    routes.exception(Exception.class, this::answer);
  }

  private void answer(Exception failure, Context ctx) {
    prepare(failure, ServiceRequest.requestOf(ctx)).writeTo(ctx);
  }

  /** The answer to a request that failed. */
  PreparedResponse prepare(Throwable failure, Request request) {
    return prepare(failure, request, String.valueOf(ServiceRequest.idOf(request)));
  }

  /**
   * The answer to a request that failed.
   *
   * @param id the id of the request
   */
  PreparedResponse prepare(Throwable failure, Request request, String id) {
    Throwable cause = Async.unwrapped(failure);
    String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
    if (isFault(cause)) {
      log.error("Internal error at {} {}; request {}", request.getMethod(), path, id, cause);
    }
    Problem problem = problemOf(cause, request.getMethod(), id).at(path, id);
    return PreparedResponse.uncached(problem.status(), Problem.CONTENT_TYPE, codec.encode(problem))
        .with(headersOf(cause));
  }

  /** The problem of a part of an answer. */
  Problem describe(Throwable failure, Request request) {
    Throwable cause = Async.unwrapped(failure);
    String id = String.valueOf(ServiceRequest.idOf(request));
    if (isFault(cause)) {
      log.error("Internal error at a part of the answer to request {}", id, cause);
    }
    return problemOf(cause, request.getMethod(), id);
  }

  private static boolean isFault(Throwable cause) {
    return !(cause instanceof InvalidRequestException
        || cause instanceof MediaSourceException
        || cause instanceof ProblemException
        || cause instanceof HttpResponseException);
  }

  private static Problem problemOf(Throwable cause, String method, String id) {
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof InvalidRequestException invalid) {
      return Problem.of(400, "bad_request", message).with(invalid.problems());
    }
    if (cause instanceof MediaSourceException source) {
      return switch (source.kind()) {
        case NOT_FOUND -> Problem.of(404, "not_found", message);
        case UNREADABLE, REJECTED -> Problem.of(502, "upstream_invalid", message);
        case RATE_LIMITED -> Problem.of(503, "upstream_rate_limited", message);
        case UNAVAILABLE -> Problem.of(503, "upstream_down", message);
        case NOT_CONFIGURED -> Problem.of(503, "not_configured", message);
        case STOPPING -> Problem.of(503, "stopping", message);
        case TIMED_OUT -> Problem.of(504, "upstream_timeout", message);
      };
    }
    if (cause instanceof ProblemException problem) {
      return Problem.of(problem.status(), codeOf(problem.status()), message);
    }
    if (cause instanceof HttpResponseException byRouter) {
      int status = byRouter.getStatus();
      String detail =
          switch (status) {
            case 404 -> "No route has this path. / lists the routes.";
            case 405 -> "This path does not support " + method + ".";
            case 413 -> "The body is too large.";
            default -> "The server refused the request.";
          };
      return Problem.of(status, codeOf(status), detail);
    }
    return Problem.of(500, "internal", "Internal error; see the log for request " + id + ".");
  }

  private static HttpFields headersOf(Throwable cause) {
    HttpFields.Mutable headers = HttpFields.build();
    if (cause instanceof ProblemException problem) {
      problem.headers().forEach(headers::put);
    } else if (cause instanceof MediaSourceException source
        && MAY_SUCCEED_LATER.contains(source.kind())) {
      headers.put(HttpHeader.RETRY_AFTER, Long.toString(seconds(source.retryAfter())));
    } else if (cause instanceof HttpResponseException byRouter) {
      String methods = byRouter.getDetails().get("availableMethods");
      if (methods != null) {
        headers.put(HttpHeader.ALLOW, methods);
      }
    }
    return headers;
  }

  private static long seconds(@Nullable Duration retryAfter) {
    return retryAfter == null
        ? DEFAULT_RETRY_SECONDS
        : Math.max(1, retryAfter.plusMillis(999).toSeconds());
  }

  private static String codeOf(int status) {
    return switch (status) {
      case 401 -> "unauthorized";
      case 403 -> "forbidden";
      case 404 -> "not_found";
      case 405 -> "method_not_allowed";
      case 429 -> "too_many_requests";
      case 503 -> "stopping";
      default -> status < 500 ? "bad_request" : "internal";
    };
  }
}

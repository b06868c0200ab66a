package dev.anyflix.web;

import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.MediaSourceException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns everything that can go wrong into a {@link Problem}: the only place that does. */
final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final JsonCodec codec;

  Problems(JsonCodec codec) {
    this.codec = codec;
  }

  void register(RoutesConfig routes) {
    routes.exception(InvalidRequestException.class, (e, ctx) -> invalid(ctx, e));
    routes.exception(MediaSourceException.class, (e, ctx) -> sourceFailed(ctx, e));
    routes.exception(ProblemException.class, (e, ctx) -> write(ctx, e.problem()));
    routes.exception(HttpResponseException.class, (e, ctx) -> byFramework(ctx, e));
    routes.exception(Exception.class, (e, ctx) -> fault(ctx, e));
  }

  private void invalid(Context ctx, InvalidRequestException e) {
    write(
        ctx,
        new Problem(
            "about:blank",
            title(400),
            400,
            String.valueOf(e.getMessage()),
            ctx.path(),
            e.problems()));
  }

  private void sourceFailed(Context ctx, MediaSourceException e) {
    int status =
        switch (e.kind()) {
          case NOT_FOUND -> 404;
          case UNREADABLE, REJECTED -> 502;
          case RATE_LIMITED, UNAVAILABLE, NOT_CONFIGURED -> 503;
          case TIMED_OUT -> 504;
        };
    boolean passing =
        e.kind() == MediaSourceException.Kind.RATE_LIMITED
            || e.kind() == MediaSourceException.Kind.UNAVAILABLE;
    if (passing) {
      ctx.header("Retry-After", Long.toString(seconds(e.retryAfter())));
    }
    write(ctx, Problem.of(status, title(status), String.valueOf(e.getMessage()), ctx.path()));
  }

  private static long seconds(@Nullable Duration retryAfter) {
    return retryAfter == null ? 5 : Math.max(1, retryAfter.plusMillis(999).toSeconds());
  }

  private void byFramework(Context ctx, HttpResponseException e) {
    int status = e.getStatus();
    String methods = e.getDetails().get("availableMethods");
    if (methods != null) {
      ctx.header("Allow", methods);
    }
    String detail =
        switch (status) {
          case 404 -> "There is nothing here; / lists what there is.";
          case 405 -> "This path does not take " + ctx.method() + ".";
          case 413 -> "The request's body is too large.";
          default -> title(status);
        };
    write(ctx, Problem.of(status, title(status), detail, ctx.path()));
  }

  private void fault(Context ctx, Exception e) {
    log.error("{} {} failed; this is a fault of the service", ctx.method(), ctx.path(), e);
    write(
        ctx, Problem.of(500, title(500), "The service made a mistake; its log says which.", null));
  }

  /** Answers with a problem. */
  void write(Context ctx, Problem problem) {
    ctx.status(problem.status());
    ctx.header("Content-Type", Problem.CONTENT_TYPE);
    if (ctx.res().getHeader("Cache-Control") == null) {
      ctx.header("Cache-Control", "no-store");
    }
    ctx.result(codec.encode(problem));
  }

  static String title(int status) {
    String title = HttpStatus.getMessage(status);
    return title == null ? String.format(Locale.ROOT, "Status %d", status) : title;
  }
}

package dev.anyflix.web;

import dev.anyflix.domain.cache.Body;
import dev.anyflix.operation.Served;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers with the headers of HTTP caching: Cache-Status (RFC 9211), Age and Cache-Control
 * (RFC 9111), entity tags and conditional requests (RFC 9110). Thread safe.
 */
final class HttpCaching {

  private final String staleIfError;

  /**
   * @param staleIfError how long past its TTL a client may use an answer while it gets errors
   */
  HttpCaching(Duration staleIfError) {
    this.staleIfError = ", stale-if-error=" + staleIfError.toSeconds();
  }

  /** Sets the headers that tell how an answer came about. */
  void describe(HttpServletResponse response, Served served) {
    long ttl = served.freshFor().toSeconds();
    response.setHeader("Cache-Status", cacheStatus(served, ttl));
    response.setHeader("Age", Long.toString(served.age().toSeconds()));
    response.setHeader("Cache-Control", "max-age=" + Math.max(0, ttl) + staleIfError);
  }

  private static String cacheStatus(Served served, long ttl) {
    String stored = served.stored() ? "; stored" : "";
    return switch (served.how()) {
      case MEMORY_HIT -> "anyflix; hit; ttl=" + ttl + "; detail=memory";
      case REDIS_HIT -> "anyflix; hit; ttl=" + ttl + "; detail=redis";
      case STALE -> "anyflix; hit; ttl=" + ttl + "; detail=stale";
      case MISS -> "anyflix; fwd=miss" + stored + "; ttl=" + ttl;
      case COLLAPSED -> "anyflix; fwd=miss" + stored + "; ttl=" + ttl + "; collapsed";
      case BYPASS -> "anyflix; fwd=bypass";
    };
  }

  /** Writes an answer that was found, or only its headers when the client has it already. */
  void write(Context ctx, Served served) throws IOException {
    HttpServletResponse response = ctx.res();
    Body body = served.entry().body();
    describe(response, served);
    response.setHeader("ETag", body.etag());
    response.setHeader("Vary", "Accept-Encoding");
    if (matches(ctx.req().getHeader("If-None-Match"), body.etag())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    byte[] bytes = body.bytes();
    if (takesGzip(ctx.req().getHeader("Accept-Encoding"))) {
      byte[] gzip = body.gzip();
      if (gzip != null) {
        response.setHeader("Content-Encoding", "gzip");
        bytes = gzip;
      }
    }
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    if (ctx.method() != HandlerType.HEAD) {
      response.getOutputStream().write(bytes);
    }
  }

  /** Compares weakly, as If-None-Match wants it. */
  static boolean matches(@Nullable String ifNoneMatch, String etag) {
    if (ifNoneMatch == null) {
      return false;
    }
    String opaque = etag.startsWith("W/") ? etag.substring(2) : etag;
    return Arrays.stream(ifNoneMatch.split(","))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals(opaque));
  }

  /** Whether Accept-Encoding allows gzip: named without {@code q=0}, or by a star. */
  static boolean takesGzip(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    boolean star = false;
    for (String coding : acceptEncoding.split(",")) {
      String[] parts = coding.split(";", 2);
      String name = parts[0].strip();
      boolean allowed = parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
      if (name.equalsIgnoreCase("gzip")) {
        return allowed;
      }
      star |= name.equals("*") && allowed;
    }
    return star;
  }
}

package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.domain.cache.Body;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/**
 * Makes answers with the headers of HTTP caching: Cache-Status (RFC 9211), Age and Cache-Control
 * (RFC 9111), entity tags and conditional requests (RFC 9110). Thread safe.
 */
final class HttpCaching {

  /** The Cache-Status of an answer that no cache has to do with. */
  static final String BYPASS = "anyflix; fwd=bypass";

  private static final byte[] NOTHING = {};

  /** Of a header that Jetty has no constant for; given so, it is not looked for either. */
  static final @Nullable HttpHeader NO_ENUM = null;

  private static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
  private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");
  private static final HttpField GZIP =
      new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip");

  private final String staleIfError;

  /**
   * @param staleIfError how long past its TTL a client may use an answer while it gets errors
   */
  HttpCaching(Duration staleIfError) {
    this.staleIfError = ", stale-if-error=" + staleIfError.toSeconds();
  }

  /** Adds the headers that say where an answer came from and how long it is fresh. */
  void describe(CachedResponse answer, HttpFields.Mutable headers) {
    long seconds = answer.freshFor().toSeconds();
    headers
        .add(new HttpField(NO_ENUM, "Cache-Status", cacheStatus(answer, seconds)))
        .add(HttpHeader.AGE, answer.age().toSeconds())
        .add(
            new HttpField(
                HttpHeader.CACHE_CONTROL, "max-age=" + maxAge(answer) + staleIfError(answer)));
  }

  /** The whole TTL, from which a cache takes the Age off (RFC 9111, 4.2.3); 0 when stale. */
  private static long maxAge(CachedResponse answer) {
    Duration freshFor = answer.freshFor();
    boolean isFresh = freshFor.compareTo(Duration.ZERO) > 0;
    return isFresh ? freshFor.toSeconds() + answer.age().toSeconds() : 0;
  }

  private String staleIfError(CachedResponse served) {
    return served.entry().negative() ? "" : staleIfError;
  }

  private static String cacheStatus(CachedResponse served, long ttl) {
    String stored = served.stored() ? "; stored" : "";
    return switch (served.outcome()) {
      case MEMORY_HIT -> "anyflix; hit; ttl=" + ttl + "; detail=memory";
      case REDIS_HIT -> "anyflix; hit; ttl=" + ttl + "; detail=redis";
      case STALE -> "anyflix; hit; ttl=" + ttl + "; detail=stale";
      case MISS -> "anyflix; fwd=miss" + stored + "; ttl=" + ttl;
      case COLLAPSED -> "anyflix; fwd=miss" + stored + "; ttl=" + ttl + "; collapsed";
      case BYPASS -> BYPASS;
    };
  }

  /**
   * The answer to a request for what was found, or only its headers when the client has it already.
   *
   * @param headers where the headers are added
   * @param ifNoneMatch the request's header of this name, or null
   * @param acceptEncoding the request's header of this name, or null
   */
  HttpReply reply(
      CachedResponse served,
      HttpFields.Mutable headers,
      @Nullable String ifNoneMatch,
      @Nullable String acceptEncoding) {
    describe(served, headers);
    return reply(headers, served.entry().body(), JSON, ifNoneMatch, acceptEncoding);
  }

  /** Writes a body, compressed where the client takes it so. */
  static void write(Context ctx, Body body, String contentType) throws IOException {
    HttpServletRequest asked = ctx.req();
    reply(
            HttpFields.build(),
            body,
            new HttpField(HttpHeader.CONTENT_TYPE, contentType),
            asked.getHeader("If-None-Match"),
            asked.getHeader("Accept-Encoding"))
        .writeTo(ctx);
  }

  private static HttpReply reply(
      HttpFields.Mutable headers,
      Body body,
      HttpField contentType,
      @Nullable String ifNoneMatch,
      @Nullable String acceptEncoding) {
    String etag = body.etag();
    headers.add(HttpHeader.ETAG, etag).add(contentType);
    String vary = headers.get(HttpHeader.VARY);
    if (vary == null) {
      headers.add(VARY);
    } else {
      headers.put(HttpHeader.VARY, VARY.getValue() + ", " + vary);
    }
    if (matches(ifNoneMatch, etag)) {
      return new HttpReply(304, headers, NOTHING);
    }
    byte[] gzip = takesGzip(acceptEncoding) ? body.gzip() : null;
    if (gzip != null) {
      headers.add(GZIP);
    }
    byte[] bytes = gzip == null ? body.bytes() : gzip;
    headers.add(HttpHeader.CONTENT_LENGTH, bytes.length);
    return new HttpReply(200, headers, bytes);
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
    for (String coding : acceptEncoding.split(",", -1)) {
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

package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.CachedResponse.Outcome;
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

  private static final int LIFETIMES = 256;
  private static final int HITS_TO_ENCODE_ONE = 16;

  private final String staleIfError;
  private final SampledTable<Lifetime> encoded = new SampledTable<>(LIFETIMES, HITS_TO_ENCODE_ONE);

  /** The headers that tell how an answer came about and how much longer it is fresh. */
  private record Lifetime(long seconds, HttpField status, HttpField control) {
    Lifetime encoded() {
      return new Lifetime(
          seconds,
          new PreEncodedHttpField(status.getName(), status.getValue()),
          new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, control.getValue()));
    }
  }

  /**
   * @param staleIfError how long past its TTL a client may use an answer while it gets errors
   */
  HttpCaching(Duration staleIfError) {
    this.staleIfError = ", stale-if-error=" + staleIfError.toSeconds();
  }

  /** Adds the headers that tell how an answer came about. */
  void describe(CachedResponse served, HttpFields.Mutable headers) {
    Lifetime lifetime = lifetime(served);
    headers
        .add(lifetime.status())
        .add(HttpHeader.AGE, served.age().toSeconds())
        .add(lifetime.control());
  }

  /**
   * Of hits in memory some are kept encoded, by their seconds: what is popular is asked for many
   * times before those change.
   */
  private Lifetime lifetime(CachedResponse served) {
    long seconds = served.freshFor().toSeconds();
    if (served.outcome() != Outcome.MEMORY_HIT || served.entry().negative()) {
      return lifetime(served, seconds);
    }
    Lifetime held = encoded.get((int) seconds);
    if (held != null && held.seconds() == seconds) {
      return held;
    }
    Lifetime plain = lifetime(served, seconds);
    encoded.offer((int) seconds, plain::encoded);
    return plain;
  }

  private Lifetime lifetime(CachedResponse served, long seconds) {
    return new Lifetime(
        seconds,
        new HttpField(NO_ENUM, "Cache-Status", cacheStatus(served, seconds)),
        new HttpField(
            HttpHeader.CACHE_CONTROL, "max-age=" + Math.max(0, seconds) + staleIfError(served)));
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
  Reply reply(
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

  private static Reply reply(
      HttpFields.Mutable headers,
      Body body,
      HttpField contentType,
      @Nullable String ifNoneMatch,
      @Nullable String acceptEncoding) {
    String etag = body.etag();
    headers.add(HttpHeader.ETAG, etag).add(VARY).add(contentType);
    if (matches(ifNoneMatch, etag)) {
      return new Reply(304, headers, NOTHING);
    }
    byte[] gzip = takesGzip(acceptEncoding) ? body.gzip() : null;
    if (gzip != null) {
      headers.add(GZIP);
    }
    byte[] bytes = gzip == null ? body.bytes() : gzip;
    headers.add(HttpHeader.CONTENT_LENGTH, bytes.length);
    return new Reply(200, headers, bytes);
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

package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.domain.cache.Body;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Prepares answers with the headers of HTTP caching: Cache-Status (RFC 9211), Age and Cache-Control
 * (RFC 9111, RFC 5861), entity tags and conditional requests (RFC 9110). Thread safe.
 */
final class HttpCaching {

  /** The Cache-Status of an answer that the cache has no part in. */
  static final String BYPASS = "anyflix; fwd=bypass";

  /** How long a client may use an answer past its TTL while it fetches a new one. */
  private static final Duration STALE_WHILE_REVALIDATE = Duration.ofMinutes(1);

  /** The header constant of a header without one; passing it saves Jetty a look-up by name. */
  private static final @Nullable HttpHeader NO_CONSTANT = null;

  private static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
  private static final HttpField GZIP =
      new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip");

  private final String staleness;
  private final String sharedDetail;

  /**
   * @param staleIfError how long past its TTL a client may use an answer while requests fail
   * @param sharedCache the name of the shared cache, which Cache-Status gives in lower case
   */
  HttpCaching(Duration staleIfError, String sharedCache) {
    this.sharedDetail =
        "; detail=" + sharedCache.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    this.staleness =
        ", stale-while-revalidate="
            + STALE_WHILE_REVALIDATE.toSeconds()
            + ", stale-if-error="
            + staleIfError.toSeconds();
  }

  /**
   * The answer to a request; without a body when the client has it already.
   *
   * @param requestHeaders the headers of the request
   */
  PreparedResponse prepare(CachedResponse answer, HttpFields requestHeaders) {
    HttpFields.Mutable headers = cacheHeaders(answer);
    return prepare(headers, answer.entry().body(), JSON, requestHeaders);
  }

  /** The answer to a request: the body, or a problem where the source knows no such thing. */
  PreparedResponse prepare(CachedResponse answer, Request request, ProblemMapper problems) {
    return answer.entry().negative()
        ? withCacheHeaders(answer, problems.prepare(ProblemException.unknownId(), request))
        : prepare(answer, request.getHeaders());
  }

  /** An answer with the cache headers of the entry that it stands for. */
  PreparedResponse withCacheHeaders(CachedResponse answer, PreparedResponse response) {
    return response.with(cacheHeaders(answer));
  }

  private HttpFields.Mutable cacheHeaders(CachedResponse answer) {
    long seconds = answer.freshFor().toSeconds();
    HttpFields.Mutable headers =
        HttpFields.build()
            .add(new HttpField(NO_CONSTANT, "Cache-Status", cacheStatus(answer, seconds)))
            .add(HttpHeader.AGE, answer.age().toSeconds())
            .add(new HttpField(HttpHeader.CACHE_CONTROL, cacheControl(answer)));
    if (answer.isFallback()) {
      Attribution.KITSU.addTo(headers);
    }
    return headers;
  }

  private String cacheControl(CachedResponse answer) {
    return "max-age=" + maxAge(answer) + (answer.entry().negative() ? "" : staleness);
  }

  /** The whole TTL, from which a cache takes the Age off (RFC 9111, 4.2.3); 0 when stale. */
  private static long maxAge(CachedResponse answer) {
    Duration freshFor = answer.freshFor();
    boolean isFresh = freshFor.compareTo(Duration.ZERO) > 0;
    return isFresh ? freshFor.plus(answer.age()).toSeconds() : 0;
  }

  private String cacheStatus(CachedResponse answer, long ttl) {
    if (answer.isFallback()) {
      return "anyflix; " + fallbackStatus(answer, ttl) + "; detail=fallback";
    }
    String stored = answer.stored() ? "; stored" : "";
    return switch (answer.outcome()) {
      case MEMORY_HIT -> "anyflix; hit; ttl=" + ttl + "; detail=memory";
      case REDIS_HIT -> "anyflix; hit; ttl=" + ttl + sharedDetail;
      case STALE -> "anyflix; hit; ttl=" + ttl + "; detail=stale";
      case MISS -> "anyflix; fwd=miss" + stored + "; ttl=" + ttl;
      case COLLAPSED -> "anyflix; fwd=miss" + stored + "; ttl=" + ttl + "; collapsed";
      case BYPASS -> BYPASS;
    };
  }

  private static String fallbackStatus(CachedResponse answer, long ttl) {
    return switch (answer.outcome()) {
      case MEMORY_HIT, REDIS_HIT, STALE -> "hit; ttl=" + ttl;
      case MISS, COLLAPSED -> "fwd=miss" + (answer.stored() ? "; stored" : "") + "; ttl=" + ttl;
      case BYPASS -> "fwd=bypass";
    };
  }

  /**
   * Writes a body that is not an entry of the cache.
   *
   * @param cacheControl how long it may be kept
   */
  static void write(Context ctx, Body body, String contentType, String cacheControl) {
    write(ctx, body, contentType, HttpFields.build().add(HttpHeader.CACHE_CONTROL, cacheControl));
  }

  /** Writes a body that is not an entry of the cache, with more headers. */
  static void write(Context ctx, Body body, String contentType, HttpFields.Mutable headers) {
    prepare(
            headers,
            body,
            new HttpField(HttpHeader.CONTENT_TYPE, contentType),
            ServiceRequest.requestOf(ctx).getHeaders())
        .writeTo(ctx);
  }

  private static PreparedResponse prepare(
      HttpFields.Mutable headers, Body body, HttpField contentType, HttpFields requestHeaders) {
    String etag = body.etag();
    headers.add(HttpHeader.ETAG, etag).add(contentType);
    if (ConditionalHeaders.hasTag(requestHeaders, etag)) {
      return PreparedResponse.empty(HttpStatus.NOT_MODIFIED_304, headers);
    }
    byte[] gzip = ConditionalHeaders.acceptsGzip(requestHeaders) ? body.gzip() : null;
    if (gzip != null) {
      headers.add(GZIP);
    }
    byte[] bytes = gzip == null ? body.bytes() : gzip;
    headers.add(HttpHeader.CONTENT_LENGTH, bytes.length);
    return new PreparedResponse(HttpStatus.OK_200, headers, bytes);
  }
}

package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.domain.cache.Body;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Prepares an answer that is composed of the answers of several operations. It is as old as its
 * oldest part and fresh for as long as all of its parts are; it is a hit when every part is one.
 * Thread safe.
 */
record CombinedAnswer(JsonCodec codec, HttpCaching caching) {

  /** The Cache-Control of an answer of which a part is missing for now. */
  static final String BRIEF = "max-age=10";

  /** The answer with a body made of its parts. */
  PreparedResponse prepare(List<CachedResponse> parts, byte[] json, Request request) {
    return caching.prepare(CachedResponse.combined(parts, new Body(json)), request.getHeaders());
  }

  /**
   * The answer with a body made of its parts.
   *
   * @param isComplete whether no part is missing; else it is kept briefly
   */
  PreparedResponse prepare(
      List<CachedResponse> parts, Object body, boolean isComplete, Request request) {
    PreparedResponse response = prepare(parts, codec.encode(body), request);
    return isComplete
        ? response
        : response.with(HttpFields.build().put(HttpHeader.CACHE_CONTROL, BRIEF));
  }
}

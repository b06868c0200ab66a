package dev.anyflix.demo;

import com.sun.net.httpserver.Headers;
import java.net.URI;

/** One of the two upstreams that the demo plays. Implementations are thread safe. */
interface Endpoint {

  /**
   * A request as it came in.
   *
   * @param method the HTTP method
   * @param uri its path and query
   * @param headers its headers
   * @param body its body, empty when it has none
   */
  record Request(String method, URI uri, Headers headers, String body) {}

  Reply answer(Request request);

  /** How this upstream words an error that is none of the request's fault. */
  Reply failure(int status, String message);

  /** What this upstream tells of its rate limit besides {@code Retry-After}. */
  boolean tellsItsLimit();
}

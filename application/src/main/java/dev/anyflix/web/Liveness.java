package dev.anyflix.web;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the process can go on: its classes can still be loaded. Thread safe.
 *
 * <p>The answers are written without the JSON library, which would hold up the first one by a tenth
 * of a second, and which cannot be loaded any more once the jar was replaced.
 */
final class Liveness {

  static final String PATH = "/health/live";

  private static final byte[] LIVE = utf8("{\"status\":\"healthy\"}");

  private final ClassFileCheck classFiles = ClassFileCheck.ofThisService();

  /**
   * The answer: 200, or 503 once the process has to be restarted.
   *
   * @param requestId the id of the request, in hexadecimal
   */
  PreparedResponse answer(@Nullable String requestId) {
    return classFiles.passes()
        ? PreparedResponse.uncached(HttpStatus.OK_200, "application/json", LIVE)
        : jarReplaced(requestId);
  }

  private static PreparedResponse jarReplaced(@Nullable String requestId) {
    String problem =
        """
        {"type":"about:blank","title":"Service Unavailable","status":503,\
        "detail":"The jar was replaced under the running service, so that classes cannot be loaded.\
         Restart the service.","instance":"/health/live","code":"internal","requestId":"%s"}"""
            .formatted(requestId);
    return PreparedResponse.uncached(
        HttpStatus.SERVICE_UNAVAILABLE_503, "application/problem+json", utf8(problem));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package dev.anyflix.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that the server refuses before any route sees them. */
final class ServerErrors extends ErrorHandler {

  private static final Logger log = LoggerFactory.getLogger("dev.anyflix.Requests");

  private final JsonCodec codec = new JsonCodec();

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = blamed(response.getStatus());
    response.setStatus(status);
    String detail =
        switch (status) {
          case 400 -> "The request is malformed.";
          case 405 -> "This method is not known here.";
          case 413 -> "The request's body is too large.";
          case 414 -> "The request's address is too long.";
          case 431 -> "The request's headers are too large.";
          case 503 -> "The service is stopping.";
          default -> Problems.title(status);
        };
    log.debug("Refused with {} before any route: {}", status, detail);
    Problem problem = Problem.of(status, Problems.title(status), detail, null);
    SecurityHeaders.ensureIn(response.getHeaders());
    if (status == HttpStatus.METHOD_NOT_ALLOWED_405) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST, DELETE, OPTIONS");
    } else if (HttpStatus.isClientError(status)) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(codec.encode(problem)), callback);
    return true;
  }

  /** A version or an encoding that nobody knows is the client's fault; 5xx is for the service's. */
  private static int blamed(int status) {
    return switch (status) {
      case HttpStatus.NOT_IMPLEMENTED_501, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
          HttpStatus.BAD_REQUEST_400;
      default -> status;
    };
  }
}

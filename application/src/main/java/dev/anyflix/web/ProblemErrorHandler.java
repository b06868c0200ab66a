package dev.anyflix.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that the server itself refuses with problems. Thread safe. */
final class ProblemErrorHandler extends ErrorHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemErrorHandler.class);

  private final ProblemMapper problems;
  private final CommonHeaders commonHeaders;

  ProblemErrorHandler(ProblemMapper problems, CommonHeaders commonHeaders) {
    this.problems = problems;
    this.commonHeaders = commonHeaders;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = statusOf(response.getStatus());
    Throwable failure =
        status == HttpStatus.INTERNAL_SERVER_ERROR_500
                && request.getAttribute(ERROR_EXCEPTION) instanceof Throwable cause
            ? cause
            : new ProblemException(status, detailOf(status));
    log.debug("Refused a request before any route: {}", failure.getMessage());
    String id = commonHeaders.restore(request, response.getHeaders());
    if (HttpStatus.isClientError(status)) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    problems.prepare(failure, request, id).writeTo(request, response, onThisThread(callback));
    return true;
  }

  /**
   * Jetty takes its callback of an error for one that blocks, and completes it on another thread.
   * There it may find that the exchange has ended already, and the connection goes on no more.
   */
  private static Callback onThisThread(Callback callback) {
    return Callback.from(InvocationType.NON_BLOCKING, callback::succeeded, callback::failed);
  }

  private static String detailOf(int status) {
    return switch (status) {
      case 400 -> "The request is malformed.";
      case 413 -> "The body is too large.";
      case 414 -> "The address is too long.";
      case 431 -> "The headers are too large.";
      case 503 -> "The service is stopping; send the request again.";
      default -> "The server refused the request.";
    };
  }

  /** An unknown version or transfer encoding is an error of the client, not of the service. */
  private static int statusOf(int status) {
    return switch (status) {
      case HttpStatus.NOT_IMPLEMENTED_501, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ->
          HttpStatus.BAD_REQUEST_400;
      default -> status;
    };
  }
}

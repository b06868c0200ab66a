package dev.anyflix.web;

import dev.anyflix.operation.JsonCodec;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that the server refuses before any route sees them. */
final class ServerErrors extends ErrorHandler {

  private final JsonCodec codec = new JsonCodec();

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String detail =
        switch (status) {
          case 400 -> "The request is malformed.";
          case 414 -> "The request's address is too long.";
          case 431 -> "The request's headers are too large.";
          case 503 -> "The service is stopping.";
          default -> Problems.title(status);
        };
    Problem problem = Problem.of(status, Problems.title(status), detail, null);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(codec.encode(problem)), callback);
    return true;
  }
}

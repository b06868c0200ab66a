package dev.anyflix.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Lets requests in flight finish before the server stops, and serves those that still arrive on
 * open connections, because their clients could not know. Thread safe.
 */
final class DrainingHandler extends GracefulHandler {

  DrainingHandler(Handler wrapped) {
    super(wrapped);
  }

  @Override
  protected void handleShutdownRejection(Request request, Response response, Callback callback) {
    try {
      if (!getHandler().handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Exception e) {
      Response.writeError(request, response, callback, e);
    }
  }
}

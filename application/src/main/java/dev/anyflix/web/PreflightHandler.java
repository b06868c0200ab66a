package dev.anyflix.web;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers OPTIONS requests for everything that other origins may read. Thread safe. */
final class PreflightHandler extends Handler.Wrapper {

  private final Cors cors;

  PreflightHandler(Handler inside, Cors cors) {
    super(inside);
    this.cors = cors;
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!HttpMethod.OPTIONS.is(request.getMethod()) || !Cors.appliesTo(request)) {
      return super.handle(request, response, callback);
    }
    cors.preflight(request.getHeaders(), response.getHeaders());
    response.setStatus(HttpStatus.NO_CONTENT_204);
    response.write(true, null, callback);
    return true;
  }
}

package dev.anyflix.web;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A finished answer, written by the servlet stack or by the server below it.
 *
 * @param status the HTTP status
 * @param headers the headers that come with the body, and those that tell how it came about
 * @param body the bytes to send, not to be changed; none are sent in answer to HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // Sent as they are; nobody compares replies.
record HttpReply(int status, HttpFields headers, byte[] body) {

  /** Writes it, its headers too. */
  void writeTo(Context ctx) throws IOException {
    HttpServletResponse response = ctx.res();
    response.setStatus(status);
    for (HttpField header : headers) {
      if (header.getHeader() == HttpHeader.VARY) {
        String present = response.getHeader(header.getName());
        response.setHeader(
            header.getName(),
            present == null ? header.getValue() : header.getValue() + ", " + present);
      } else {
        response.setHeader(header.getName(), header.getValue());
      }
    }
    if (body.length > 0 && !HttpMethod.HEAD.is(ctx.req().getMethod())) {
      response.getOutputStream().write(body);
    }
  }

  /** Writes it where its headers are those of the response already. */
  void writeTo(Request request, Response response, Callback callback) {
    response.setStatus(status);
    boolean bodiless = HttpMethod.HEAD.is(request.getMethod());
    response.write(true, bodiless ? null : ByteBuffer.wrap(body), callback);
  }
}

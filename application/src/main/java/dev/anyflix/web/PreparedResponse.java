package dev.anyflix.web;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer that is ready to be written. Writing it never blocks, however slowly the client reads.
 *
 * @param status the HTTP status
 * @param headers the headers beside those that {@link CommonHeaders every answer} carries
 * @param body the bytes, not to be changed; they are not sent in answer to HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // Shared with the cache; responses are not compared.
record PreparedResponse(int status, HttpFields headers, byte[] body) {

  private static final byte[] EMPTY = {};

  /** An answer that must not be kept by caches. */
  static PreparedResponse uncached(int status, String contentType, byte[] body) {
    HttpFields.Mutable headers =
        HttpFields.build()
            .add(HttpHeader.CONTENT_TYPE, contentType)
            .add(HttpHeader.CACHE_CONTROL, "no-store")
            .add(HttpHeader.CONTENT_LENGTH, body.length);
    return new PreparedResponse(status, headers, body);
  }

  /** An answer without a body. */
  static PreparedResponse empty(int status, HttpFields headers) {
    return new PreparedResponse(status, headers, EMPTY);
  }

  /** This answer with more headers, which replace those of the same names. */
  PreparedResponse with(HttpFields more) {
    HttpFields.Mutable all = HttpFields.build(headers);
    for (HttpField field : more) {
      all.put(field);
    }
    return new PreparedResponse(status, all, body);
  }

  /** Writes the answer to a request of a handler. */
  void writeTo(Request request, Response response, Callback callback) {
    response.setStatus(status);
    HttpFields.Mutable all = response.getHeaders();
    Attribution.preferThoseOf(headers, all);
    for (HttpField header : headers) {
      all.add(header);
    }
    boolean hasBody = body.length > 0 && !HttpMethod.HEAD.is(request.getMethod());
    response.write(true, hasBody ? ByteBuffer.wrap(body) : null, callback);
  }

  /** Writes the answer to a request of a route. */
  void writeTo(Context ctx) {
    HttpServletResponse response = ctx.res();
    response.setStatus(status);
    Set<String> names = new HashSet<>();
    for (HttpField header : headers) {
      if (names.add(header.getName())) {
        response.setHeader(header.getName(), header.getValue());
      } else {
        response.addHeader(header.getName(), header.getValue());
      }
    }
    if (body.length > 0 && !HttpMethod.HEAD.is(ctx.req().getMethod())) {
      HttpOutput out = outputOf(response);
      ctx.future(
          () -> {
            var sent = new Callback.Completable();
            out.sendContent(ByteBuffer.wrap(body), sent);
            return sent.exceptionally(clientHasLeft -> null);
          });
    }
  }

  private static HttpOutput outputOf(HttpServletResponse response) {
    try {
      return (HttpOutput) response.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

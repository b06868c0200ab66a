package dev.anyflix.web;

import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpStatus;

/** Writes answers of routes as JSON that caches must not keep. Thread safe. */
record JsonWriter(JsonCodec codec) {

  void write(Context ctx, Object value) {
    write(ctx, HttpStatus.OK_200, value);
  }

  void write(Context ctx, int status, Object value) {
    PreparedResponse.uncached(status, "application/json", codec.encode(value)).writeTo(ctx);
  }
}

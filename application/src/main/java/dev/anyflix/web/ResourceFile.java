package dev.anyflix.web;

import dev.anyflix.domain.cache.Body;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of the jar that is served; it is read when first asked for. Thread safe. */
final class ResourceFile {

  private final String resource;
  private final String contentType;
  private final String cacheControl;
  private volatile @Nullable Body body;

  private ResourceFile(String resource, String contentType, String cacheControl) {
    this.resource = resource;
    this.contentType = contentType;
    this.cacheControl = cacheControl;
  }

  /**
   * A file that changes with the service, so that clients revalidate it each time.
   *
   * @param resource its absolute name on the class path
   */
  static ResourceFile changing(String resource, String contentType) {
    return new ResourceFile(resource, contentType, "no-cache");
  }

  /**
   * A file that never changes under the path it is served at.
   *
   * @param resource its absolute name on the class path
   */
  static ResourceFile immutable(String resource, String contentType) {
    return new ResourceFile(resource, contentType, "public, max-age=31536000, immutable");
  }

  void send(Context ctx) {
    HttpCaching.write(ctx, body(), contentType, cacheControl);
  }

  /**
   * Sends the file as a page that must not be kept.
   *
   * @param values the plain texts that replace placeholders
   */
  void send(Context ctx, int status, Map<String, String> values) {
    byte[] page = fill(values).getBytes(StandardCharsets.UTF_8);
    PreparedResponse.uncached(status, contentType, page).writeTo(ctx);
  }

  /** The file as HTML with its placeholders replaced. */
  String fill(Map<String, String> values) {
    String text = new String(body().bytes(), StandardCharsets.UTF_8);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace(value.getKey(), escape(value.getValue()));
    }
    return text;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private Body body() {
    Body known = body;
    return known != null ? known : load();
  }

  /** One request at a time, because each would hold a copy of a file of megabytes. */
  private synchronized Body load() {
    Body known = body;
    if (known == null) {
      known = new Body(read(resource));
      body = known;
    }
    return known;
  }

  /** The bytes of a file of the jar. */
  static byte[] read(String resource) {
    try (InputStream file = ResourceFile.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException(resource + " is not in the jar");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.anyflix.web;

import dev.anyflix.domain.cache.Body;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A file of the jar that is served as it is; it is read when first asked for. Thread safe. */
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
   * A file that changes with the service, so that clients ask again each time.
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

  void send(Context ctx) throws IOException {
    ctx.res().setHeader("Cache-Control", cacheControl);
    HttpCaching.write(ctx, body(), contentType);
  }

  private Body body() throws IOException {
    Body known = body;
    if (known == null) {
      known = new Body(read());
      body = known;
    }
    return known;
  }

  private byte[] read() throws IOException {
    try (InputStream file = ResourceFile.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException(resource + " is not in the jar");
      }
      return file.readAllBytes();
    }
  }
}

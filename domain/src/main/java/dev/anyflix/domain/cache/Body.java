package dev.anyflix.domain.cache;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A finished response body: UTF-8 text, most often JSON, as it is sent, with what is derived from
 * it made once.
 *
 * <p>The arrays that {@link #bytes()} and {@link #gzip()} return are shared: nobody may change
 * them. Thread safe.
 */
public final class Body {

  /** Below this many bytes a compressed copy saves nothing worth having. */
  public static final int MIN_GZIP_BYTES = 1024;

  /** The JSON {@code null}. */
  public static final Body NULL = new Body("null".getBytes(StandardCharsets.UTF_8));

  private static final byte[] NO_GZIP = {};

  private final byte[] bytes;
  private final String etag;
  private volatile byte @Nullable [] gzip;

  /**
   * @param bytes the body as it is sent; not copied, so the caller gives it away
   */
  public Body(byte[] bytes) {
    this.bytes = bytes;
    this.etag = etagOf(bytes);
  }

  /** The body, not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes the body has. */
  public int size() {
    return bytes.length;
  }

  /** The weak entity tag of the body, quoted as HTTP wants it; equal for equal bytes. */
  public String etag() {
    return etag;
  }

  /**
   * The body compressed, made on the first call; not to be changed.
   *
   * @return null when the body is too small to gain from it
   */
  public byte @Nullable [] gzip() {
    if (bytes.length < MIN_GZIP_BYTES) {
      return null;
    }
    byte[] copy = gzip;
    if (copy == null) {
      copy = compress(bytes);
      if (copy.length >= bytes.length) {
        copy = NO_GZIP;
      }
      gzip = copy;
    }
    return copy.length == 0 ? null : copy;
  }

  /** Whether {@link #gzip()} has no work left to do. */
  public boolean isCompressed() {
    return bytes.length < MIN_GZIP_BYTES || gzip != null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body body && Arrays.equals(body.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Body[" + bytes.length + " bytes]";
  }

  /** Weak, for the same tag stands for the plain and the compressed form (RFC 9110, 8.8.1). */
  private static String etagOf(byte[] bytes) {
    byte[] digest = Hashing.sha256(bytes);
    return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + '"';
  }

  private static byte[] compress(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length / 3 + 64);
    try (var gzip = new BestGzip(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** Compresses as well as it can, for each body is compressed once and sent often. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}

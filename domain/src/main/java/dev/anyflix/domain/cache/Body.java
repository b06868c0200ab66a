package dev.anyflix.domain.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A finished response body: UTF-8 text, most often JSON, as it is sent. Its checksums and its
 * compressed form are made once.
 *
 * <p>A {@linkplain #packed() packed} body holds its compressed form alone, in less than half the
 * memory; each call of {@link #bytes()} decompresses it.
 *
 * <p>The arrays that {@link #bytes()} and {@link #gzip()} return are shared and must not be
 * changed. Thread safe.
 */
public final class Body {

  /** Bodies of fewer bytes are not compressed, because they would hardly shrink. */
  public static final int MIN_GZIP_BYTES = 1024;

  /** The JSON {@code null}. */
  public static final Body NULL = new Body("null".getBytes(StandardCharsets.UTF_8));

  /** Header and trailer of the compressed form. */
  private static final int MIN_FORM_BYTES = 18;

  private static final int MAX_UNPACKED_BYTES = 64 << 20;
  private static final byte[] NO_GZIP = {};

  /** Null when packed. */
  private final byte @Nullable [] plain;

  private final long checksums;
  private volatile byte @Nullable [] gzip;

  /**
   * @param bytes the body as it is sent; not copied, so the caller gives it away
   */
  public Body(byte[] bytes) {
    this(bytes, checksums(bytes), null);
  }

  private Body(byte @Nullable [] plain, long checksums, byte @Nullable [] gzip) {
    this.plain = plain;
    this.checksums = checksums;
    this.gzip = gzip;
  }

  /**
   * The packed body of a compressed form.
   *
   * @param gzip what {@link #gzip()} of a packed body has returned; not copied
   * @param maxBytes the most bytes of the plain body
   * @throws IllegalArgumentException if it is not that
   */
  public static Body ofGzip(byte[] gzip, int maxBytes) {
    if (unpackedSize(gzip) > maxBytes) {
      throw new IllegalArgumentException("the body is larger than " + maxBytes + " bytes");
    }
    return new Body(null, checksums(unpacked(gzip)), gzip);
  }

  /** The body, not to be changed. */
  public byte[] bytes() {
    return plain == null ? unpacked(Objects.requireNonNull(gzip)) : plain;
  }

  /** How many bytes the body has. */
  public int size() {
    return plain == null ? unpackedSize(Objects.requireNonNull(gzip)) : plain.length;
  }

  /** How many bytes are held for it, its compressed form among them once there is one. */
  public int heldBytes() {
    byte[] copy = gzip;
    return (plain == null ? 0 : plain.length) + (copy == null ? 0 : copy.length);
  }

  /**
   * The weak entity tag of the body, quoted as HTTP wants it; equal for equal bytes. Weak, because
   * the same tag stands for the plain and the compressed form (RFC 9110, 8.8.1).
   */
  public String etag() {
    return "W/\"" + HexFormat.of().toHexDigits(checksums) + '"';
  }

  /** The CRC-32C of the plain bytes (RFC 3720, appendix B.4), from 0 to 2^32 - 1. */
  public long crc32c() {
    return checksums & 0xFFFF_FFFFL;
  }

  /**
   * The body compressed, made on the first call; not to be changed.
   *
   * @return null when the body is too small to gain from it
   */
  public byte @Nullable [] gzip() {
    if (plain == null) {
      return gzip;
    }
    if (plain.length < MIN_GZIP_BYTES) {
      return null;
    }
    byte[] copy = gzip;
    if (copy == null) {
      copy = compress(plain);
      if (copy.length >= plain.length) {
        copy = NO_GZIP;
      }
      gzip = copy;
    }
    return copy.length == 0 ? null : copy;
  }

  /** Whether {@link #gzip()} has no work left to do. */
  public boolean isCompressed() {
    return plain == null || plain.length < MIN_GZIP_BYTES || gzip != null;
  }

  /** The same body holding its compressed form alone; this one when it would gain nothing. */
  public Body packed() {
    byte[] copy = gzip();
    return copy == null ? this : new Body(null, checksums, copy);
  }

  /** Whether {@link #bytes()} has to unpack. */
  public boolean isPacked() {
    return plain == null;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Body body
        && body.checksums == checksums
        && Arrays.equals(body.bytes(), bytes());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(checksums);
  }

  @Override
  public String toString() {
    return "Body[" + size() + " bytes]";
  }

  /**
   * Two checksums suffice, because a tag only distinguishes versions of one answer. A digest would
   * take nearly half of the time that reading an entry takes.
   */
  private static long checksums(byte[] bytes) {
    return checksum(new CRC32(), bytes) << Integer.SIZE | checksum(new CRC32C(), bytes);
  }

  private static long checksum(Checksum checksum, byte[] bytes) {
    checksum.update(bytes);
    return checksum.getValue();
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

  private static byte[] unpacked(byte[] gzip) {
    int size = unpackedSize(gzip);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      byte[] bytes = in.readNBytes(size);
      if (bytes.length != size || in.read() >= 0) {
        throw new IllegalArgumentException("not the length that the body says it has");
      }
      return bytes;
    } catch (IOException e) {
      throw new IllegalArgumentException("not a compressed body", e);
    }
  }

  /** The length at the end of the compressed form (RFC 1952, 2.3.1: ISIZE). */
  private static int unpackedSize(byte[] gzip) {
    if (gzip.length < MIN_FORM_BYTES) {
      throw new IllegalArgumentException("not a compressed body");
    }
    int size =
        ByteBuffer.wrap(gzip, gzip.length - Integer.BYTES, Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();
    if (size < 0 || size > MAX_UNPACKED_BYTES) {
      throw new IllegalArgumentException("too large a body: " + Integer.toUnsignedString(size));
    }
    return size;
  }

  /** Uses the best compression level, because each body is compressed once and sent often. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}

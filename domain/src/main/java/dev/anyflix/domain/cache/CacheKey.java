package dev.anyflix.domain.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of one cached answer: {@code <prefix>:<32 lowercase hex>}.
 *
 * <p>The hex digits are the first 128 bits of the SHA-256 of the request's canonical text, so that
 * two requests share a key only if they are the same. Immutable; ordered by prefix, then by digits.
 * The digits are kept as two numbers, because a cache holds many keys and displays few.
 */
public final class CacheKey implements Comparable<CacheKey> {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");
  private static final HexFormat HEX = HexFormat.of();
  private static final int HALF = 16;

  private final String prefix;
  private final long high;
  private final long low;

  /** What was hashed, so that it need not be again; null where the key was read from its text. */
  private final @Nullable String request;

  private CacheKey(String prefix, long high, long low, @Nullable String request) {
    this.prefix = prefix;
    this.high = high;
    this.low = low;
    this.request = request;
  }

  /**
   * The key of a request.
   *
   * @param prefix the operation's prefix: words of lower-case letters and digits, joined by
   *     underscores
   * @param request the request in its canonical form: equal for two requests if and only if they
   *     ask the same; well-formed Unicode
   */
  public static CacheKey of(String prefix, String request) {
    if (!isPrefix(prefix)) {
      throw new IllegalArgumentException("not a prefix: " + prefix);
    }
    var digest = ByteBuffer.wrap(Hashing.sha256(request.getBytes(StandardCharsets.UTF_8)));
    return new CacheKey(prefix, digest.getLong(), digest.getLong(), request);
  }

  /** Reads the text of a key; empty when the text is not one in the full form. */
  public static Optional<CacheKey> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String prefix = text.substring(0, colon);
    String hash = text.substring(colon + 1);
    if (!isPrefix(prefix) || !HASH.matcher(hash).matches()) {
      return Optional.empty();
    }
    long high = HexFormat.fromHexDigitsToLong(hash, 0, HALF);
    long low = HexFormat.fromHexDigitsToLong(hash, HALF, 2 * HALF);
    return Optional.of(new CacheKey(prefix, high, low, null));
  }

  /** By hand, as a pattern would take a third of the time that a key takes. */
  private static boolean isPrefix(String text) {
    char before = '_';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean inside = (c >= '0' && c <= '9' && i > 0) || (c == '_' && before != '_');
      if (!letter && !inside) {
        return false;
      }
      before = c;
    }
    return before != '_';
  }

  /** Whether it is the key of a request of its prefix, given in canonical form. */
  public boolean answers(String canonical) {
    return canonical.equals(request) || of(prefix, canonical).equals(this);
  }

  /** The prefix of the operation that the key belongs to. */
  public String prefix() {
    return prefix;
  }

  @Override
  public int compareTo(CacheKey other) {
    int byPrefix = prefix.compareTo(other.prefix);
    if (byPrefix != 0) {
      return byPrefix;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheKey key
        && key.low == low
        && key.high == high
        && key.prefix.equals(prefix);
  }

  /** Any part of a SHA-256 is a hash; two operations share one only for the same request. */
  @Override
  public int hashCode() {
    return (int) low;
  }

  /** The key as it stands in Redis. */
  @Override
  public String toString() {
    return prefix + ':' + HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}

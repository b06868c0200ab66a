package dev.anyflix.domain.cache;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of one cached answer: {@code <prefix>:<32 lowercase hex>}.
 *
 * <p>The hex digits are the first 128 bits of the SHA-256 of the request's canonical text, so that
 * two requests share a key only if they are the same. Immutable; compared by its text.
 */
public final class CacheKey {

  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");
  private static final int HASH_BYTES = 16;

  private final String prefix;
  private final String text;

  /** What was hashed, so that it need not be again; null where the key was read from its text. */
  private final @Nullable String request;

  private CacheKey(String prefix, String hash, @Nullable String request) {
    this.prefix = prefix;
    this.text = prefix + ':' + hash;
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
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("not a prefix: " + prefix);
    }
    byte[] digest = Hashing.sha256(request.getBytes(StandardCharsets.UTF_8));
    return new CacheKey(prefix, HexFormat.of().formatHex(digest, 0, HASH_BYTES), request);
  }

  /** Reads the text of a key; empty when the text is not one in the full form. */
  public static Optional<CacheKey> parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0
        || !PREFIX.matcher(text.substring(0, colon)).matches()
        || !HASH.matcher(text.substring(colon + 1)).matches()) {
      return Optional.empty();
    }
    return Optional.of(new CacheKey(text.substring(0, colon), text.substring(colon + 1), null));
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
  public boolean equals(Object other) {
    return other instanceof CacheKey key && key.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The key as it stands in Redis. */
  @Override
  public String toString() {
    return text;
  }
}

package dev.anyflix.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Decodes percent-encoded text (RFC 3986, 2.1) strictly: ill-formed UTF-8 is an error. */
final class PercentEncoding {

  /** What the server puts in place of bytes that are no UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private PercentEncoding() {}

  /** The decoded text of a path segment; null when it is malformed. */
  static @Nullable String decode(String text) {
    if (text.indexOf(REPLACEMENT) >= 0 || hasBrokenEscape(text)) {
      return null;
    }
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        int high = HexFormat.fromHexDigit(encoded[i + 1]);
        bytes.put((byte) (high << 4 | HexFormat.fromHexDigit(encoded[i + 2])));
        i += 2;
      } else {
        bytes.put(encoded[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The decoded text of a query, where a plus stands for a space; null when it is malformed. */
  static @Nullable String decodeForm(String text) {
    return decode(text.replace('+', ' '));
  }

  /** Whether a percent sign is not followed by two hexadecimal digits. */
  static boolean hasBrokenEscape(String text) {
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 3)) {
      if (at + 2 >= text.length()
          || !HexFormat.isHexDigit(text.charAt(at + 1))
          || !HexFormat.isHexDigit(text.charAt(at + 2))) {
        return true;
      }
    }
    return false;
  }
}

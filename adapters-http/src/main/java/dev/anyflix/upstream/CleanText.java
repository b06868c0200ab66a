package dev.anyflix.upstream;

/**
 * Removes characters that upstream text must not contain: control characters except line break and
 * tab, characters that change the direction of text, and lone surrogates.
 */
final class CleanText {

  private CleanText() {}

  /** The text with its line breaks. */
  static String of(String text) {
    if (text.chars().noneMatch(CleanText::isSuspect)) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().filter(CleanText::isKept).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** The text in one line. */
  static String line(String text) {
    return of(text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' '));
  }

  /** A quick test per char: surrogates may be one half of a pair. */
  private static boolean isSuspect(int c) {
    return Character.isSurrogate((char) c) || !isKept(c);
  }

  private static boolean isKept(int c) {
    if (Character.isISOControl(c)) {
      return c == '\n' || c == '\r' || c == '\t';
    }
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return !surrogate && !isBidiControl(c);
  }

  /** Unicode Standard Annex 9: marks, embeddings, overrides and isolates. */
  private static boolean isBidiControl(int c) {
    return c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}

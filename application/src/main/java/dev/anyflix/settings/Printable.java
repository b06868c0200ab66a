package dev.anyflix.settings;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes text from other sources safe to print on a terminal. */
public final class Printable {

  /** Controls (C0 and C1), format characters, line separators, surrogates. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

  /** Characters that look like a space or like nothing. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Z}\\p{Cs}&&[^ \\t]]");

  private Printable() {}

  /** Replaces every character that could control a terminal by a question mark. */
  public static String of(String text) {
    return UNPRINTABLE.matcher(text).replaceAll("?");
  }

  /** Names the first invisible character: {@code U+00A0 NO-BREAK SPACE}; empty if there is none. */
  static Optional<String> invisible(String text) {
    Matcher matcher = INVISIBLE.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    int character = matcher.group().codePointAt(0);
    return Optional.of("U+%04X %s".formatted(character, Character.getName(character)));
  }
}

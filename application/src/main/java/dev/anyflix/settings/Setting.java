package dev.anyflix.settings;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@link SettingTable}: a name, its default and how its text is read. Immutable.
 *
 * @param <T> what the text is read as; nullable when "not set" is an answer
 */
public final class Setting<T extends @Nullable Object> {

  /** What of a setting must stay unseen. */
  enum Secrecy {
    NONE,
    /** The user and the password inside a URL; the rest may be shown. */
    IN_URL,
    WHOLE
  }

  private static final String STARS = "********";
  private static final Pattern CREDENTIALS = Pattern.compile("(?s)^([^/@]*//)?.*@");

  private final String name;
  private final String defaultText;
  private final Values.Reader<T> reader;
  private final String meaning;
  private final Secrecy secrecy;

  Setting(
      String name, String defaultText, Values.Reader<T> reader, String meaning, Secrecy secrecy) {
    this.name = name;
    this.defaultText = defaultText;
    this.reader = reader;
    this.meaning = meaning;
    this.secrecy = secrecy;
  }

  /** The name in the environment and in the .env file. */
  public String name() {
    return name;
  }

  /** The text that counts when nothing is set; empty for none. */
  public String defaultText() {
    return defaultText;
  }

  /** What the setting does, in one sentence without its full stop. */
  public String meaning() {
    return meaning;
  }

  /** Whether the value, or a part of it, must never be shown. */
  public boolean secret() {
    return secrecy != Secrecy.NONE;
  }

  /** Whether an empty text is a value of its own instead of "not set". */
  boolean readsEmpty() {
    return reader.readsEmpty();
  }

  /**
   * The value of a text.
   *
   * @throws IllegalArgumentException if the text is not one; the message says what it must be and
   *     does not repeat the text
   */
  T read(String text) {
    return reader.read(text);
  }

  /** The text as it may be shown: a secret as stars, and no credentials in any URL. */
  String masked(String text) {
    if (secrecy == Secrecy.WHOLE && !text.isEmpty()) {
      return STARS;
    }
    return CREDENTIALS.matcher(text).replaceFirst("$1" + STARS + "@");
  }

  @Override
  public String toString() {
    return name;
  }
}

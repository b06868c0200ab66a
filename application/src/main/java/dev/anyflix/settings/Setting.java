package dev.anyflix.settings;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One setting: its name, default, parser and description. Immutable.
 *
 * @param <T> the type of its value; nullable if it can be unset
 */
public final class Setting<T extends @Nullable Object> {

  /** Which part of a value is secret. */
  enum Secrecy {
    NONE,
    /** User and password inside a URL. */
    IN_URL,
    WHOLE
  }

  private static final String STARS = "********";
  private static final Pattern CREDENTIALS = Pattern.compile("(?s)^([^/@]*//)?.*@");

  private final String name;
  private final String defaultText;
  private final Values.Reader<T> reader;
  private final String description;
  private final Secrecy secrecy;

  Setting(
      String name,
      String defaultText,
      Values.Reader<T> reader,
      String description,
      Secrecy secrecy) {
    this.name = name;
    this.defaultText = defaultText;
    this.reader = reader;
    this.description = description;
    this.secrecy = secrecy;
  }

  /** The name in the environment and in .env. */
  public String name() {
    return name;
  }

  /** The default as text; empty for none. */
  public String defaultText() {
    return defaultText;
  }

  /** One sentence without a full stop. */
  public String description() {
    return description;
  }

  /** Whether the value, or a part of it, is secret. */
  public boolean isSecret() {
    return secrecy != Secrecy.NONE;
  }

  /** Whether the value may be in a file that {@code NAME_FILE} names. */
  boolean allowsFile() {
    return secrecy == Secrecy.WHOLE;
  }

  /** Whether an empty text is a value instead of "not set". */
  boolean acceptsEmpty() {
    return reader.acceptsEmpty();
  }

  /**
   * Parses and validates a text.
   *
   * @throws IllegalArgumentException if it is invalid; the message starts with "must" and does not
   *     repeat the text
   */
  T read(String text) {
    return reader.read(text);
  }

  /** The text with secrets and the credentials in URLs replaced by stars. */
  String mask(String text) {
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

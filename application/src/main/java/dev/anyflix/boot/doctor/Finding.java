package dev.anyflix.boot.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a check has found. Holds no secret.
 *
 * @param level how bad it is
 * @param subject what it is about, in a word or two
 * @param text what was found
 * @param advice what to do, or null when there is nothing to do
 */
public record Finding(Level level, String subject, String text, @Nullable String advice) {

  /** How bad a finding is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** It works, but a person should know. */
    NOTE,
    /** It must be fixed. */
    FAULT
  }

  static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text, null);
  }
}

package dev.anyflix.boot.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One result of a check. Contains no secrets.
 *
 * @param status its severity
 * @param subject the part that was checked, in one or two words
 * @param message what the check found
 * @param action what to do, or null
 */
public record CheckResult(Status status, String subject, String message, @Nullable String action) {

  /** The severity of a result. */
  public enum Status {
    /** Works. */
    OK,
    /** Works with a restriction. */
    WARN,
    /** Does not work. */
    FAIL
  }

  static CheckResult ok(String subject, String message) {
    return new CheckResult(Status.OK, subject, message, null);
  }
}

package dev.anyflix.cli;

/** A service did not do what it was asked; the message says why and what to do, without secrets. */
final class AdminException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /**
   * @param passing whether the same request may well succeed a little later
   */
  AdminException(boolean passing, String message) {
    super(message);
    this.passing = passing;
  }

  boolean passing() {
    return passing;
  }
}

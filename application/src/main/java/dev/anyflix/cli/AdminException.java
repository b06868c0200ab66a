package dev.anyflix.cli;

/** A failed admin request. The message names the cause and the action and has no secrets. */
final class AdminException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean isTransient;

  /**
   * Creates an exception.
   *
   * @param isTransient whether a retry may succeed
   */
  AdminException(boolean isTransient, String message) {
    super(message);
    this.isTransient = isTransient;
  }

  boolean isTransient() {
    return isTransient;
  }
}

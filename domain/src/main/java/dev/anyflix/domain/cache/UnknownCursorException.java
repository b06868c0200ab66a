package dev.anyflix.domain.cache;

/** A cursor is not one that the cache has given out. */
public final class UnknownCursorException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param cursor as it was given
   */
  public UnknownCursorException(String cursor) {
    super("not a cursor of this cache: " + cursor);
  }
}

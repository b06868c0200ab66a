package dev.anyflix.core.tier;

import java.util.Locale;

/**
 * What a clear has done.
 *
 * @param count how many entries it has removed so far
 * @param shared whether it has reached the shared cache
 */
public record ClearResult(long count, SharedOutcome shared) {

  /** Whether a clear has reached the shared cache. */
  public enum SharedOutcome {
    /** It has, and other instances hear of it. */
    CLEARED,
    /** Not yet: it is carried out before the shared cache is read again. */
    PENDING,
    /** There is no shared cache. */
    OFF;

    /** The name in answers. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

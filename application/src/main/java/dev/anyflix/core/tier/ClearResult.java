package dev.anyflix.core.tier;

import java.util.Locale;

/**
 * The result of a clear, an expiry or a deletion.
 *
 * @param count how many entries were removed so far
 * @param shared whether the shared cache has carried it out
 * @param isRemovalComplete false when cleared entries are still being removed in the background;
 *     they are void already
 */
public record ClearResult(long count, SharedOutcome shared, boolean isRemovalComplete) {

  /** Whether the shared cache has carried out what it was asked. */
  public enum SharedOutcome {
    /** It has, and other instances are notified. */
    CLEARED,
    /** Not yet: it is carried out before the shared cache is read again. */
    PENDING,
    /** No shared cache is configured. */
    OFF;

    /** The name in answers. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

package dev.anyflix.core.tier;

import java.util.Locale;

/** Outcome the shared cache is doing, as this instance sees it. */
public enum SharedState {
  /** None is wanted: memory alone, by choice. */
  OFF,
  /** Read and written. */
  UP,
  /** Read, but it takes no writes. */
  READ_ONLY,
  /** A call timed out: left alone until the next heartbeat is answered. */
  SUSPECT,
  /** No session. */
  DOWN;

  /** The name in statistics and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

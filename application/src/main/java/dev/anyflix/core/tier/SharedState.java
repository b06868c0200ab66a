package dev.anyflix.core.tier;

import java.util.Locale;

/** The state of the shared cache as this instance sees it. */
public enum SharedState {
  /** None is configured: memory only. */
  OFF,
  /** Read and written. */
  UP,
  /** Read and written, but a command that the service needs is refused. */
  RESTRICTED,
  /** Read, but it takes no writes. */
  READ_ONLY,
  /** A call timed out: not used until the next heartbeat is answered. */
  SUSPECT,
  /** No session. */
  DOWN;

  /** Whether the shared cache cannot be read. */
  public boolean isUnavailable() {
    return this == SUSPECT || this == DOWN;
  }

  /** The name in statistics and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

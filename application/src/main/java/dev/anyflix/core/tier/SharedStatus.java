package dev.anyflix.core.tier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of the shared cache with its reason.
 *
 * @param name the name of the shared cache; {@code Redis} where none is configured
 * @param state the state
 * @param reason what happened; null when it is used fully, or not configured
 * @param advice what to do about it; null when unknown
 * @param since when the condition began
 * @param nextAttemptAt when the next attempt to connect or the next heartbeat is made; null unless
 *     it is unavailable
 * @param address its address without credentials; null when it is not configured
 */
public record SharedStatus(
    String name,
    SharedState state,
    @Nullable String reason,
    @Nullable String advice,
    @Nullable Instant since,
    @Nullable Instant nextAttemptAt,
    @Nullable String address) {

  /** Whether it cannot be read. */
  public boolean isUnavailable() {
    return state.isUnavailable();
  }
}

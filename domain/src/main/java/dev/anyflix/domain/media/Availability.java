package dev.anyflix.domain.media;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a source can be used now, and if not, why.
 *
 * @param state the state
 * @param reason the cause of a state other than {@link State#OK}, as a sentence that names the
 *     source; null when it is OK
 * @param since the time of the first failure of the outage; null when it is OK or not configured
 * @param nextAttemptAt the earliest time of the next call; null unless calls are paused
 */
public record Availability(
    State state,
    @Nullable String reason,
    @Nullable Instant since,
    @Nullable Instant nextAttemptAt) {

  /** The state of a source. */
  public enum State {
    /** The last calls succeeded, or there were none. */
    OK,
    /** The last calls failed; calls are still made. */
    FAILING,
    /** No call is made for now: its circuit breaker is open, or it asked to pause calls. */
    PAUSED,
    /** A setting is missing. */
    NOT_CONFIGURED;

    /** The name in statistics and metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Availability OK = new Availability(State.OK, null, null, null);

  public static Availability ok() {
    return OK;
  }

  /**
   * A source that is never called because a setting is missing.
   *
   * @param reason names the setting
   */
  public static Availability notConfigured(String reason) {
    return new Availability(State.NOT_CONFIGURED, reason, null, null);
  }

  /** Whether the last calls failed or calls are paused. */
  public boolean isOutage() {
    return state == State.FAILING || state == State.PAUSED;
  }
}

package dev.anyflix.upstream;

import java.time.Duration;

/** Is told of every call of an upstream, for counting; must be quick and thread safe. */
@FunctionalInterface
public interface UpstreamListener {

  /** How a call ended. */
  enum Outcome {
    OK,
    NOT_MODIFIED,
    NOT_FOUND,
    REJECTED,
    /** The upstream said that there were too many calls. */
    RATE_LIMITED,
    UNAVAILABLE,
    TIMED_OUT,
    UNREADABLE,
    REDIRECTED,
    /** Not made: the budget was spent. */
    BUDGET_SPENT,
    /** Not made: the circuit breaker was open or the upstream cools down. */
    HELD_BACK
  }

  /** Listens to nothing. */
  UpstreamListener NONE = (upstream, outcome, duration) -> {};

  /**
   * A call has ended, or was not made.
   *
   * @param upstream the source's id, such as {@code anilist}
   * @param duration from sending to the translated answer; zero when no call was made
   */
  void called(String upstream, Outcome outcome, Duration duration);
}

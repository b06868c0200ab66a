package dev.anyflix.upstream;

import java.time.Duration;

/** Receives every request to an upstream, for metrics. Must be fast and thread safe. */
@FunctionalInterface
public interface UpstreamListener {

  /** How a request ended. */
  enum Outcome {
    OK,
    NOT_MODIFIED,
    NOT_FOUND,
    REJECTED,
    /** The upstream answered that its rate limit is reached. */
    RATE_LIMITED,
    UNAVAILABLE,
    TIMED_OUT,
    UNREADABLE,
    REDIRECTED,
    /** Not sent: the budget is used up. */
    BUDGET_SPENT,
    /** Not sent: the circuit breaker is open or the upstream asked to pause calls. */
    HELD_BACK
  }

  /** Ignores everything. */
  UpstreamListener NONE = (upstream, outcome, duration) -> {};

  /**
   * A request has ended, or was not sent.
   *
   * @param upstream the id of the source, such as {@code anilist}
   * @param duration from sending to the decoded answer; zero when nothing was sent
   */
  void onRequest(String upstream, Outcome outcome, Duration duration);
}

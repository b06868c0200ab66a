package dev.anyflix.upstream;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the outage of one upstream from its first failed call to the next success, and logs it:
 * once at WARN when calls are paused, and at INFO when the upstream answers again. Thread safe.
 *
 * <p>At most one outage a minute is logged, so that an upstream that fails every few seconds does
 * not fill the log.
 */
final class Outage {

  /** The failures in a row that make an outage. */
  static final int FAILURES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final String upstream;
  private final Clock clock;
  private @Nullable Instant firstFailure;
  private String cause = "";
  private int failures;
  private boolean isLogged;
  private @Nullable Instant lastLogged;

  Outage(String upstream, Clock clock) {
    this.upstream = upstream;
    this.clock = clock;
  }

  /**
   * An outage at one moment.
   *
   * @param since the time of the first failure
   * @param cause the message of the last failure, a sentence that names the upstream
   */
  record Current(Instant since, String cause) {}

  /** A call has failed in a way that the upstream or its address is to blame for. */
  synchronized void failed(String message) {
    if (firstFailure == null) {
      firstFailure = clock.instant();
    }
    cause = message;
    failures++;
  }

  /** The circuit breaker has opened. */
  synchronized void paused(Duration untilNextAttempt) {
    Instant now = clock.instant();
    if (firstFailure == null) {
      firstFailure = now;
    }
    failures = Math.max(failures, FAILURES);
    boolean isRecent = lastLogged != null && now.isBefore(lastLogged.plus(LOG_INTERVAL));
    if (isLogged || isRecent) {
      LOG.debug("{} is still paused: {}", upstream, cause);
      return;
    }
    isLogged = true;
    lastLogged = now;
    LOG.warn(
        "{} Calls to {} are paused because most of the last ones failed; serving stale entries where"
            + " present. Next attempt in {} s, then every {} s",
        cause,
        upstream,
        untilNextAttempt.toSeconds(),
        untilNextAttempt.toSeconds());
  }

  /** A call has succeeded. */
  synchronized void ended() {
    Instant began = firstFailure;
    if (began == null) {
      return;
    }
    if (isLogged) {
      LOG.info(
          "{} answers again after {}; calls are no longer paused",
          upstream,
          text(Duration.between(began, clock.instant())));
    }
    firstFailure = null;
    cause = "";
    failures = 0;
    isLogged = false;
  }

  /** The outage; null while fewer than {@link #FAILURES} calls in a row have failed. */
  synchronized @Nullable Current current() {
    return firstFailure == null || failures < FAILURES ? null : new Current(firstFailure, cause);
  }

  /** A duration in its two largest units: {@code 1 h 5 min}. */
  static String text(Duration time) {
    long seconds = Math.max(1, time.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}

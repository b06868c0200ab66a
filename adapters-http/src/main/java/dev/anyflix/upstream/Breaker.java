package dev.anyflix.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The circuit breaker of one upstream: opens when at least half of the last {@value #WINDOW} calls
 * failed, and permits one probe at a time after {@link #OPEN_FOR}. All times come from the given
 * clock. Thread safe.
 */
final class Breaker {

  static final Duration OPEN_FOR = Duration.ofSeconds(10);

  /** The state before the first call. */
  static final String CLOSED = "closed";

  static final int WINDOW = 20;
  static final int MINIMUM = 5;

  private final CircuitBreaker breaker;
  private final Clock clock;
  private volatile Instant openedAt = Instant.EPOCH;

  /**
   * @param outage records that the breaker opened
   */
  Breaker(String upstream, Outage outage, Clock clock) {
    this.clock = clock;
    breaker =
        CircuitBreaker.of(
            upstream,
            CircuitBreakerConfig.custom()
                .clock(clock)
                .slidingWindowSize(WINDOW)
                .minimumNumberOfCalls(MINIMUM)
                .failureRateThreshold(50)
                .slowCallRateThreshold(100)
                .slowCallDurationThreshold(Duration.ofHours(1))
                .permittedNumberOfCallsInHalfOpenState(1)
                .maxWaitDurationInHalfOpenState(Duration.ZERO)
                .waitDurationInOpenState(OPEN_FOR)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                openedAt = clock.instant();
                outage.paused(OPEN_FOR);
              }
            });
  }

  /** Whether a call may be made now; if so, it must be ended by one of the next three methods. */
  boolean tryAcquire() {
    return breaker.tryAcquirePermission();
  }

  /** Ends a call that proves nothing about the health of the upstream. */
  void release() {
    breaker.releasePermission();
  }

  void recordSuccess() {
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  void recordFailure(Throwable failure) {
    breaker.onError(0, TimeUnit.NANOSECONDS, failure);
  }

  /** How long it stays open at least; one second when it is not open. */
  Duration remainingOpenTime() {
    Duration left = Duration.between(clock.instant(), openedAt.plus(OPEN_FOR));
    return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
  }

  /** When the next call may be made, if it is open. */
  Instant nextAttemptAt() {
    return openedAt.plus(OPEN_FOR);
  }

  boolean isOpen() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  /** {@code closed}, {@code open} or {@code half_open}. */
  String state() {
    return breaker.getState().name().toLowerCase(Locale.ROOT);
  }
}

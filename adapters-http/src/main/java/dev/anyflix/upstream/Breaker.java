package dev.anyflix.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps calls away from an upstream that is down: opens when at least half of its last calls
 * failed, and lets one probe through at a time after a while. Thread safe.
 */
final class Breaker {

  static final Duration OPEN_FOR = Duration.ofSeconds(10);

  /** The state before any call. */
  static final String CLOSED = "closed";

  static final int WINDOW = 20;
  static final int MINIMUM = 5;
  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  private final CircuitBreaker breaker;
  private final Clock clock;
  private volatile Instant openedAt = Instant.EPOCH;

  Breaker(String upstream, Clock clock) {
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
              CircuitBreaker.State state = event.getStateTransition().getToState();
              if (state == CircuitBreaker.State.OPEN) {
                openedAt = clock.instant();
                LOG.warn("{}: too many calls failed; leaving it alone for a while", upstream);
              } else if (state == CircuitBreaker.State.CLOSED) {
                LOG.info("{}: answers again", upstream);
              }
            });
  }

  boolean allows() {
    return breaker.tryAcquirePermission();
  }

  /** Gives back what {@link #allows()} granted, with nothing learnt. */
  void release() {
    breaker.releasePermission();
  }

  void succeeded() {
    breaker.onSuccess(0, TimeUnit.NANOSECONDS);
  }

  void failed(Throwable failure) {
    breaker.onError(0, TimeUnit.NANOSECONDS, failure);
  }

  /** How long it stays open at least; a second when it is not open. */
  Duration opensIn() {
    Duration left = Duration.between(clock.instant(), openedAt.plus(OPEN_FOR));
    return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
  }

  boolean open() {
    return breaker.getState() == CircuitBreaker.State.OPEN;
  }

  /** {@code closed}, {@code open} or {@code half_open}. */
  String state() {
    return breaker.getState().name().toLowerCase(Locale.ROOT);
  }
}

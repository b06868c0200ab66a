package dev.anyflix.upstream;

import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the calls of one upstream and says so when they are slow. Thread safe. */
final class Tally {

  static final Duration SLOW = Duration.ofSeconds(2);
  static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

  private final UpstreamProfile upstream;
  private final UpstreamListener listener;
  private final Clock clock;
  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();

  /** Milliseconds since 1970 before which no further warning is due. */
  private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

  /** Slow calls since the last warning that told of one. */
  private final AtomicLong untold = new AtomicLong();

  Tally(UpstreamProfile upstream, UpstreamListener listener, Clock clock) {
    this.upstream = upstream;
    this.listener = listener;
    this.clock = clock;
  }

  void made(Outcome outcome, Instant began) {
    Instant now = clock.instant();
    Duration took = Duration.between(began, now);
    requests.increment();
    switch (outcome) {
      case OK, NOT_MODIFIED, NOT_FOUND, REDIRECTED -> {}
      default -> errors.increment();
    }
    LOG.debug("{}: {} after {} ms", upstream.id(), outcome, took.toMillis());
    if (took.compareTo(SLOW) > 0) {
      warn(now, took);
    }
    listener.called(upstream.id(), outcome, took);
  }

  void notMade(Outcome outcome) {
    LOG.debug("{}: {}", upstream.id(), outcome);
    listener.called(upstream.id(), outcome, Duration.ZERO);
  }

  long requests() {
    return requests.sum();
  }

  long errors() {
    return errors.sum();
  }

  private void warn(Instant now, Duration took) {
    long quiet = quietUntil.get();
    boolean due = now.toEpochMilli() >= quiet;
    if (due && quietUntil.compareAndSet(quiet, now.plus(BETWEEN_WARNINGS).toEpochMilli())) {
      LOG.warn(
          "{} is slow: a call took {} ms; {} more were slow since the last such line",
          upstream.name(),
          took.toMillis(),
          untold.getAndSet(0));
    } else {
      untold.incrementAndGet();
    }
  }
}

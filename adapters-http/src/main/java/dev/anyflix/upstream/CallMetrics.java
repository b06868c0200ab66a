package dev.anyflix.upstream;

import dev.anyflix.upstream.UpstreamListener.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the HTTP requests to one upstream and warns when they are slow. Thread safe. */
final class CallMetrics {

  static final Duration SLOW = Duration.ofSeconds(2);
  static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(CallMetrics.class);

  private final UpstreamProfile upstream;
  private final UpstreamListener listener;
  private final Clock clock;
  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();

  /** Milliseconds since 1970 before which no further warning is logged. */
  private final AtomicLong nextWarningAt = new AtomicLong(Long.MIN_VALUE);

  /** Slow requests since the last warning. */
  private final AtomicLong unreported = new AtomicLong();

  CallMetrics(UpstreamProfile upstream, UpstreamListener listener, Clock clock) {
    this.upstream = upstream;
    this.listener = listener;
    this.clock = clock;
  }

  void recordSent(Outcome outcome, Instant start) {
    Instant now = clock.instant();
    Duration duration = Duration.between(start, now);
    requests.increment();
    LOG.debug("{}: {} after {} ms", upstream.id(), outcome, duration.toMillis());
    switch (outcome) {
      case OK, NOT_MODIFIED, NOT_FOUND, REDIRECTED -> warnIfSlow(now, duration);
      default -> errors.increment();
    }
    listener.onRequest(upstream.id(), outcome, duration);
  }

  void recordNotSent(Outcome outcome) {
    LOG.debug("{}: {}", upstream.id(), outcome);
    listener.onRequest(upstream.id(), outcome, Duration.ZERO);
  }

  long requests() {
    return requests.sum();
  }

  long errors() {
    return errors.sum();
  }

  /** Failures have warnings of their own. */
  private void warnIfSlow(Instant now, Duration duration) {
    if (duration.compareTo(SLOW) <= 0) {
      return;
    }
    long next = nextWarningAt.get();
    boolean due = now.toEpochMilli() >= next;
    if (due && nextWarningAt.compareAndSet(next, now.plus(WARNING_INTERVAL).toEpochMilli())) {
      LOG.warn(
          "{} is slow: a request took {} ms; {} more slow requests since the last warning.",
          upstream.name(),
          duration.toMillis(),
          unreported.getAndSet(0));
    } else {
      unreported.incrementAndGet();
    }
  }
}

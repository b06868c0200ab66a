package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LogThrottleTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final LogThrottle throttle = new LogThrottle(nanos::get);

  @Test
  void oneLineAMinuteIsAdmittedEvenWhereTheClockOverflows() {
    assertThat(throttle.tryAcquire()).isTrue();
    assertThat(throttle.tryAcquire()).isFalse();

    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(throttle.tryAcquire()).isFalse();

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(throttle.tryAcquire()).isTrue();
    assertThat(throttle.tryAcquire()).isFalse();
  }
}

package dev.anyflix.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TokenThrottleTest {

  private final AtomicLong nanos = new AtomicLong();
  private final TokenThrottle throttle = new TokenThrottle(nanos::get);

  @Test
  void addressIsRefusedAfterTheLimitUntilAMinuteHasPassed() {
    for (int i = 0; i < TokenThrottle.LIMIT; i++) {
      assertThat(throttle.tryAcquire("a")).isTrue();
    }
    assertThat(throttle.tryAcquire("a")).isFalse();
    assertThat(throttle.tryAcquire("b")).isTrue();

    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(throttle.tryAcquire("a")).isTrue();
  }
}

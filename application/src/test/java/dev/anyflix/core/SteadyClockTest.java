package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {

  private final ManualClock wall = new ManualClock(Instant.parse("2026-01-01T00:00:00.500Z"));
  private final AtomicLong nanos = new AtomicLong(-7);
  private final SteadyClock clock = new SteadyClock(wall, nanos::get);

  @Test
  void aStepOfTheWallClockChangesNothing() {
    wall.advance(Duration.ofHours(-2));
    assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:00.500Z");

    wall.advance(Duration.ofDays(3));
    assertThat(clock.millis()).isEqualTo(clock.instant().toEpochMilli());
    assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:00.500Z");
  }

  @Test
  void timePassesAsTheMonotonicClockDoes() {
    nanos.addAndGet(Duration.ofMillis(1_500).toNanos() + 999_999);

    assertThat(clock.millis()).isEqualTo(Instant.parse("2026-01-01T00:00:02Z").toEpochMilli());
    assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:02.000999999Z");
  }
}

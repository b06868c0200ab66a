package dev.anyflix.boot;

import dev.anyflix.core.LoadTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.TimeWindowPercentileHistogram;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Times the loads of one prefix with Micrometer, as the histogram {@code cache_loads_seconds},
 * which adds up over a fleet. The percentiles of this instance are kept beside it. Thread safe.
 */
final class MeteredLoadTimer implements LoadTimer {

  private static final Duration RECENT = Duration.ofMinutes(10);

  private static final Duration[] BUCKETS =
      Stream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Timer timer;
  private final TimeWindowPercentileHistogram recent =
      new TimeWindowPercentileHistogram(
          Clock.SYSTEM,
          DistributionStatisticConfig.builder()
              .percentiles(0.5, 0.99)
              .percentilePrecision(1)
              .minimumExpectedValue((double) Duration.ofMillis(1).toNanos())
              .maximumExpectedValue((double) Duration.ofMinutes(1).toNanos())
              .expiry(RECENT)
              .bufferLength(3)
              .build(),
          false);

  MeteredLoadTimer(String prefix, MeterRegistry registry) {
    timer =
        Timer.builder("cache.loads")
            .description("Time of loads from the upstreams, failed ones included")
            .tag("cache", prefix)
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  @Override
  public void record(Duration time) {
    timer.record(time);
    recent.recordLong(time.toNanos());
  }

  @Override
  public long count() {
    return timer.count();
  }

  @Override
  public double percentileMillis(double share) {
    for (ValueAtPercentile value : recent.takeSnapshot(0, 0, 0).percentileValues()) {
      if (value.percentile() == share) {
        return value.value(TimeUnit.MILLISECONDS);
      }
    }
    return 0;
  }
}

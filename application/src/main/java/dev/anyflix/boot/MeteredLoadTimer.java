package dev.anyflix.boot;

import dev.anyflix.core.LoadTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Times the loads of one prefix with Micrometer, as {@code cache_loads_seconds}. Thread safe. */
final class MeteredLoadTimer implements LoadTimer {

  private static final Duration RECENT = Duration.ofMinutes(10);

  private final Timer timer;

  MeteredLoadTimer(String prefix, MeterRegistry registry) {
    timer =
        Timer.builder("cache.loads")
            .description("Time of loads from the upstreams, failed ones included")
            .tag("cache", prefix)
            .publishPercentiles(0.5, 0.99)
            .distributionStatisticExpiry(RECENT)
            .register(registry);
  }

  @Override
  public void record(Duration time) {
    timer.record(time);
  }

  @Override
  public long count() {
    return timer.count();
  }

  @Override
  public double percentileMillis(double share) {
    for (ValueAtPercentile value : timer.takeSnapshot().percentileValues()) {
      if (value.percentile() == share) {
        return value.value(TimeUnit.MILLISECONDS);
      }
    }
    return 0;
  }
}

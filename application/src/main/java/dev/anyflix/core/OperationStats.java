package dev.anyflix.core;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.anyflix.core.CachedResponse.Outcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The figures of one prefix since start. Thread safe. */
public final class OperationStats {

  private final Map<Outcome, LongAdder> served = new EnumMap<>(Outcome.class);
  private final LongAdder negative = new LongAdder();
  private final LongAdder loadFailures = new LongAdder();
  private final Timer loads;

  OperationStats(String prefix, MeterRegistry registry) {
    for (Outcome outcome : Outcome.values()) {
      var count = new LongAdder();
      served.put(outcome, count);
      FunctionCounter.builder("cache.gets", count, LongAdder::sum)
          .tag("cache", prefix)
          .tag("tier", tierOf(outcome))
          .tag("result", resultOf(outcome))
          .description("Answers, by the tier that they came from")
          .register(registry);
    }
    FunctionCounter.builder("cache.negative", negative, LongAdder::sum)
        .description("Answers \"not found\", however they came about")
        .tag("cache", prefix)
        .register(registry);
    loads =
        Timer.builder("cache.loads")
            .description("Outcome long loads took, the failed ones among them")
            .tag("cache", prefix)
            .publishPercentiles(0.5, 0.99)
            .distributionStatisticExpiry(Duration.ofMinutes(10))
            .register(registry);
    FunctionCounter.builder("cache.load.failures", loadFailures, LongAdder::sum)
        .description("Loads that failed")
        .tag("cache", prefix)
        .register(registry);
  }

  private static String tierOf(Outcome outcome) {
    return switch (outcome) {
      case MEMORY_HIT -> "memory";
      case REDIS_HIT -> "redis";
      default -> "none";
    };
  }

  private static String resultOf(Outcome outcome) {
    return switch (outcome) {
      case MEMORY_HIT, REDIS_HIT -> "hit";
      default -> outcome.name().toLowerCase(Locale.ROOT);
    };
  }

  void served(CachedResponse answer) {
    Objects.requireNonNull(served.get(answer.outcome())).increment();
    if (answer.entry().negative()) {
      negative.increment();
    }
  }

  void loaded(Duration time) {
    loads.record(time);
  }

  void loadFailed(Duration time) {
    loads.record(time);
    loadFailures.increment();
  }

  /** Outcome many answers came about in this way. */
  public long count(Outcome outcome) {
    return Objects.requireNonNull(served.get(outcome)).sum();
  }

  /** The figures at this moment. */
  public Snapshot snapshot() {
    long memory = count(Outcome.MEMORY_HIT);
    long redis = count(Outcome.REDIS_HIT);
    long misses = count(Outcome.MISS) + count(Outcome.COLLAPSED) + count(Outcome.BYPASS);
    long all = memory + redis + misses + count(Outcome.STALE);
    var times = loads.takeSnapshot();
    double p50 = 0;
    double p99 = 0;
    for (ValueAtPercentile value : times.percentileValues()) {
      if (value.percentile() < 0.9) {
        p50 = value.value(TimeUnit.MILLISECONDS);
      } else {
        p99 = value.value(TimeUnit.MILLISECONDS);
      }
    }
    return new Snapshot(
        memory,
        redis,
        misses,
        count(Outcome.COLLAPSED),
        count(Outcome.STALE),
        negative.sum(),
        times.count(),
        loadFailures.sum(),
        p50,
        p99,
        percent(memory + redis, all));
  }

  /** A share in percent with two decimals; 0 of nothing. */
  public static double percent(long part, long all) {
    return all == 0 ? 0 : Math.round(10_000.0 * part / all) / 100.0;
  }

  /**
   * The figures of one prefix at one moment.
   *
   * @param hitsMemory answers from memory
   * @param hitsRedis answers from Redis
   * @param misses answers that had to be loaded, the collapsed ones among them
   * @param collapsed answers that waited for a load begun by another caller
   * @param stale answers past their TTL
   * @param negative answers "not found", however they came about
   * @param loads calls of the upstream, the failed ones among them
   * @param loadFailures calls of the upstream that failed
   * @param loadMillisP50 the median time of a load in milliseconds, over the last minutes
   * @param loadMillisP99 the time in milliseconds that 99 % of loads keep
   * @param hitRatio hits of all answers, in percent
   */
  public record Snapshot(
      long hitsMemory,
      long hitsRedis,
      long misses,
      long collapsed,
      long stale,
      long negative,
      long loads,
      long loadFailures,
      double loadMillisP50,
      double loadMillisP99,
      @JsonProperty("hit_ratio") double hitRatio) {}
}

package dev.anyflix.core;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.domain.media.MediaSourceException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The figures of one prefix since start. Thread safe. */
public final class OperationStats {

  private final Map<Outcome, LongAdder> responses = new EnumMap<>(Outcome.class);
  private final LongAdder negative = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder fallback = new LongAdder();
  private final LongAdder loadFailures = new LongAdder();
  private final LoadTimer loads;

  OperationStats(LoadTimer loads) {
    for (Outcome outcome : Outcome.values()) {
      responses.put(outcome, new LongAdder());
    }
    this.loads = loads;
  }

  void responded(CachedResponse response) {
    Objects.requireNonNull(responses.get(response.outcome())).increment();
    if (response.entry().negative()) {
      negative.increment();
    }
  }

  void failed() {
    failed.increment();
  }

  void answeredByFallback() {
    fallback.increment();
  }

  void loaded(Duration time) {
    loads.record(time);
  }

  /** A source that is not configured was not called, so that nothing has failed. */
  void loadFailed(Throwable failure, Duration time) {
    if (MediaSourceException.isNotConfigured(failure)) {
      return;
    }
    loads.record(time);
    loadFailures.increment();
  }

  /** How many answers had an outcome. */
  public long count(Outcome outcome) {
    return Objects.requireNonNull(responses.get(outcome)).sum();
  }

  /** How many answers were "not found", whatever their outcome. */
  public long negativeCount() {
    return negative.sum();
  }

  /** How many requests got an error. */
  public long failedCount() {
    return failed.sum();
  }

  /** How many requests another source answered; they are counted among its answers. */
  public long fallbackCount() {
    return fallback.sum();
  }

  /** How many loads failed. */
  public long loadFailureCount() {
    return loadFailures.sum();
  }

  /** The figures at this moment. */
  public Snapshot snapshot() {
    long memory = count(Outcome.MEMORY_HIT);
    long redis = count(Outcome.REDIS_HIT);
    long misses = count(Outcome.MISS) + count(Outcome.COLLAPSED) + count(Outcome.BYPASS);
    long stale = count(Outcome.STALE);
    long failures = failed.sum();
    return new Snapshot(
        memory,
        redis,
        misses,
        count(Outcome.COLLAPSED),
        stale,
        negative.sum(),
        failures,
        fallback.sum(),
        loads.count(),
        loadFailures.sum(),
        loads.percentileMillis(0.5),
        loads.percentileMillis(0.99),
        percent(memory + redis, memory + redis + misses + stale + failures));
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
   * @param misses answers that had to be loaded, the collapsed ones included
   * @param collapsed answers that waited for a load begun by another caller
   * @param stale answers past their TTL
   * @param negative answers "not found", whatever their outcome
   * @param failed requests that got an error
   * @param fallback requests that another source answered, which counts the answers
   * @param loads calls of the upstream, the failed ones included
   * @param loadFailures calls of the upstream that failed
   * @param loadMillisP50 the median time of a load in milliseconds, over the last minutes
   * @param loadMillisP99 the 99th percentile of it in milliseconds
   * @param hitRatio hits of all answers, in percent
   */
  public record Snapshot(
      long hitsMemory,
      long hitsRedis,
      long misses,
      long collapsed,
      long stale,
      long negative,
      long failed,
      long fallback,
      long loads,
      long loadFailures,
      double loadMillisP50,
      double loadMillisP99,
      double hitRatio) {}
}

package dev.anyflix.core.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a span of time; all lists have one element for each sample.
 *
 * @param stepSeconds the time between two samples
 * @param times the seconds since 1970 at the end of each step
 * @param operations the answers of each operation by prefix; one without requests is absent
 * @param memoryBytes what the memory tier held
 * @param redisBytes what Redis held; null without Redis
 * @param marks what happened
 */
public record HistoryReport(
    long stepSeconds,
    List<Long> times,
    Map<String, Series> operations,
    List<Long> memoryBytes,
    List<@Nullable Long> redisBytes,
    List<Mark> marks) {

  /**
   * The answers of one operation, by outcome.
   *
   * @param p50 the median time of recent loads in milliseconds; null where nothing was loaded
   * @param p99 the 99th percentile of it
   */
  public record Series(
      List<Long> memory,
      List<Long> redis,
      List<Long> stale,
      List<Long> misses,
      List<Long> failed,
      List<@Nullable Float> p50,
      List<@Nullable Float> p99) {

    static Series empty() {
      return new Series(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());
    }

    void add(
        long ofMemory,
        long ofRedis,
        long ofStale,
        long ofMisses,
        long ofFailed,
        float median,
        float percentile) {
      memory.add(ofMemory);
      redis.add(ofRedis);
      stale.add(ofStale);
      misses.add(ofMisses);
      failed.add(ofFailed);
      p50.add(rounded(median));
      p99.add(rounded(percentile));
    }

    private static @Nullable Float rounded(float millis) {
      return Float.isNaN(millis) ? null : Math.round(millis * 10) / 10f;
    }
  }
}

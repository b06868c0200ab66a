package dev.anyflix.core.health;

import dev.anyflix.core.OperationStats;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.SourceTraffic;
import dev.anyflix.core.tier.SharedStatus;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.SourceStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the last hour, one sample every five seconds, and what happened in it. Bounded:
 * about a megabyte. Thread safe.
 */
public final class History {

  /** The time between two samples. */
  public static final Duration STEP = Duration.ofSeconds(5);

  /** The most minutes that are kept. */
  public static final int MINUTES = 60;

  private static final int CAPACITY = (int) (MINUTES * 60 / STEP.toSeconds());
  private static final int MAX_MARKS = 200;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ReadThrough readThrough;
  private final TieredCache cache;
  private final Operations operations;
  private final List<? extends MediaSource> sources;
  private final Clock clock;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Deque<Mark> marks = new ArrayDeque<>();
  private final Map<String, Mark> outages = new LinkedHashMap<>();
  private final Map<String, Counts> before = new HashMap<>();

  public History(
      ReadThrough readThrough,
      TieredCache cache,
      Operations operations,
      List<? extends MediaSource> sources,
      Clock clock) {
    this.readThrough = readThrough;
    this.cache = cache;
    this.operations = operations;
    this.sources = sources;
    this.clock = clock;
  }

  /** The answers of one operation since start or in one step. */
  private record Counts(long memory, long redis, long stale, long misses, long failed, long loads) {

    static Counts of(OperationStats.Snapshot now) {
      return new Counts(
          now.hitsMemory(), now.hitsRedis(), now.stale(), now.misses(), now.failed(), now.loads());
    }

    Counts minus(Counts old) {
      return new Counts(
          memory - old.memory,
          redis - old.redis,
          stale - old.stale,
          misses - old.misses,
          failed - old.failed,
          loads - old.loads);
    }

    boolean isZero() {
      return memory + redis + stale + misses + failed + loads == 0;
    }
  }

  /** One operation in one step; the load times are NaN where nothing was loaded. */
  private record Point(Counts counts, float p50, float p99) {}

  /** One step; operations without requests are absent. */
  private record Sample(
      Instant at,
      Map<String, Point> points,
      Map<String, Totals> traffic,
      long memoryBytes,
      long redisBytes) {}

  /** The requests for one source since start. */
  private record Totals(long answered, long failed, long fallback) {}

  /**
   * The requests for one source in the last minute.
   *
   * @param failed those that got an error
   * @param fallback those that another source answered
   * @param all all of them
   * @param lastFailure the last failure since start; null when there was none
   */
  public record Share(
      long failed, long fallback, long all, SourceTraffic.@Nullable Failure lastFailure) {}

  /** Takes a sample, and notes which outages have begun and ended. */
  public void sample() {
    CacheStats shared = cache.sharedStats();
    add(shared == null ? -1 : shared.usedMemoryBytes());
  }

  private synchronized void add(long redisBytes) {
    Map<String, Point> points = new HashMap<>();
    for (String prefix : operations.prefixes()) {
      OperationStats.Snapshot figures = readThrough.stats().of(prefix).snapshot();
      Counts now = Counts.of(figures);
      Counts old = before.put(prefix, now);
      Counts step = old == null ? now : now.minus(old);
      if (!step.isZero()) {
        boolean hasLoads = step.loads() > 0;
        points.put(
            prefix,
            new Point(
                step,
                hasLoads ? (float) figures.loadMillisP50() : Float.NaN,
                hasLoads ? (float) figures.loadMillisP99() : Float.NaN));
      }
    }
    Map<String, Totals> traffic = new HashMap<>();
    for (MediaSource source : sources) {
      SourceStatus status = source.status();
      SourceTraffic counts = readThrough.stats().ofSource(status.id());
      traffic.put(
          status.id(),
          new Totals(counts.answeredCount(), counts.failedCount(), counts.fallbackCount()));
      Availability availability = status.availability();
      follow("upstream", status.name(), availability.isOutage(), availability.since());
    }
    SharedStatus redis = cache.sharedStatus();
    follow("redis", redis.name(), redis.isUnavailable(), redis.since());
    samples.addLast(
        new Sample(
            clock.instant(),
            Map.copyOf(points),
            Map.copyOf(traffic),
            cache.memoryStats().usedMemoryBytes(),
            redisBytes));
    if (samples.size() > CAPACITY) {
      samples.removeFirst();
    }
  }

  private void follow(String kind, String name, boolean isOutage, @Nullable Instant since) {
    Mark known = outages.get(name);
    if (isOutage && known == null) {
      Instant at = since == null ? clock.instant() : since;
      outages.put(name, new Mark(kind, name + " unavailable", at, null));
    } else if (!isOutage && known != null) {
      outages.remove(name);
      add(new Mark(kind, known.text(), known.at(), clock.instant()));
    }
  }

  /** Records an action of an administrator. */
  public synchronized void mark(String kind, String text) {
    Instant now = clock.instant();
    add(new Mark(kind, text, now, now));
  }

  private void add(Mark mark) {
    marks.addLast(mark);
    if (marks.size() > MAX_MARKS) {
      marks.removeFirst();
    }
  }

  /** The requests for a source in the last minute, those after the last sample included. */
  public synchronized Share lastMinute(String source) {
    SourceTraffic now = readThrough.stats().ofSource(source);
    Instant from = clock.instant().minus(MINUTE);
    Totals start = new Totals(0, 0, 0);
    var newestFirst = samples.descendingIterator();
    while (newestFirst.hasNext()) {
      Sample sample = newestFirst.next();
      if (sample.at().isBefore(from)) {
        start = sample.traffic().getOrDefault(source, start);
        break;
      }
    }
    long failed = now.failedCount() - start.failed();
    long fallback = now.fallbackCount() - start.fallback();
    long all = failed + fallback + now.answeredCount() - start.answered();
    return new Share(failed, fallback, all, now.lastFailure());
  }

  /** The figures from a time ago until now. */
  public synchronized HistoryReport report(Duration ago) {
    Instant from = clock.instant().minus(ago);
    List<Sample> chosen = samples.stream().filter(each -> each.at().isAfter(from)).toList();
    List<Mark> shown = new ArrayList<>();
    marks.stream().filter(each -> !endOf(each).isBefore(from)).forEach(shown::add);
    shown.addAll(outages.values());
    Map<String, HistoryReport.Series> series = new LinkedHashMap<>();
    for (String prefix : operations.prefixes()) {
      if (chosen.stream().anyMatch(each -> each.points().containsKey(prefix))) {
        series.put(prefix, series(prefix, chosen));
      }
    }
    return new HistoryReport(
        STEP.toSeconds(),
        chosen.stream().map(each -> each.at().getEpochSecond()).toList(),
        series,
        chosen.stream().map(Sample::memoryBytes).toList(),
        chosen.stream().map(each -> each.redisBytes() < 0 ? null : each.redisBytes()).toList(),
        shown);
  }

  private static Instant endOf(Mark mark) {
    Instant until = mark.until();
    return until == null ? Instant.MAX : until;
  }

  private static HistoryReport.Series series(String prefix, List<Sample> samples) {
    var series = HistoryReport.Series.empty();
    for (Sample sample : samples) {
      Point point = sample.points().get(prefix);
      if (point == null) {
        series.add(0, 0, 0, 0, 0, Float.NaN, Float.NaN);
      } else {
        Counts counts = point.counts();
        series.add(
            counts.memory(),
            counts.redis(),
            counts.stale(),
            counts.misses(),
            counts.failed(),
            point.p50(),
            point.p99());
      }
    }
    return series;
  }
}

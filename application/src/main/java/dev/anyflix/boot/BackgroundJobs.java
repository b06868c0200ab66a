package dev.anyflix.boot;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.OperationStats;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.Warmer;
import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the service does by itself once it listens: what its start need not wait for, each minute a
 * summary in the log, and with WARM_ON_START a warm-up of what is about to expire.
 */
final class BackgroundJobs implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BackgroundJobs.class);

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration AFTER_START = Duration.ofSeconds(1);

  /** Less than the last fifth of a TTL of two minutes, in which answers are refreshed ahead. */
  private static final Duration BETWEEN_WARM_UPS = Duration.ofSeconds(20);

  private final Settings settings;
  private final Warmer warmer;
  private final Operations operations;
  private final ReadThrough readThrough;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("housekeeping"));
  private Map<Outcome, Long> before = new EnumMap<>(Outcome.class);

  BackgroundJobs(Settings settings, Warmer warmer, Operations operations, ReadThrough readThrough) {
    this.settings = settings;
    this.warmer = warmer;
    this.operations = operations;
    this.readThrough = readThrough;
  }

  /**
   * @param preparations what requests would otherwise have to wait for
   */
  void start(List<Runnable> preparations) {
    preparations.forEach(this::afterStart);
    repeat(MINUTE, MINUTE, this::summarize);
    if (settings.get(SettingTable.WARM_ON_START)) {
      repeat(Duration.ZERO, BETWEEN_WARM_UPS, warmer::start);
    }
  }

  /** Not at once, so that it takes nothing from the first requests. */
  private void afterStart(Runnable task) {
    ScheduledFuture<?> unused =
        thread.schedule(
            told(task, "What is prepared after the start failed; it is tried again when needed"),
            AFTER_START.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void repeat(Duration first, Duration period, Runnable task) {
    ScheduledFuture<?> unused =
        thread.scheduleAtFixedRate(
            told(task, "What is done now and then failed; it is tried again"),
            first.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** A task that fails is told of; an executor by itself would drop it unheard. */
  private static Runnable told(Runnable task, String failure) {
    return () -> {
      try {
        task.run();
      } catch (Throwable e) {
        log.error(failure, e);
      }
    };
  }

  private void summarize() {
    Map<Outcome, Long> now = new EnumMap<>(Outcome.class);
    for (String prefix : operations.prefixes()) {
      for (Outcome outcome : Outcome.values()) {
        now.merge(outcome, readThrough.statsOf(prefix).count(outcome), Long::sum);
      }
    }
    Map<Outcome, Long> minute = new EnumMap<>(Outcome.class);
    now.forEach((outcome, count) -> minute.put(outcome, count - before.getOrDefault(outcome, 0L)));
    before = now;
    long all = minute.values().stream().mapToLong(Long::longValue).sum();
    if (all == 0) {
      return;
    }
    long hits =
        minute.getOrDefault(Outcome.MEMORY_HIT, 0L) + minute.getOrDefault(Outcome.REDIS_HIT, 0L);
    log.info(
        "Last minute: {} answers, {} % hits ({} memory, {} Redis), {} stale, {} loaded",
        all,
        OperationStats.percent(hits, all),
        minute.getOrDefault(Outcome.MEMORY_HIT, 0L),
        minute.getOrDefault(Outcome.REDIS_HIT, 0L),
        minute.getOrDefault(Outcome.STALE, 0L),
        all - hits - minute.getOrDefault(Outcome.STALE, 0L));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

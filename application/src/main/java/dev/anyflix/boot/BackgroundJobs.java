package dev.anyflix.boot;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.OperationStats;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.Warmer;
import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.core.concurrent.LoggedTask;
import dev.anyflix.core.health.History;
import dev.anyflix.core.health.ServiceHealth;
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
 * The jobs that run after the start: deferred initialisation, a sample for the charts every five
 * seconds, a summary in the log each minute, and with WARM_ON_START a warm-up of popular entries
 * that are about to expire.
 */
final class BackgroundJobs implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BackgroundJobs.class);

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration AFTER_START = Duration.ofSeconds(1);

  /** Shorter than the last fifth of a TTL of two minutes, in which entries are refreshed ahead. */
  private static final Duration WARM_UP_INTERVAL = Duration.ofSeconds(20);

  private final Settings settings;
  private final Warmer warmer;
  private final Operations operations;
  private final ReadThrough readThrough;
  private final History history;
  private final ServiceHealth health;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("background-jobs"));
  private Map<Outcome, Long> before = new EnumMap<>(Outcome.class);
  private long failedBefore;

  BackgroundJobs(
      Settings settings,
      Warmer warmer,
      Operations operations,
      ReadThrough readThrough,
      History history,
      ServiceHealth health) {
    this.history = history;
    this.health = health;
    this.settings = settings;
    this.warmer = warmer;
    this.operations = operations;
    this.readThrough = readThrough;
  }

  /**
   * Schedules the jobs.
   *
   * @param preparations initialisations that the first requests would otherwise wait for
   */
  void start(List<Runnable> preparations) {
    preparations.forEach(this::afterStart);
    repeat(History.STEP, History.STEP, history::sample);
    repeat(MINUTE, MINUTE, this::summarize);
    if (settings.get(SettingTable.WARM_ON_START)) {
      repeat(Duration.ZERO, WARM_UP_INTERVAL, warmer::start);
    }
  }

  /** Runs a task a second later, so that it does not compete with the first requests. */
  private void afterStart(Runnable task) {
    ScheduledFuture<?> unused =
        thread.schedule(
            new LoggedTask(log, "Deferred initialisation failed; retrying when it is needed", task),
            AFTER_START.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void repeat(Duration first, Duration period, Runnable task) {
    ScheduledFuture<?> unused =
        thread.scheduleAtFixedRate(
            new LoggedTask(
                log, "Background job failed; retrying in " + period.toSeconds() + " s", task),
            first.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void summarize() {
    Map<Outcome, Long> now = new EnumMap<>(Outcome.class);
    long failedNow = 0;
    for (String prefix : operations.prefixes()) {
      failedNow += readThrough.stats().of(prefix).failedCount();
      for (Outcome outcome : Outcome.values()) {
        now.merge(outcome, readThrough.stats().of(prefix).count(outcome), Long::sum);
      }
    }
    Map<Outcome, Long> minute = new EnumMap<>(Outcome.class);
    now.forEach((outcome, count) -> minute.put(outcome, count - before.getOrDefault(outcome, 0L)));
    before = now;
    long failed = failedNow - failedBefore;
    failedBefore = failedNow;
    long all = minute.values().stream().mapToLong(Long::longValue).sum() + failed;
    if (all == 0) {
      return;
    }
    long hits =
        minute.getOrDefault(Outcome.MEMORY_HIT, 0L) + minute.getOrDefault(Outcome.REDIS_HIT, 0L);
    log.info(
        "Last minute: requests {}, hits {} % (memory {}, shared cache {}), stale {}, misses {}, failed {}. {}",
        all,
        OperationStats.percent(hits, all),
        minute.getOrDefault(Outcome.MEMORY_HIT, 0L),
        minute.getOrDefault(Outcome.REDIS_HIT, 0L),
        minute.getOrDefault(Outcome.STALE, 0L),
        all - hits - minute.getOrDefault(Outcome.STALE, 0L) - failed,
        failed,
        health.report().summary());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

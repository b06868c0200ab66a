package dev.anyflix.boot;

import dev.anyflix.boot.doctor.Check;
import dev.anyflix.boot.doctor.CheckResult;
import dev.anyflix.boot.doctor.CheckResult.Status;
import dev.anyflix.boot.doctor.JavaCheck;
import dev.anyflix.boot.doctor.OpenFilesCheck;
import dev.anyflix.boot.doctor.PortCheck;
import dev.anyflix.boot.doctor.SourceCheck;
import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.TmdbTables;
import dev.anyflix.redis.RedisProbe;
import dev.anyflix.redis.RedisProbe.Trouble;
import dev.anyflix.redis.RedisProbe.Usable;
import dev.anyflix.redis.RedisSettings;
import dev.anyflix.settings.ListenAddress;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Version;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamListener;
import dev.anyflix.upstream.tmdb.TmdbHttpSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks everything that a service with given settings depends on. The composition root of the
 * checks, as {@link App} is of the service.
 */
public final class Doctor {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private Doctor() {}

  /**
   * Runs all checks concurrently and reports their results in a fixed order.
   *
   * @param settings the settings of the service
   * @param report receives each result
   */
  public static void run(Settings settings, Consumer<CheckResult> report)
      throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("doctor"));
    Clock clock = Clock.systemUTC();
    try (var http =
        new SharedHttp(
            Version.current(), clock, UpstreamListener.NONE, Sources.proxies(settings))) {
      List<Check> checks = new ArrayList<>();
      checks.add(new JavaCheck(settings, Runtime.getRuntime().maxMemory()));
      checks.add(OpenFilesCheck.ofThisProcess());
      checks.add(new PortCheck(ListenAddress.of(settings)));
      Sources sources =
          Sources.of(
              settings, http, (name, quota) -> new TokenBucket(quota, clock), TmdbTables.NONE);
      Set<String> prefixes = sources.operations(settings).prefixes();
      checks.add(new RedisCheck(Composition.redis(settings, prefixes, clock), settings));
      for (MediaSource source : sources.all()) {
        checks.add(new SourceCheck(source, keyOf(source), settings));
      }
      List<Future<List<CheckResult>>> results = new ArrayList<>();
      checks.forEach(check -> results.add(threads.submit(check::run)));
      for (Future<List<CheckResult>> result : results) {
        results(result).forEach(report);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<CheckResult> results(Future<List<CheckResult>> result)
      throws InterruptedException {
    try {
      return result.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return List.of(
          new CheckResult(
              Status.FAIL,
              "Check",
              "A check did not end within " + TIMEOUT.toSeconds() + " s",
              "Check the network and the name resolution."));
    } catch (ExecutionException e) {
      throw new IllegalStateException("A check failed: " + e.getCause(), e);
    }
  }

  private static String keyOf(MediaSource source) {
    return source instanceof TmdbHttpSource tmdb && tmdb.keyVersion().isPresent()
        ? "key of version " + tmdb.keyVersion().getAsInt()
        : "";
  }

  /** Checks the configured Redis. */
  private record RedisCheck(@Nullable RedisSettings redis, Settings settings) implements Check {

    private static final String SUBJECT = "Redis";

    @Override
    public List<CheckResult> run() {
      if (redis == null) {
        return List.of(
            new CheckResult(Status.OK, SUBJECT, "not configured; caching in memory only", null));
      }
      List<CheckResult> results = new ArrayList<>();
      RedisProbe.Result result = new RedisProbe(redis).examine();
      if (result instanceof Usable usable) {
        describe(usable, results);
      } else if (result instanceof Trouble trouble) {
        results.add(of(trouble));
      }
      return results;
    }

    private void describe(Usable usable, List<CheckResult> results) {
      String limit = usable.maxMemory() == null ? "no limit" : usable.maxMemory();
      results.add(
          new CheckResult(
              Status.OK,
              SUBJECT,
              "%s responds in %s, %s of %s used, %s"
                  .formatted(
                      usable.product(),
                      millis(usable.roundTrip()),
                      usable.usedMemory(),
                      limit,
                      usable.evictionPolicy()),
              null));
      Duration timeout = settings.get(SettingTable.REDIS_TIMEOUT_MS);
      if (usable.roundTrip().multipliedBy(4).compareTo(timeout) > 0) {
        results.add(
            warn(
                "A command takes more than a quarter of REDIS_TIMEOUT_MS",
                "Use a Redis with lower latency or raise REDIS_TIMEOUT_MS."));
      }
      if (usable.maxMemory() == null) {
        results.add(
            warn(
                "maxmemory is not set; Redis can use all memory of its machine",
                "Set maxmemory and maxmemory-policy volatile-lru."));
      } else if (usable.evictionPolicy().equals("noeviction")) {
        results.add(
            warn(
                "maxmemory-policy is noeviction; Redis refuses writes when it is full",
                "Set maxmemory-policy volatile-lru."));
      }
      if (usable.evictionPolicy().startsWith("allkeys-")) {
        results.add(
            warn(
                "maxmemory-policy is %s; Redis can evict the bookkeeping of clears"
                    .formatted(usable.evictionPolicy()),
                "Set maxmemory-policy volatile-lru or volatile-ttl."));
      }
      if (usable.writes() != null) {
        results.add(of(usable.writes()));
      }
      usable.refusals().forEach(refusal -> results.add(of(refusal)));
    }

    private static CheckResult warn(String message, String action) {
      return new CheckResult(Status.WARN, SUBJECT, message, action);
    }

    private static CheckResult of(Trouble trouble) {
      return new CheckResult(Status.FAIL, SUBJECT, trouble.problem(), trouble.advice());
    }

    private static String millis(Duration duration) {
      return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
  }
}

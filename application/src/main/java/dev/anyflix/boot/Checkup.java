package dev.anyflix.boot;

import dev.anyflix.boot.doctor.Check;
import dev.anyflix.boot.doctor.Finding;
import dev.anyflix.boot.doctor.Finding.Level;
import dev.anyflix.boot.doctor.JavaCheck;
import dev.anyflix.boot.doctor.PortCheck;
import dev.anyflix.boot.doctor.SourceCheck;
import dev.anyflix.core.concurrent.DaemonThreads;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.MediaSource;
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
 * Looks at everything that a service with certain settings depends on: the composition root of the
 * checks, as {@link App} is that of the service.
 */
public final class Checkup {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Checkup() {}

  /**
   * Makes all checks at the same time, and tells what they find in a fixed order.
   *
   * @param settings those of the service
   * @param report is told each finding when its turn has come
   */
  public static void run(Settings settings, Consumer<Finding> report) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("checkup"));
    Clock clock = Clock.systemUTC();
    try (var http = new SharedHttp(Version.current(), clock, UpstreamListener.NONE)) {
      List<Check> checks = new ArrayList<>();
      checks.add(new JavaCheck(settings, Runtime.getRuntime().maxMemory()));
      checks.add(new PortCheck(ListenAddress.of(settings)));
      checks.add(new RedisCheck(App.redis(settings, Set.of(), clock), settings));
      Sources sources = Sources.of(settings, http, (name, quota) -> new TokenBucket(quota, clock));
      for (MediaSource source : sources.all()) {
        checks.add(new SourceCheck(source, keyOf(source), settings));
      }
      List<Future<List<Finding>>> results = new ArrayList<>();
      checks.forEach(check -> results.add(threads.submit(check::run)));
      for (Future<List<Finding>> result : results) {
        findings(result).forEach(report);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Finding> findings(Future<List<Finding>> result) throws InterruptedException {
    try {
      return result.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return List.of(
          new Finding(
              Level.FAULT,
              "Check",
              "one did not end within " + LONGEST.toSeconds() + " s",
              "See whether the network, above all its name service, hangs."));
    } catch (ExecutionException e) {
      throw new IllegalStateException("A check failed itself: " + e.getCause(), e);
    }
  }

  private static String keyOf(MediaSource source) {
    return source instanceof TmdbHttpSource tmdb && tmdb.keyVersion().isPresent()
        ? "with a key of version " + tmdb.keyVersion().getAsInt()
        : "";
  }

  /** Looks at the Redis that is wanted, if any. */
  private record RedisCheck(@Nullable RedisSettings redis, Settings settings) implements Check {

    private static final String SUBJECT = "Redis";

    @Override
    public List<Finding> run() {
      if (redis == null) {
        return List.of(
            new Finding(Level.OK, SUBJECT, "not wanted: answers are cached in memory alone", null));
      }
      List<Finding> findings = new ArrayList<>();
      RedisProbe.Result result = new RedisProbe(redis).examine();
      if (result instanceof Usable usable) {
        describe(usable, findings);
      } else if (result instanceof Trouble trouble) {
        findings.add(of(trouble));
      }
      return findings;
    }

    private void describe(Usable usable, List<Finding> findings) {
      String limit = usable.maxMemory() == null ? "no limit" : usable.maxMemory();
      findings.add(
          new Finding(
              Level.OK,
              SUBJECT,
              "%s answers in %s, %s used of %s, %s"
                  .formatted(
                      usable.product(),
                      millis(usable.roundTrip()),
                      usable.usedMemory(),
                      limit,
                      usable.evictionPolicy()),
              null));
      Duration timeout = settings.get(SettingTable.REDIS_TIMEOUT_MS);
      if (usable.roundTrip().multipliedBy(4).compareTo(timeout) > 0) {
        findings.add(
            note(
                "a command takes a quarter of REDIS_TIMEOUT_MS or more",
                "Move Redis nearer, or raise REDIS_TIMEOUT_MS."));
      }
      if (usable.maxMemory() == null) {
        findings.add(
            note(
                "it may take all memory of its machine",
                "Set maxmemory, and maxmemory-policy volatile-lru."));
      } else if (usable.evictionPolicy().equals("noeviction")) {
        findings.add(
            note(
                "once it is full it refuses writes (noeviction)",
                "Set maxmemory-policy volatile-lru."));
      }
      if (usable.evictionPolicy().startsWith("allkeys-")) {
        findings.add(
            note(
                "it may evict the record of clears (" + usable.evictionPolicy() + ")",
                "Set maxmemory-policy volatile-lru or volatile-ttl."));
      }
      if (usable.writes() != null) {
        findings.add(of(usable.writes()));
      }
    }

    private static Finding note(String text, String advice) {
      return new Finding(Level.NOTE, SUBJECT, text, advice);
    }

    private static Finding of(Trouble trouble) {
      return new Finding(Level.FAULT, SUBJECT, trouble.problem(), trouble.advice());
    }

    private static String millis(Duration duration) {
      return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }
  }
}

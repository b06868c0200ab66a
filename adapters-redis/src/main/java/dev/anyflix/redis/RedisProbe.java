package dev.anyflix.redis;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.SharedCache;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Examines a Redis in the way that the service uses it, so that doctor can report what is wrong.
 * Thread safe.
 */
public final class RedisProbe {

  private static final int ROUND_TRIPS = 9;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final RedisSettings settings;

  /** What was seen. */
  public sealed interface Result permits Usable, Trouble {}

  /**
   * A session came about.
   *
   * @param product what the server calls itself and its version, such as {@code Redis 7.4.1}, and
   *     the number of primaries where it is a cluster
   * @param roundTrip the median time of a command
   * @param usedMemory what it holds, in a cluster the first primary, as it writes it, such as
   *     {@code 1.05M}
   * @param maxMemory its limit in the same form, or null when it has none
   * @param evictionPolicy what it does at the limit, such as {@code noeviction}
   * @param writes why it takes no writes, or null when it does
   * @param refusals what else of the service's work it refuses, each with the command
   */
  public record Usable(
      String product,
      Duration roundTrip,
      String usedMemory,
      @Nullable String maxMemory,
      String evictionPolicy,
      @Nullable Trouble writes,
      List<Trouble> refusals)
      implements Result {

    public Usable {
      refusals = List.copyOf(refusals);
    }
  }

  /**
   * Something does not work.
   *
   * @param problem what, without any secret
   * @param advice what to do about it
   */
  public record Trouble(String problem, String advice) implements Result {

    private static Trouble of(CacheUnavailableException failure) {
      return new Trouble(String.valueOf(failure.getMessage()), RedisAdvice.on(failure));
    }
  }

  /**
   * @param settings where Redis is and how it is used; a command may take longer than they say, so
   *     that a slow server can be told from a silent one
   */
  public RedisProbe(RedisSettings settings) {
    this.settings = settings.withTimeoutOfAtLeast(PATIENCE);
  }

  /** Opens a session, looks around and closes it; takes a few seconds at most. */
  public Result examine() {
    try (var connector = new RedisConnector(settings)) {
      RedisCache session = connector.session(new NoListener());
      Map<String, String> info = info(session);
      String maxMemory = info.getOrDefault("maxmemory_human", "0B");
      return new Usable(
          product(session, info) + session.topology(),
          roundTrip(session),
          info.getOrDefault("used_memory_human", "?"),
          maxMemory.equals("0B") ? null : maxMemory,
          info.getOrDefault("maxmemory_policy", "?"),
          writes(session),
          settings.prefixes().stream()
              .min(Comparator.naturalOrder())
              .map(prefix -> new RedisTrials(session, prefix).refusals())
              .orElse(List.of())
              .stream()
              .map(Trouble::of)
              .distinct()
              .toList());
    } catch (CacheUnavailableException e) {
      return Trouble.of(e);
    }
  }

  /** A user that may not run INFO is usable, but says less. */
  private static Map<String, String> info(RedisCache session) {
    try {
      return RedisFigures.fields(session.info().get(0));
    } catch (CacheUnavailableException e) {
      if (e.reason() == Reason.REFUSED) {
        return Map.of();
      }
      throw e;
    }
  }

  private static String product(RedisCache session, Map<String, String> info) {
    String valkey = info.get("valkey_version");
    if (valkey != null) {
      return "Valkey " + valkey;
    }
    String version = info.get("redis_version");
    return "Redis " + (version == null ? session.version() : version);
  }

  private static Duration roundTrip(SharedCache session) {
    long[] nanos = new long[ROUND_TRIPS];
    for (int i = 0; i < ROUND_TRIPS; i++) {
      long start = System.nanoTime();
      session.generations();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return Duration.ofNanos(nanos[ROUND_TRIPS / 2]);
  }

  private static @Nullable Trouble writes(SharedCache session) {
    try {
      session.probeWrite();
      return null;
    } catch (CacheUnavailableException e) {
      return Trouble.of(e);
    }
  }
}

package dev.anyflix.faults;

import dev.anyflix.redis.testing.RedisProcess;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** What the fault tests have in common: settings, scale, waiting for a state. */
final class Faults {

  /** A short run has smaller numbers and the same tests. */
  static final boolean SHORT = "short".equals(System.getenv("ANYFLIX_FAULTS"));

  static final int REDIS_TIMEOUT_MILLIS = 200;

  /** Where every connection is refused. */
  private static final String NOWHERE = "http://127.0.0.1:1";

  private Faults() {}

  static Map<String, String> settings(OracleUpstream oracle, int redisPort) {
    return Map.of(
        "CACHE_PREFETCH",
        "false",
        "HOST",
        "127.0.0.1",
        "PORT",
        "0",
        "REDIS_HOST",
        "127.0.0.1",
        "REDIS_PORT",
        Integer.toString(redisPort),
        "REDIS_TIMEOUT_MS",
        Integer.toString(REDIS_TIMEOUT_MILLIS),
        "ANILIST_URL",
        oracle.url().toString(),
        "ANILIST_REQUESTS_PER_MINUTE",
        "1000000",
        "KITSU_URL",
        NOWHERE,
        "INTERNET_ARCHIVE_URL",
        NOWHERE);
  }

  /** The generation that services give to loads that begin now. */
  static long generation(RedisProcess redis) {
    String[] reply = redis.command("HGET", "anyflix:generations", ":base").split("\r\n", -1);
    return Long.parseLong(reply[1]);
  }

  static String state(Client client, URI service) {
    return client.text(service, "/health").replaceAll(".*\"redis\":\"(\\w+)\".*", "$1");
  }

  /** Waits until the service says so; returns how many milliseconds that took. */
  static long awaitState(Client client, URI service, String state) {
    long start = System.nanoTime();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() -> state(client, service).equals(state));
    return (System.nanoTime() - start) / 1_000_000;
  }

  static void report(String format, Object... figures) {
    System.out.printf("[faults] " + format + "%n", figures);
  }
}

package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.redis.testing.RedisProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three instances behind nginx under load, restarted one after another. */
@Tag("faults")
final class RollingRestartTest {

  private static final int INSTANCES = 3;
  private static final int PER_SECOND = 100;
  private static final int FIRST_NEW_ID = 1000;
  private static final Pattern RESET = Pattern.compile("reset by peer|prematurely closed");
  private static final Pattern REFUSED = Pattern.compile("Connection refused");

  private final OracleUpstream upstream = new OracleUpstream();
  private final RedisProcess redis = RedisProcess.start();
  private final Client client = new Client();
  private final List<ServiceProcess> instances = new ArrayList<>();

  @AfterEach
  void stop() {
    instances.forEach(ServiceProcess::close);
    redis.close();
    upstream.close();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(Faults.settings(upstream, redis.port()));
    settings.remove("PORT");
    settings.put("REDIS_TIMEOUT_MS", "2000");
    settings.put("SHUTDOWN_DELAY_MS", "1000");
    settings.put("TMDB_API_KEY", "0123456789abcdef0123456789abcdef");
    return settings;
  }

  @Test
  void rollingRestartFailsNoRequest() {
    upstream.latency(Duration.ofMillis(50));
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(ServiceProcess.start(settings()));
    }
    List<URI> addresses = instances.stream().map(ServiceProcess::url).toList();
    try (NginxProcess nginx = NginxProcess.start(addresses)) {
      client.steadily(nginx.url(), PER_SECOND, Duration.ofSeconds(2), RollingRestartTest::id);

      CompletableFuture<List<Integer>> restarts = CompletableFuture.supplyAsync(this::restartAll);
      List<Reply> replies = new ArrayList<>();
      while (!restarts.isDone()) {
        replies.addAll(
            client.steadily(
                nginx.url(), PER_SECOND, Duration.ofSeconds(2), n -> id(n + replies.size())));
      }

      long failed = replies.stream().filter(reply -> !reply.ok()).count();
      long broken = replies.stream().filter(reply -> reply.status() == 0).count();
      Faults.report(
          "rolling restart of %d instances: %d requests at %d/s, %d failed, %d broken; nginx saw %d"
              + " resets, %d refused connections; p50 %.0f ms, p99 %.0f ms, at most %.0f ms; exit codes %s",
          INSTANCES,
          replies.size(),
          PER_SECOND,
          failed,
          broken,
          nginx.errors(RESET).size(),
          nginx.errors(REFUSED).size(),
          Client.quantileMillis(replies, 0.5),
          Client.p99Millis(replies),
          Client.maxMillis(replies),
          restarts.join());
      assertThat(failed).isZero();
      assertThat(nginx.errors(RESET)).isEmpty();
      assertThat(restarts.join()).containsOnly(143);
    }
  }

  /** Mostly cached titles, and every tenth one new. */
  private static int id(int n) {
    return n % 10 == 0 ? FIRST_NEW_ID + n : 1 + n % 20;
  }

  private List<Integer> restartAll() {
    List<Integer> exitCodes = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      ServiceProcess old = instances.get(i);
      exitCodes.add(old.terminate());
      assertThat(old.log().replaceFirst("(?s).* Stopping", "")).doesNotContain(" WARN ", " ERROR ");
      Map<String, String> settings = settings();
      settings.put("PORT", Integer.toString(old.url().getPort()));
      instances.set(i, ServiceProcess.start(settings));
    }
    return exitCodes;
  }
}

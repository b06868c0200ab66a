package dev.anyflix.faults;

import dev.anyflix.faults.ClearsUnderLoad.Outcome;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.redis.testing.SentinelGroup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two instances behind sentinels, which make a replica the primary. */
@Tag("faults")
final class SentinelTest {

  private static final Duration LOAD = Duration.ofSeconds(8);

  private final SentinelGroup group = SentinelGroup.start();
  private final TwoInstances instances =
      new TwoInstances(Map.of("REDIS_URL", group.url()), Map.of("REDIS_URL", group.url()));

  @AfterEach
  void stop() {
    instances.close();
    group.close();
  }

  @Test
  void plannedFailoverFailsNothingAndKeepsClears() {
    failover("planned failover", group::failOver);
  }

  @Test
  void killedPrimaryFailsNothingAndKeepsClears() {
    failover("primary killed", group.primary()::kill);
  }

  private void failover(String name, Runnable fault) {
    RedisProcess successor = group.replica();
    CompletableFuture<Outcome> load = instances.load(LOAD);
    fault.run();
    long promoted = TwoInstances.awaitMillis(() -> SentinelGroup.isPrimary(successor));
    long used = instances.awaitUse(successor);

    instances.verdict(
        "Sentinel, " + name + ", promoted after " + promoted + " ms", load.join(), used);
  }
}

package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.domain.testing.FakeSharedStore;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the log says of connections, and when one takes the place of another. */
final class SupervisorTest {

  private final AtomicInteger attempts = new AtomicInteger();
  private final FakeSharedStore store = new FakeSharedStore(Clock.systemUTC());
  @AutoClose private final CapturedLog log = new CapturedLog();
  private volatile SharedCache.Listener listener;

  private long warnings() {
    return log.text()
        .lines()
        .filter(line -> line.contains("WARN") && line.contains("Shared cache unavailable"))
        .count();
  }

  private SharedTier tier(int failures, Reason reason) {
    SharedCache.Connector connector =
        listener -> {
          if (attempts.incrementAndGet() <= failures) {
            throw new CacheUnavailableException(reason, "not now", null);
          }
          this.listener = listener;
          return store.connect(listener);
        };
    SharedTier tier = new SharedTier(connector, new NoListener(), Clock.systemUTC());
    tier.start();
    return tier;
  }

  @Test
  void aFirstAttemptThatIsLateIsNoOutage() {
    try (SharedTier tier = tier(1, Reason.TIMED_OUT)) {
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);

      assertThat(attempts).hasValue(2);
      assertThat(warnings()).isZero();
    }
  }

  @Test
  void aSecondAttemptThatIsLateIsAnOutageToldOnce() {
    try (SharedTier tier = tier(3, Reason.TIMED_OUT)) {
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);

      assertThat(warnings()).isEqualTo(1);
    }
  }

  @Test
  void aFirstAttemptThatIsRefusedIsToldAtOnce() {
    try (SharedTier tier = tier(1, Reason.DOWN)) {
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);

      assertThat(warnings()).isEqualTo(1);
    }
  }

  @Test
  void aCommandThatIsAlwaysRefusedIsToldOnceAndIsNoOutage() {
    try (SharedTier tier = tier(0, Reason.DOWN)) {
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      var refusal = new CacheUnavailableException(Reason.REFUSED, "not allowed", null);
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(
                () ->
                    tier.call(
                        tier.readable(),
                        cache -> {
                          throw refusal;
                        }))
            .isSameAs(refusal);
      }

      assertThat(tier.breaker().state()).isEqualTo(SharedState.RESTRICTED);
      assertThat(warnings()).isZero();
      assertThat(log.text()).containsOnlyOnce("not allowed");
    }
  }

  @Test
  void outdatedSessionIsReplacedWithoutAnOutage() {
    try (SharedTier tier = tier(0, Reason.DOWN)) {
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      Session outdated = tier.session();
      listener.outdated();
      Awaitility.await().until(() -> attempts.get() == 2 && tier.session() != outdated);

      assertThat(tier.session().id()).isGreaterThan(outdated.id());
      assertThat(tier.isOutdated()).isFalse();
      assertThat(warnings()).isZero();
    }
  }

  @Test
  void failedShardRestrictsTheSessionUntilItIsReplaced() {
    try (SharedTier tier = tier(0, Reason.DOWN)) {
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      Session first = tier.session();
      failShard(tier, first);
      failShard(tier, first);
      assertThat(tier.breaker().state()).isEqualTo(SharedState.RESTRICTED);
      assertThat(tier.breaker().status().reason()).isEqualTo("shard away");
      assertThat(log.text()).containsOnlyOnce("shard away");

      listener.outdated();
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      failShard(tier, first);
      assertThat(tier.breaker().state()).isEqualTo(SharedState.UP);
    }
  }

  private static void failShard(SharedTier tier, Session session) {
    var failure = new CacheUnavailableException(Reason.SHARD_FAILED, "shard away", null);
    assertThatThrownBy(
            () ->
                tier.call(
                    session,
                    cache -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }

  @Test
  void aFaultOfTheServiceDoesNotEndTheSearchForRedis() {
    SharedCache.Connector faulty =
        listener -> {
          if (attempts.incrementAndGet() <= 2) {
            throw new AssertionError("not thought of");
          }
          return store.connect(listener);
        };
    try (var tier = new SharedTier(faulty, new NoListener(), Clock.systemUTC())) {
      tier.start();
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);

      assertThat(log.text()).contains("ERROR").containsOnlyOnce("not thought of");
    }
  }

  @Test
  void sessionWhoseHeartbeatsAreLostIsClosedAndAnotherIsOpened() {
    try (SharedTier tier = tier(0, Reason.DOWN)) {
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      store.freeze();
      Awaitility.await().until(() -> store.sessions() == 0);
      assertThat(tier.breaker().state()).isEqualTo(SharedState.DOWN);
      assertThat(tier.breaker().status().nextAttemptAt()).isNotNull();
      assertThat(warnings()).isEqualTo(1);

      store.thaw();
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      Awaitility.await().until(() -> log.text().contains("connected"));
      assertThat(store.sessions()).isEqualTo(1);
    }
  }

  @Test
  void callThatTimedOutIsFollowedByAHeartbeatThatClosesTheBreaker() {
    try (SharedTier tier = tier(0, Reason.DOWN)) {
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      var late = new CacheUnavailableException(Reason.TIMED_OUT, "late", null);
      assertThatThrownBy(
              () ->
                  tier.call(
                      tier.readable(),
                      cache -> {
                        throw late;
                      }))
          .isSameAs(late);

      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      Awaitility.await().until(() -> log.text().contains("it answers again"));
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void replicaIsLeftForThePrimary() {
    try (SharedTier tier = tier(0, Reason.DOWN)) {
      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      store.demote(true);
      Awaitility.await().until(() -> attempts.get() > 2);
      assertThat(tier.breaker().state()).isEqualTo(SharedState.READ_ONLY);
      store.demote(false);

      Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
      assertThat(store.sessions()).isEqualTo(1);
    }
  }

  @Test
  void closedTierHasNoSession() {
    SharedTier tier = tier(0, Reason.DOWN);
    Awaitility.await().until(() -> tier.breaker().state() == SharedState.UP);
    tier.close();

    assertThat(store.sessions()).isZero();
    assertThat(tier.session()).isNull();
  }

  private static final class NoListener implements SharedTier.Listener {

    @Override
    public void entryChanged(CacheKey key) {}

    @Override
    public void lockChanged(CacheKey key) {}

    @Override
    public void owedCleared(Set<String> prefixes) {}
  }
}

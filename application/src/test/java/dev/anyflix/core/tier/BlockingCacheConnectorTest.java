package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.testing.FakeCache;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BlockingCacheConnectorTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final CountDownLatch released = new CountDownLatch(1);
  private BlockingCacheConnector connector = connector(SOON);

  private static BlockingCacheConnector connector(Duration timeout) {
    return new BlockingCacheConnector(new FakeCache(), timeout, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    released.countDown();
    connector.close();
  }

  private Void block() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private static void assertFails(
      CompletableFuture<?> call, Consumer<CacheUnavailableException> failure) {
    assertThat(call)
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(CacheUnavailableException.class, failure);
  }

  @Test
  void nameIsThatOfTheCache() {
    assertThat(connector.name()).isEqualTo("FakeCache");
  }

  @Test
  void callThatTakesTooLongHasTimedOut() {
    connector.close();
    connector = connector(Duration.ofMillis(20));

    assertFails(
        connector.run(this::block),
        failure -> {
          assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
          assertThat(failure).hasMessage("FakeCache did not answer within 20 ms");
        });
  }

  @Test
  void callThatFailsLetsTheCacheBeDown() {
    assertFails(
        connector.run(
            () -> {
              throw new IllegalStateException("out of order");
            }),
        failure -> {
          assertThat(failure.reason()).isEqualTo(Reason.DOWN);
          assertThat(failure).hasMessageContaining("out of order");
        });
  }

  @Test
  void failureThatTheCacheExplainsIsKept() {
    var known = new CacheUnavailableException(Reason.READ_ONLY, "no writes", null);

    assertFails(
        connector.run(
            () -> {
              throw known;
            }),
        failure -> assertThat(failure).isSameAs(known));
  }

  @Test
  void callsBeyondThreadsAndQueueAreRefused() {
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    for (int i = 0; i < 8 + 64; i++) {
      calls.add(connector.run(this::block));
    }

    assertFails(
        connector.run(this::block), failure -> assertThat(failure).hasMessage("FakeCache is busy"));
    released.countDown();
    assertThat(CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0])))
        .succeedsWithin(SOON);
  }

  @Test
  void figuresLeaveOutTheServicesOwnLookups() {
    CacheKey key = CacheKey.of("movies", "Test.media/1?id=1");
    assertThat(connector.check(key)).isNull();
    assertThat(connector.check(key)).isNull();

    assertThat(connector.stats().misses()).isZero();
    assertThat(connector.stats().hits()).isZero();
  }
}

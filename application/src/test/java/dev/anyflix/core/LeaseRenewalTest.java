package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.tier.SharedState;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeSharedStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LeaseRenewalTest {

  private static final Duration LASTS = Duration.ofMillis(60);
  private static final CacheKey KEY = CacheKey.of("movies", "Test.media/1?id=1");
  private static final LoadLease LEASE = new LoadLease(KEY, "me", 0);

  private final Clock clock = Clock.systemUTC();
  private final FakeSharedStore store = new FakeSharedStore(clock);
  private final TieredCache cache =
      new TieredCache(
          new FakeCache(),
          store,
          new TieredCache.Limits(1000, Duration.ofDays(1), Duration.ofSeconds(5)),
          clock);
  private LeaseRenewal renewal;

  @BeforeEach
  void start() {
    cache.start();
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
    renewal = new LeaseRenewal(cache, LASTS);
  }

  @AfterEach
  void close() {
    renewal.close();
    cache.close();
  }

  private void lock() {
    cache.lock(LEASE, Duration.ofHours(1), cache.newWaitLimit()).join();
    assertThat(store.isLocked(KEY)).isTrue();
  }

  @Test
  void locksAreRenewedUntilTheyAreRemoved() {
    renewal.add(LEASE);
    Awaitility.await().until(() -> store.calls("renew") > 3);

    var released = new CompletableFuture<LoadLease>();
    renewal.remove(LEASE, released::complete);
    int renewed = store.calls("renew");
    assertThat(released).isCompletedWithValue(LEASE);
    Awaitility.await().during(LASTS.multipliedBy(3)).until(() -> store.calls("renew") == renewed);
  }

  @Test
  void nothingIsSentWithoutLocks() {
    Awaitility.await().during(LASTS.multipliedBy(3)).until(() -> store.calls("renew") == 0);
  }

  @Test
  void closingReleasesTheLocksOfLoadsUnderWay() {
    lock();
    renewal.add(LEASE);
    renewal.close();

    assertThat(store.isLocked(KEY)).isFalse();
  }

  @Test
  void lockThatIsAcquiredAfterwardsIsReleasedAtOnce() {
    renewal.close();
    lock();
    renewal.add(LEASE);

    assertThat(store.isLocked(KEY)).isFalse();
  }
}

package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of {@link LoadLocks} does; an adapter's test extends it and gives a
 * connector to an empty server.
 */
public abstract class LoadLocksContract extends SharedServerContract {

  private static LoadLease lease(String owner) {
    return lease(owner, 0);
  }

  private static LoadLease lease(String owner, long generation) {
    return new LoadLease(KEY, owner, generation);
  }

  private static LockResult acquire(SharedCache session, LoadLease lease) {
    return session.locks().acquire(lease, LEASE).join();
  }

  private static void fail(SharedCache session, LoadLease lease, Duration rememberFor) {
    session.locks().fail(lease, FAILURE, rememberFor).join();
  }

  @Test
  final void theFirstLoadAcquiresTheLockAndOthersFindItHeld() {
    assertThat(acquire(mine, lease("a"))).isEqualTo(new LockResult.Acquired(null));
    assertThat(acquire(other, lease("b"))).isEqualTo(new LockResult.Held());
    assertThat(acquire(mine, lease("c"))).isEqualTo(new LockResult.Held());
  }

  @Test
  final void oneOfManyAtTheSameTimeAcquiresTheLock() throws Exception {
    List<Callable<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SharedCache session = i % 2 == 0 ? mine : other;
      LoadLease lease = lease("owner-" + i);
      calls.add(() -> acquire(session, lease));
    }

    assertThat(together(calls)).filteredOn(LockResult.Acquired.class::isInstance).hasSize(1);
  }

  @Test
  final void aLockIsAcquiredAgainByItsOwner() {
    acquire(mine, lease("a"));

    assertThat(acquire(mine, lease("a"))).isInstanceOf(LockResult.Acquired.class);
  }

  @Test
  final void anAcquiredLockComesWithTheEntryThatIsThere() {
    put(other, entry(LOADED));

    assertThat(acquire(mine, lease("a"))).isEqualTo(new LockResult.Acquired(entry(LOADED)));
  }

  @Test
  final void locksOfDifferentKeysAreIndependent() {
    acquire(mine, lease("a"));
    LoadLease otherId = new LoadLease(CacheKey.of("movies", "m?id=2"), "b", 0);
    LoadLease otherPrefix = new LoadLease(CacheKey.of("series", "m?id=1"), "b", 0);

    assertThat(acquire(other, otherId)).isInstanceOf(LockResult.Acquired.class);
    assertThat(acquire(other, otherPrefix)).isInstanceOf(LockResult.Acquired.class);
  }

  @Test
  final void aLockEndsWithItsLease() {
    mine.locks().acquire(lease("a"), Duration.ofMillis(50)).join();

    Awaitility.await().until(() -> acquire(other, lease("b")) instanceof LockResult.Acquired);
  }

  @Test
  final void aRenewedLockOutlivesItsFirstLease() {
    LoadLease shorter = new LoadLease(CacheKey.of("movies", "m?id=2"), "a", 0);
    mine.locks().acquire(lease("a"), Duration.ofMillis(200)).join();
    mine.locks().renew(List.of(lease("a")), LEASE).join();
    mine.locks().acquire(shorter, Duration.ofMillis(250)).join();
    LoadLease second = new LoadLease(shorter.key(), "b", 0);

    Awaitility.await().until(() -> acquire(other, second) instanceof LockResult.Acquired);
    assertThat(acquire(other, lease("b"))).isEqualTo(new LockResult.Held());
  }

  @Test
  final void renewalSetsAnAbsentLockAgain() {
    mine.locks().renew(List.of(lease("a")), LEASE).join();

    assertThat(acquire(other, lease("b"))).isEqualTo(new LockResult.Held());
  }

  @Test
  final void renewalLeavesTheLockOfAnotherLoadAlone() {
    acquire(other, lease("b"));
    mine.locks().renew(List.of(lease("a")), LEASE).join();
    other.locks().release(lease("b")).join();

    assertThat(acquire(other, lease("c"))).isInstanceOf(LockResult.Acquired.class);
  }

  @Test
  final void aReleasedLockIsFree() {
    acquire(mine, lease("a"));
    mine.locks().release(lease("a")).join();

    assertThat(acquire(other, lease("b"))).isInstanceOf(LockResult.Acquired.class);
  }

  @Test
  final void storingAnEntryReleasesTheLockInTheSameStep() {
    acquire(mine, lease("a"));
    mine.put(KEY, entry(LOADED), KEEP, lease("a")).join();

    assertThat(acquire(other, lease("b"))).isEqualTo(new LockResult.Acquired(entry(LOADED)));
  }

  @Test
  final void onlyTheOwnerReleasesOrFailsALock() {
    acquire(mine, lease("a"));
    other.locks().release(lease("b")).join();
    fail(other, lease("b"), LEASE);
    other.put(KEY, entry(LOADED), KEEP, lease("b")).join();

    assertThat(acquire(other, lease("b"))).isEqualTo(new LockResult.Held());
  }

  @Test
  final void aFailureIsReportedToAllForItsTime() {
    acquire(mine, lease("a"));
    fail(mine, lease("a"), LEASE);
    other.locks().release(lease("b")).join();
    mine.locks().release(lease("a")).join();

    assertThat(acquire(other, lease("b"))).isEqualTo(new LockResult.Failed(FAILURE));
    assertThat(acquire(mine, lease("a"))).isEqualTo(new LockResult.Failed(FAILURE));
  }

  @Test
  final void aFailureIsForgottenAfterItsTime() {
    acquire(mine, lease("a"));
    fail(mine, lease("a"), Duration.ofMillis(200));
    assertThat(acquire(other, lease("b"))).isEqualTo(new LockResult.Failed(FAILURE));

    Awaitility.await().until(() -> acquire(other, lease("b")) instanceof LockResult.Acquired);
  }

  @Test
  final void aLockOfAnEarlierGenerationIsVoid() {
    acquire(mine, lease("a", 5));

    assertThat(acquire(other, lease("b", 6))).isInstanceOf(LockResult.Acquired.class);
    assertThat(acquire(mine, lease("a", 5))).isEqualTo(new LockResult.Held());
  }

  @Test
  final void aFailureOfAnEarlierGenerationIsVoid() {
    acquire(mine, lease("a", 5));
    fail(mine, lease("a", 5), LEASE);

    assertThat(acquire(other, lease("b", 6))).isInstanceOf(LockResult.Acquired.class);
  }

  @Test
  final void locksSurviveTheSessionThatAcquiredThem() {
    acquire(mine, lease("a"));
    mine.close();

    try (SharedCache later = connector.connect(new HeardChanges())) {
      assertThat(acquire(later, lease("b"))).isEqualTo(new LockResult.Held());
    }
  }

  @Test
  final void theChangeOfALockIsReported() {
    acquire(other, lease("a"));
    other.locks().release(lease("a")).join();
    mine.get(KEY).join();

    Awaitility.await().until(() -> mineHears.events.contains("lock " + KEY));
  }
}

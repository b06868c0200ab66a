package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.tier.ClearResult.SharedOutcome;
import dev.anyflix.core.tier.SharedState;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the readers of two instances that share a cache are promised. */
class SharedReadThroughTest {

  private final ManualClock clock = new ManualClock();
  private final Oracle oracle = new Oracle();
  private final FakeSharedStore store = new FakeSharedStore(clock);
  private final Instance one = new Instance(oracle, clock, store);
  private final Instance two = new Instance(oracle, clock, store);
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    oracle.release();
    callers.shutdownNow();
    one.close();
    two.close();
  }

  private void awayFor(Runnable meanwhile) {
    store.goDown();
    one.awaitState(SharedState.DOWN);
    two.awaitState(SharedState.DOWN);
    meanwhile.run();
  }

  private void awaitUp() {
    one.awaitState(SharedState.UP);
    two.awaitState(SharedState.UP);
  }

  @Test
  void whatOneHasLoadedTheOtherHits() {
    one.read(1);

    assertThat(two.read(1).outcome()).isEqualTo(Outcome.REDIS_HIT);
    assertThat(two.read(1).outcome()).isEqualTo(Outcome.MEMORY_HIT);
    assertThat(oracle.calls()).isEqualTo(1);
  }

  @Test
  void callersOfBothShareOneLoad() {
    oracle.hold();
    var first = CompletableFuture.supplyAsync(() -> one.read(1), callers);
    Awaitility.await().until(() -> oracle.calls() == 1);
    var second = CompletableFuture.supplyAsync(() -> two.read(1), callers);
    Awaitility.await().until(() -> store.calls("acquire") >= 2);
    oracle.release();

    assertThat(Instance.versionOf(first.join())).isEqualTo("version 1");
    assertThat(Instance.versionOf(second.join())).isEqualTo("version 1");
    assertThat(oracle.calls()).isEqualTo(1);
  }

  @Test
  void callersOfBothShareOneError() {
    oracle.answerWith(Kind.UNAVAILABLE);
    assertThatThrownBy(() -> one.read(1)).isInstanceOf(MediaSourceException.class);

    assertThatThrownBy(() -> two.read(1))
        .isInstanceOfSatisfying(
            MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    assertThat(oracle.calls()).isEqualTo(1);
  }

  @Test
  void failureOfOneInstanceAloneDoesNotConcernTheOther() {
    for (Kind kind :
        List.of(
            Kind.UNAVAILABLE,
            Kind.TIMED_OUT,
            Kind.RATE_LIMITED,
            Kind.REJECTED,
            Kind.NOT_CONFIGURED)) {
      int id = kind.ordinal();
      oracle.failWith(kind);
      assertThatThrownBy(() -> one.read(id)).isInstanceOf(MediaSourceException.class);
      oracle.recover();

      assertThat(two.read(id).outcome()).isEqualTo(Outcome.MISS);
    }
  }

  @Test
  void requestAfterAClearDoesNotWaitForALoadThatBeganBeforeIt() {
    CountDownLatch slow = oracle.hold();
    var before = CompletableFuture.supplyAsync(() -> one.read(1), callers);
    Awaitility.await().until(() -> oracle.calls() == 1);
    oracle.hold().countDown();
    assertThat(store.isLocked(one.key(1))).isTrue();
    two.clear();
    Awaitility.await()
        .until(
            () -> one.cache.generation(Instance.PREFIX) == two.cache.generation(Instance.PREFIX));

    assertThat(two.version(1)).isEqualTo("version 2");
    assertThat(one.version(1)).isEqualTo("version 2");
    assertThat(before).isNotDone();
    slow.countDown();
    assertThat(Instance.versionOf(before.join())).isEqualTo("version 2");
  }

  @Test
  void lockThatIsDeletedByHandIsTakenAgainByTheInstanceThatLoads() {
    CountDownLatch slow = oracle.hold();
    var first = CompletableFuture.supplyAsync(() -> one.read(1), callers);
    Awaitility.await().until(() -> oracle.calls() == 1);
    store.unlockByHand(one.key(1));
    assertThat(store.isLocked(one.key(1))).isFalse();
    Awaitility.await().until(() -> store.isLocked(one.key(1)));
    int acquired = store.calls("acquire");
    var second = CompletableFuture.supplyAsync(() -> two.read(1), callers);
    Awaitility.await().until(() -> store.calls("acquire") > acquired);
    slow.countDown();

    assertThat(Instance.versionOf(first.join())).isEqualTo("version 1");
    assertThat(Instance.versionOf(second.join())).isEqualTo("version 1");
    assertThat(oracle.calls()).isEqualTo(1);
  }

  @Test
  void whatTheBackgroundOfOneWasRefusedTheOtherLoads() {
    oracle.refuseBackground();
    assertThatThrownBy(() -> one.warm(1)).isInstanceOf(MediaSourceException.class);

    assertThat(two.read(1).outcome()).isEqualTo(Outcome.MISS);
  }

  @Test
  void whatOneRemovesNobodyServesAgain() {
    one.read(1);
    two.read(1);

    assertThat(one.cache.remove(one.key(1)).count()).isEqualTo(1);
    assertThat(one.version(1)).isEqualTo("version 2");
    assertThat(two.version(1)).isEqualTo("version 2");
    assertThat(one.cache.remove(one.key(7)).count()).isZero();
  }

  @Test
  void whoOnlyLooksChangesNothing() {
    one.read(1);

    assertThat(two.cache.peek(two.key(1))).isNotNull();
    assertThat(two.cache.peek(two.key(2))).isNull();
    assertThat(two.read(1).outcome()).isEqualTo(Outcome.REDIS_HIT);
  }

  @Test
  void whatIsRemovedWhileItIsLookedUpIsNotKept() {
    one.read(1);
    store.afterNext("get", () -> two.cache.remove(two.key(1)));
    two.read(1);

    assertThat(two.version(1)).isEqualTo("version 2");
  }

  @Test
  void aConfirmationAskedForAfterAClearDoesNotBringTheOldAnswerBack() {
    one.read(1);
    oracle.confirmWhatIsHeld();
    clock.advance(Instance.TTL);
    store.afterNext(
        "get",
        () -> {
          one.clear();
          Awaitility.await()
              .until(
                  () ->
                      two.cache.generation(Instance.PREFIX)
                          == one.cache.generation(Instance.PREFIX));
        });
    CachedResponse answer = two.read(1);

    assertThat(Instance.versionOf(answer)).isEqualTo("version 2");
    assertThat(oracle.asked().get(1).validator()).isNull();
  }

  @Test
  void aClearByOneIsSeenByTheOther() {
    one.read(1);
    two.read(1);
    assertThat(one.cache.clear(Set.of(Instance.PREFIX)).shared()).isEqualTo(SharedOutcome.CLEARED);

    Awaitility.await().until(() -> two.version(1).equals("version 2"));
    assertThat(one.version(1)).isEqualTo("version 2");
  }

  @Test
  void aClearRemovesTheEntriesAndCountsThem() {
    for (int id = 1; id <= 5; id++) {
      one.read(id);
    }
    two.read(1);

    assertThat(two.cache.clear(Set.of(Instance.PREFIX)).count()).isEqualTo(5);
    assertThat(store.peek(one.key(3))).isNull();
  }

  @Test
  void aLoadUnderWayElsewhereCannotBringBackWhatWasCleared() {
    oracle.hold();
    var loading = CompletableFuture.supplyAsync(() -> one.read(1), callers);
    Awaitility.await().until(() -> oracle.calls() == 1);
    two.clear();
    oracle.release();
    loading.join();

    assertThat(two.version(1)).isNotEqualTo("version 1");
  }

  @Test
  void memoryServesWhileTheSharedCacheIsAwayAndIsInStepAfterwards() {
    one.read(1);
    awayFor(
        () -> {
          assertThat(one.read(1).outcome()).isEqualTo(Outcome.MEMORY_HIT);
          assertThat(one.version(2)).isEqualTo("version 2");
        });
    store.comeBack();
    awaitUp();

    assertThat(one.version(2)).isEqualTo("version 2");
    assertThat(two.read(2).outcome()).isEqualTo(Outcome.REDIS_HIT);
    assertThat(oracle.calls()).isEqualTo(2);
  }

  @Test
  void ofACopyAndASharedEntryTheOneLoadedLaterWins() {
    one.read(1);
    two.read(1);
    awayFor(
        () -> {
          clock.advance(Instance.TTL);
          assertThat(one.version(1)).isEqualTo("version 2");
        });
    store.comeBack();
    awaitUp();

    assertThat(one.version(1)).isEqualTo("version 2");
    assertThat(two.version(1)).isEqualTo("version 2");
    assertThat(oracle.calls()).isEqualTo(2);
  }

  @Test
  void whatWasClearedDuringAnOutageIsClearedBeforeTheSharedCacheIsReadAgain() {
    one.read(1);
    two.read(1);
    awayFor(
        () ->
            assertThat(one.cache.clear(Set.of(Instance.PREFIX)).shared())
                .isEqualTo(SharedOutcome.PENDING));
    assertThat(one.cache.pendingClears()).isEqualTo(1);
    store.comeBack();
    one.awaitState(SharedState.UP);

    assertThat(one.cache.pendingClears()).isZero();
    assertThat(one.version(1)).isEqualTo("version 2");
    Awaitility.await().until(() -> two.version(1).equals("version 2"));
  }

  @Test
  void aClearSurvivesARestartWithOldData() {
    one.read(1);
    FakeSharedStore.Snapshot old = store.snapshot();
    one.clear();
    Awaitility.await()
        .until(
            () -> two.cache.generation(Instance.PREFIX) == one.cache.generation(Instance.PREFIX));
    store.goDown();
    store.restartWith(old);
    awaitUp();

    assertThat(one.version(1)).isEqualTo("version 2");
    assertThat(two.version(1)).isEqualTo("version 2");
  }

  @Test
  void anEmptyRestartLosesNothingThatMemoryHolds() {
    one.read(1);
    store.goDown();
    store.comeBackEmpty();
    awaitUp();

    assertThat(one.version(1)).isEqualTo("version 1");
    assertThat(two.read(1).outcome()).isEqualTo(Outcome.REDIS_HIT);
    assertThat(oracle.calls()).isEqualTo(1);
  }

  @Test
  void aKeyDeletedByHandIsNoticed() {
    one.read(1);
    store.deleteByHand(one.key(1));

    assertThat(one.version(1)).isEqualTo("version 2");
  }

  @Test
  void aKeyDeletedByHandWhileTheConnectionWasLostIsNoticed() {
    one.read(1);
    awayFor(() -> store.deleteByHand(one.key(1)));
    store.comeBack();
    awaitUp();

    assertThat(one.version(1)).isEqualTo("version 2");
  }

  @Test
  void aKeyEditedByHandIsNoticed() {
    CacheEntry entry = one.read(1).entry();
    Body edited = new Body("{\"title\":\"version 99\"}".getBytes(StandardCharsets.UTF_8));
    store.editByHand(
        one.key(1),
        CacheEntry.found(
            entry.request(), entry.generation(), entry.loadedAt(), entry.ttl(), null, edited));

    assertThat(one.version(1)).isEqualTo("version 99");
  }

  @Test
  void everythingFlushedByHandIsNoticed() {
    one.read(1);
    store.flushByHand();

    assertThat(one.version(1)).isEqualTo("version 2");
  }

  @Test
  void aFrozenSharedCacheIsLeftAloneAfterOneTimeoutAndUsedAgainOnceItAnswers() {
    one.read(1);
    store.freeze();
    one.read(2);

    assertThat(one.cache.state()).isIn(SharedState.SUSPECT, SharedState.DOWN);
    assertThat(one.read(1).outcome()).isEqualTo(Outcome.MEMORY_HIT);
    store.thaw();
    awaitUp();
    assertThat(one.version(2)).isEqualTo("version 2");
    assertThat(two.read(2).outcome()).isEqualTo(Outcome.REDIS_HIT);
  }

  @Test
  void aSharedCacheThatTakesNoWritesIsStillReadAndWrittenAgainLater() {
    one.read(1);
    store.refuseWrites(true);
    assertThat(one.version(2)).isEqualTo("version 2");

    assertThat(one.cache.state()).isEqualTo(SharedState.READ_ONLY);
    assertThat(two.read(1).outcome()).isEqualTo(Outcome.REDIS_HIT);
    store.refuseWrites(false);
    one.awaitState(SharedState.UP);
    one.read(3);
    assertThat(two.read(3).outcome()).isEqualTo(Outcome.REDIS_HIT);
  }

  @Test
  void aClearThatTheSharedCacheRefusesIsOwedToItAndHoldsHereAtOnce() {
    one.read(1);
    store.refuseWrites(true);

    assertThat(one.cache.clear(Set.of(Instance.PREFIX)).shared()).isEqualTo(SharedOutcome.PENDING);
    assertThat(one.version(1)).isEqualTo("version 2");
    store.refuseWrites(false);
    Awaitility.await().until(() -> one.cache.pendingClears() == 0);
    Awaitility.await().until(() -> !two.version(1).equals("version 1"));
  }
}

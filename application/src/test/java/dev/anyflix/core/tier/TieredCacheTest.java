package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetLevel;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.LoadFailure;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.LockResult;
import dev.anyflix.domain.cache.UnknownCursorException;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tiers keep. */
final class TieredCacheTest {

  private static final int MOST = 1000;
  private static final String REQUEST = "Test.media/1?id=1";
  private static final CacheKey KEY = CacheKey.of("movies", REQUEST);

  private static final Duration LASTS = Duration.ofSeconds(2);
  private static final LoadLease LEASE = new LoadLease(KEY, "me", 0);
  private static final BudgetDraw DRAW =
      new BudgetDraw("me", Quota.perMinute(25), null, BudgetLevel.FULL, 0);

  private final ManualClock clock = new ManualClock();
  private final FakeSharedStore store = new FakeSharedStore(clock);

  @AutoClose
  private final TieredCache cache = new TieredCache(new FakeCache(), store, limits(), clock);

  private static TieredCache.Limits limits() {
    return new TieredCache.Limits(MOST, Duration.ofDays(1), Duration.ofMillis(200));
  }

  @BeforeEach
  void start() {
    cache.start();
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
  }

  private CacheEntry entry(int bytes) {
    return CacheEntry.found(
        REQUEST,
        cache.generation("movies"),
        clock.instant(),
        Duration.ofMinutes(5),
        null,
        new Body(new byte[bytes]));
  }

  @Test
  void callIsWorthWaitingForTheTimeoutWithoutALookup() {
    Awaitility.await().until(() -> !cache.sharedLatency().isZero());

    assertThat(cache.budgets().patience())
        .isGreaterThanOrEqualTo(Duration.ZERO)
        .isLessThan(Duration.ofMillis(200));
  }

  @Test
  void anEntryOfTheLargestSizeIsKeptInBothTiers() {
    cache.store(KEY, entry(MOST), LEASE);

    assertThat(found()).isNotNull();
    assertThat(store.peek(KEY)).isNotNull();
  }

  @Test
  void aLargerOneIsKeptInNone() {
    cache.store(KEY, entry(MOST + 1), LEASE);

    assertThat(cache.isStorable(entry(MOST + 1))).isFalse();
    assertThat(found()).isNull();
    assertThat(store.peek(KEY)).isNull();
  }

  @Test
  void aClearTakesOneRoundTripHoweverManyEntriesThereAre() {
    for (int id = 0; id < 100; id++) {
      String request = "Test.media/1?id=" + id;
      cache.store(
          CacheKey.of("movies", request),
          CacheEntry.found(
              request,
              cache.generation("movies"),
              clock.instant(),
              Duration.ofMinutes(5),
              null,
              new Body(new byte[1])),
          LEASE);
    }
    int before = store.calls("exchange");
    cache.clear(Set.of("movies"));

    assertThat(found()).isNull();
    assertThat(store.calls("exchange") - before).isBetween(1, 2);
  }

  /** As when bytes were lost on the way, and a reply belongs to another command. */
  @ParameterizedTest
  @ValueSource(strings = {"get", "put", "acquire", "renew", "release", "fail", "draw", "exchange"})
  void aMalformedReplyFailsNoCallerAndEndsTheConnection(String method) {
    int exchanges = store.calls("exchange");
    store.afterNext(
        method,
        () -> {
          throw new IndexOutOfBoundsException("an answer of two");
        });

    found();
    assertThat(cache.lock(LEASE, LASTS, cache.newWaitLimit()).join()).isNotNull();
    cache.renew(List.of(LEASE), LASTS);
    cache.store(KEY, entry(1), LEASE);
    cache.fail(LEASE, new LoadFailure("UNAVAILABLE", "down", null), LASTS);
    cache.release(LEASE);
    cache.budgets().draw("anilist", DRAW).join();
    assertThat(found()).isNotNull();
    cache.clear(Set.of("movies"));

    assertThat(found()).isNull();
    Awaitility.await().until(() -> store.calls("exchange") > exchanges + 1);
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
    assertThat(store.sessions()).isEqualTo(1);
    Awaitility.await()
        .until(() -> store.generations().clearedAt("movies") == cache.generation("movies"));
    assertThat(cache.pendingClears()).isZero();
  }

  @Test
  void anOwnWriteIsServedFromMemoryOnlyAfterItWasComparedOnce() {
    cache.store(KEY, entry(1), LEASE);

    assertThat(cache.findNear(KEY)).isNull();
    assertThat(found()).extracting(CacheHit::tier).isEqualTo(Tier.MEMORY);
    assertThat(cache.findNear(KEY)).isNotNull();
  }

  @Test
  void anOlderAnswerThatTheSharedCacheRefusesIsNotServedFromMemory() {
    CacheEntry newer = entry(2);
    store.editByHand(KEY, newer);
    clock.advance(Duration.ofSeconds(-1));
    cache.store(KEY, entry(1), LEASE);
    clock.advance(Duration.ofSeconds(1));

    assertThat(cache.findNear(KEY)).isNull();
    assertThat(found().entry().body()).isEqualTo(newer.body());
  }

  @Test
  void olderAnswerWhoseWriteFailsOrIsSkippedIsNotServedFromMemory() {
    CacheEntry older = entry(1);
    clock.advance(Duration.ofSeconds(1));
    CacheEntry newer = entry(2);
    store.refuseWrites(true);
    for (String write : List.of("failed", "skipped")) {
      CacheKey key = CacheKey.of("movies", REQUEST + write);
      int writes = store.calls("put");
      store.editByHand(key, newer);
      cache.store(key, older, LEASE);

      assertThat(store.calls("put") - writes).isEqualTo(write.equals("failed") ? 1 : 0);
      assertThat(cache.state()).isEqualTo(SharedState.READ_ONLY);
      assertThat(cache.findNear(key)).as(write).isNull();
      assertThat(cache.find(key, cache.newWaitLimit()).join().entry().body())
          .as(write)
          .isEqualTo(newer.body());
    }
  }

  @Test
  void anEditThatFollowsAnOwnWriteIsNoticed() {
    cache.store(KEY, entry(1), LEASE);
    clock.advance(Duration.ofSeconds(1));
    CacheEntry edited = entry(2);
    store.editByHand(KEY, edited);

    assertThat(found().entry().body()).isEqualTo(edited.body());
  }

  @Test
  void aDeletionThatFollowsAnOwnWriteIsNoticed() {
    cache.store(KEY, entry(1), LEASE);
    store.deleteByHand(KEY);

    assertThat(found()).isNull();
  }

  @Test
  void deletionAfterARestartedServerGotTheEntryBackIsNoticed() {
    cache.store(KEY, entry(1), LEASE);
    assertThat(found()).isNotNull();
    store.goDown();
    Awaitility.await().until(() -> cache.state() == SharedState.DOWN);
    store.comeBackEmpty();
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
    store.holdReports();
    assertThat(found()).isNotNull();
    assertThat(store.peek(KEY)).isNotNull();
    store.deliverReports();

    store.deleteByHand(KEY);

    assertThat(found()).isNull();
  }

  @Test
  void aDeletionWhileTheSharedCacheIsUnavailableIsCarriedOutBeforeItIsReadAgain() {
    cache.store(KEY, entry(1), LEASE);
    store.goDown();
    Awaitility.await().until(() -> cache.state() == SharedState.DOWN);

    assertThat(cache.remove(KEY).shared()).isEqualTo(ClearResult.SharedOutcome.PENDING);
    assertThat(cache.pendingClears()).isEqualTo(1);
    store.comeBack();
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
    assertThat(store.peek(KEY)).isNull();
    assertThat(found()).isNull();
    assertThat(cache.pendingClears()).isZero();
  }

  @Test
  void nothingIsOwedWhereNoSharedCacheIsConfigured() {
    try (var alone = new TieredCache(new FakeCache(), null, limits(), clock)) {
      assertThat(alone.clear(Set.of("movies")).shared()).isEqualTo(ClearResult.SharedOutcome.OFF);
      assertThat(alone.remove(KEY).shared()).isEqualTo(ClearResult.SharedOutcome.OFF);
      assertThat(alone.pendingClears()).isZero();
    }
  }

  @Test
  void anExpiredPrefixIsStaleAndStillThere() {
    cache.store(KEY, entry(1), LEASE);
    cache.expire(Set.of("movies"));

    assertThat(found()).isNotNull();
    assertThat(cache.isExpired(KEY, found().entry())).isTrue();
  }

  @Test
  void expiredEntryIsStaleInBothTiersAndForOtherInstances() {
    cache.store(KEY, entry(1), LEASE);
    try (var other = new TieredCache(new FakeCache(), store, limits(), clock)) {
      other.start();
      Awaitility.await().until(() -> other.state() == SharedState.UP);
      assertThat(other.find(KEY, other.newWaitLimit()).join().entry().isFresh(clock.instant()))
          .isTrue();
      clock.advance(Duration.ofSeconds(1));

      assertThat(cache.expire(KEY).shared()).isEqualTo(ClearResult.SharedOutcome.CLEARED);
      assertThat(found().entry().isFresh(clock.instant())).isFalse();
      assertThat(store.peek(KEY).isFresh(clock.instant())).isFalse();
      assertThat(other.find(KEY, other.newWaitLimit()).join().entry().isFresh(clock.instant()))
          .isFalse();
    }
  }

  @Test
  void entryThatExpiresWhileTheSharedCacheIsUnavailableStaysStaleAfterwards() {
    cache.store(KEY, entry(1), LEASE);
    store.goDown();
    Awaitility.await().until(() -> cache.state() == SharedState.DOWN);
    clock.advance(Duration.ofSeconds(1));

    assertThat(cache.expire(KEY).shared()).isEqualTo(ClearResult.SharedOutcome.PENDING);
    store.comeBack();
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
    assertThat(found().entry().isFresh(clock.instant())).isFalse();
  }

  @Test
  void absentEntryCannotBeExpired() {
    assertThat(cache.expire(KEY)).isNull();
  }

  @Test
  void expiredNotFoundIsRemoved() {
    CacheEntry notFound =
        CacheEntry.notFound(
            REQUEST, cache.generation("movies"), clock.instant(), Duration.ofMinutes(5));
    cache.store(KEY, notFound, LEASE);

    assertThat(cache.expire(KEY).count()).isEqualTo(1);
    assertThat(found()).isNull();
    assertThat(store.peek(KEY)).isNull();
  }

  @Test
  void aLostRecordOfGenerationsLosesNoClear() {
    CacheEntry old = entry(1);
    cache.clear(Set.of("movies"));
    long cleared = cache.generation("movies");
    store.editByHand(KEY, old);
    store.loseGenerations();

    Awaitility.await().until(() -> store.generations().clearedAt("movies") >= cleared);
    assertThat(found()).isNull();
  }

  @Test
  void aReplicaIsLeftForTheServerThatTakesWrites() {
    int connects = store.calls("connect");
    store.demote(true);
    cache.store(KEY, entry(1), LEASE);
    Awaitility.await().until(() -> store.calls("connect") > connects + 1);
    store.demote(false);

    Awaitility.await().until(() -> cache.state() == SharedState.UP);
    assertThat(store.sessions()).isEqualTo(1);
  }

  @Test
  void demotionIsNoticedByTheHeartbeatAlone() {
    store.demote(true);

    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> cache.state() == SharedState.READ_ONLY);
    cache.clear(Set.of("movies"));
    assertThat(cache.pendingClears()).isEqualTo(1);
    store.demote(false);
    Awaitility.await().until(() -> cache.state() == SharedState.UP);
    assertThat(cache.pendingClears()).isZero();
  }

  private CacheHit found() {
    return cache.find(KEY, cache.newWaitLimit()).join();
  }

  @Test
  void aCursorOfAnotherCacheIsNoFaultOfTheSharedCache() {
    assertThatThrownBy(() -> cache.keys(Set.of("movies"), "elsewhere", 10))
        .isInstanceOf(UnknownCursorException.class);
    assertThat(cache.state()).isEqualTo(SharedState.UP);
  }

  @Test
  void keysAreThoseOfTheSharedCacheAndOfMemoryWithoutIt() {
    CacheKey other = CacheKey.of("movies", "Test.media/1?id=2");
    cache.store(KEY, entry(1), LEASE);
    store.editByHand(other, entry(1));
    assertThat(cache.keys(Set.of("movies"), null, 10).keys()).containsExactlyInAnyOrder(KEY, other);

    store.goDown();
    Awaitility.await().until(() -> cache.state() == SharedState.DOWN);
    assertThat(cache.keys(Set.of("movies"), null, 10).keys()).containsExactly(KEY);
  }

  @Test
  void staleAnswerIsServedUntilItsTimeIsOver() {
    CacheEntry entry = entry(1);
    clock.advance(Duration.ofMinutes(5).plusDays(1).minusMillis(1));
    assertThat(cache.canServeStale(entry)).isTrue();

    clock.advance(Duration.ofMillis(1));
    assertThat(cache.canServeStale(entry)).isFalse();
  }

  private CacheEntry notFound() {
    return CacheEntry.notFound(
        REQUEST, cache.generation("movies"), clock.instant(), Duration.ofMinutes(5));
  }

  @Test
  void notFoundIsNeverServedStale() {
    assertThat(cache.canServeStale(notFound())).isFalse();
  }

  @Test
  void entryThatIsOverIsNotStoredAndItsLockIsReleased() {
    assertThat(cache.lock(LEASE, LASTS, cache.newWaitLimit()).join())
        .isInstanceOf(LockResult.Acquired.class);
    assertThat(store.isLocked(KEY)).isTrue();
    CacheEntry over = notFound();
    clock.advance(Duration.ofMinutes(5));
    store.unlockByHand(KEY);
    cache.lock(LEASE, LASTS, cache.newWaitLimit()).join();
    cache.store(KEY, over, LEASE);

    assertThat(store.isLocked(KEY)).isFalse();
    assertThat(store.peek(KEY)).isNull();
    assertThat(found()).isNull();
  }

  @Test
  void removalTellsWhetherEitherTierHadTheEntry() {
    assertThat(cache.remove(KEY).count()).isZero();

    store.editByHand(KEY, entry(1));
    assertThat(cache.remove(KEY).count()).isEqualTo(1);
  }

  @Test
  void requestWithoutTimeForTheSharedCacheGetsTheCopyInMemory() {
    cache.store(KEY, entry(1), LEASE);
    assertThat(cache.findNear(KEY)).isNull();

    assertThat(cache.find(KEY, new WaitLimit(Duration.ZERO)).join())
        .extracting(CacheHit::tier)
        .isEqualTo(Tier.MEMORY);
  }

  @Test
  void changeOfALockWakesThoseThatWaitForItsKey() {
    cache.lock(LEASE, LASTS, cache.newWaitLimit()).join();
    CompletableFuture<Void> waiter = cache.awaitChange(KEY, Duration.ofHours(1));
    store.unlockByHand(KEY);

    assertThat(waiter).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void clearedEntriesAreRemovedOnceTheSharedCacheIsBack() {
    cache.store(KEY, entry(1), LEASE);
    store.goDown();
    Awaitility.await().until(() -> cache.state() == SharedState.DOWN);
    int purges = store.calls("purge");
    cache.clear(Set.of("movies"));
    store.comeBack();

    Awaitility.await().until(() -> store.calls("purge") > purges && store.peek(KEY) == null);
  }

  @Test
  void closedCacheHasNoSession() {
    cache.close();

    assertThat(store.sessions()).isZero();
  }
}

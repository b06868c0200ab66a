package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.core.tier.ClearResult.SharedOutcome;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import dev.anyflix.domain.cache.LoadLease;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** One step of the shared tier at a time; no supervisor runs. */
final class SharedTierTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Set<String> MOVIES = Set.of("movies");
  private static final Set<String> NONE = Set.of();
  private static final CacheKey KEY = CacheKey.of("movies", "Test.media/1?id=1");

  private final ManualClock clock = new ManualClock();
  private final FakeSharedStore store = new FakeSharedStore(clock);
  private final Recorder recorder = new Recorder();
  @AutoClose private final SharedTier tier = new SharedTier(new Connector(store), recorder, clock);

  /** A connector with advice. */
  private record Connector(FakeSharedStore store) implements SharedCache.Connector {

    @Override
    public SharedCache connect(SharedCache.Listener listener) {
      return store.connect(listener);
    }

    @Override
    public String advice(CacheUnavailableException failure) {
      return "start it";
    }
  }

  private final class Recorder implements SharedTier.Listener {

    private final List<Set<String>> cleared = new CopyOnWriteArrayList<>();
    private final List<CacheKey> locks = new CopyOnWriteArrayList<>();

    @Override
    public void entryChanged(CacheKey key) {}

    @Override
    public void lockChanged(CacheKey key) {
      locks.add(key);
    }

    @Override
    public void owedCleared(Set<String> prefixes) {
      assertThat(tier.writable()).as("the session to remove entries in").isNotNull();
      cleared.add(prefixes);
    }
  }

  /**
   * Whether clears and heartbeats can take turns, which they cannot while a lock is left behind.
   */
  private void assertNoLockIsHeld() {
    assertThat(CompletableFuture.supplyAsync(() -> tier.clear(NONE, NONE)))
        .succeedsWithin(SOON)
        .isNotNull();
  }

  private void loseTheSessionAfterItsFirstExchange() {
    store.afterNext(
        "exchange",
        () -> {
          store.goDown();
          store.comeBack();
        });
  }

  private CacheEntry entry() {
    return CacheEntry.found(
        KEY.toString(), 0, clock.instant(), Duration.ofMinutes(5), null, new Body(new byte[1]));
  }

  @Test
  void firstAttemptThatFailedIsNotWaitedFor() {
    store.goDown();
    assertThatThrownBy(tier::connect).isInstanceOf(CacheUnavailableException.class);

    assertThat(CompletableFuture.runAsync(() -> tier.awaitFirstAttempt(Duration.ofHours(1))))
        .succeedsWithin(SOON);
  }

  @Test
  void sessionThatIsReplacedIsClosed() {
    tier.connect();
    tier.connect();

    assertThat(store.sessions()).isEqualTo(1);
    assertNoLockIsHeld();
  }

  @Test
  void sessionThatEndsWhileItIsOpenedIsNotUsed() {
    loseTheSessionAfterItsFirstExchange();
    tier.connect();

    assertThat(tier.session()).isNull();
    assertThat(tier.breaker().state()).isEqualTo(SharedState.DOWN);
  }

  @Test
  void replicaIsNotKeptInPlaceOfAnother() {
    tier.connect();
    store.demote(true);
    tier.connect();
    Session replica = tier.session();
    assertThatThrownBy(tier::connectToPrimary).isInstanceOf(CacheUnavailableException.class);

    assertThat(tier.session()).isSameAs(replica);
    assertThat(store.sessions()).isEqualTo(1);
    assertThat(tier.breaker().isReplica()).isTrue();
    assertThat(tier.writable()).isNull();
    assertNoLockIsHeld();
  }

  @Test
  void primaryIsKeptInPlaceOfAReplica() {
    tier.connect();
    store.demote(true);
    tier.connect();
    store.demote(false);
    tier.connectToPrimary();

    assertThat(tier.breaker().state()).isEqualTo(SharedState.UP);
    assertThat(tier.breaker().isReplica()).isFalse();
    assertThat(store.sessions()).isEqualTo(1);
  }

  @Test
  void heartbeatTellsHowLongItTook() {
    tier.connect();
    tier.heartbeat(tier.session());

    assertThat(Duration.ofNanos(tier.latencyNanos())).isPositive().isLessThan(SOON);
  }

  @Test
  void heartbeatNoticesThatTheDataWereExchanged() {
    tier.connect();
    Session before = tier.session();
    store.flushByHand();
    tier.heartbeat(tier.session());

    assertThat(tier.session().id()).isGreaterThan(before.id());
  }

  @Test
  void lostHeartbeatsOpenTheBreakerAndOneThatIsAnsweredClosesIt() {
    tier.connect();
    Session session = tier.session();
    store.freeze();
    assertThatThrownBy(() -> tier.heartbeat(session)).isInstanceOf(CacheUnavailableException.class);
    assertThat(tier.readable()).isSameAs(session);
    tier.doubt(session, new CacheUnavailableException(Reason.TIMED_OUT, "no answer", null));

    assertThat(tier.readable()).isNull();
    assertThat(tier.breaker().status().state()).isEqualTo(SharedState.SUSPECT);
    assertThat(tier.breaker().status().reason()).isEqualTo("no answer");
    assertThat(tier.breaker().status().advice()).isEqualTo("start it");

    store.thaw();
    tier.heartbeat(session);
    assertThat(tier.readable()).isSameAs(session);
    assertNoLockIsHeld();
  }

  @Test
  void failureOfAnEndedSessionLeavesTheNewOneInUse() {
    tier.connect();
    Session ended = tier.session();
    tier.connect();
    tier.doubt(ended, new CacheUnavailableException(Reason.TIMED_OUT, "no answer", null));

    assertThat(tier.readable()).isSameAs(tier.session());
  }

  @Test
  void reportsOfASessionReachTheListener() {
    tier.connect();
    Session before = tier.session();
    var lease = new LoadLease(KEY, "another instance", 0);
    var unused = before.cache().locks().acquire(lease, Duration.ofSeconds(5)).join();
    assertThat(recorder.locks).contains(KEY);
    store.flushByHand();

    assertThat(tier.session().id()).isGreaterThan(before.id());
    assertThat(tier.session().cache()).isSameAs(before.cache());
  }

  @Test
  void lostConnectionIsTheReasonOfTheOutage() {
    tier.connect();
    store.goDown();

    assertThat(tier.session()).isNull();
    assertThat(tier.breaker().status().reason()).isEqualTo("the connection was lost");
  }

  @Test
  void lostConnectionOfAnEarlierSessionChangesNothing() {
    tier.connect();
    Session first = tier.session();
    tier.connect();
    Session second = tier.session();
    first.cache().close();

    assertThat(tier.session()).isSameAs(second);
    assertThat(tier.breaker().state()).isEqualTo(SharedState.UP);
  }

  @Test
  void malformedReplyClosesTheConnection() {
    tier.connect();
    Session session = tier.session();
    assertThatThrownBy(
            () ->
                tier.call(
                    session,
                    cache -> {
                      throw new ArithmeticException("odd reply");
                    }))
        .isInstanceOf(CacheUnavailableException.class);

    assertThat(tier.session()).isNull();
    assertThat(store.sessions()).isZero();
    assertThat(tier.breaker().status().reason()).isEqualTo("it sent a malformed reply");
  }

  @Test
  void failureThatArrivesLaterIsNoted() {
    tier.connect();
    var answer = new CompletableFuture<String>();
    CompletableFuture<String> asked = tier.ask(tier.session(), cache -> answer);
    answer.completeExceptionally(
        new CacheUnavailableException(Reason.TIMED_OUT, "no answer", null));

    assertThat(asked).isCompletedExceptionally();
    assertThat(tier.readable()).isNull();
  }

  @Test
  void failureThatHasArrivedIsNoted() {
    tier.connect();
    CompletableFuture<String> asked =
        tier.ask(
            tier.session(),
            cache ->
                CompletableFuture.failedFuture(
                    new CacheUnavailableException(Reason.TIMED_OUT, "no answer", null)));

    assertThat(asked).isCompletedExceptionally();
    assertThat(tier.readable()).isNull();
  }

  @Test
  void clearCarriesOutWhatWasOwedBefore() {
    tier.connect();
    store.refuseWrites(true);
    assertThat(tier.clear(MOVIES, Set.of("shows"))).isEqualTo(SharedOutcome.PENDING);
    store.refuseWrites(false);
    assertThat(tier.journal().owedCount()).isEqualTo(2);
    long moviesBefore = store.generations().current("movies");
    tier.heartbeat(tier.session());

    assertThat(store.generations().current("movies")).isGreaterThan(moviesBefore);
    assertThat(tier.journal().owedCount()).isZero();
    assertThat(recorder.cleared).containsExactly(MOVIES);
  }

  @Test
  void clearInASessionIncludesWhatIsOwed() {
    tier.connect();
    tier.journal().owe(MOVIES, Set.of("shows"));
    long moviesBefore = store.generations().current("movies");
    assertThat(tier.clear(Set.of("people"), NONE)).isEqualTo(SharedOutcome.CLEARED);

    assertThat(store.generations().current("movies")).isGreaterThan(moviesBefore);
    assertThat(tier.generations().isExpired("shows", entry())).isTrue();
    assertThat(tier.journal().owedCount()).isZero();
    assertThat(recorder.cleared).containsExactly(MOVIES);
  }

  @Test
  void owedClearIsReportedInTheSessionThatHasCarriedItOut() {
    tier.journal().owe(MOVIES, NONE);
    tier.connect();

    assertThat(recorder.cleared).containsExactly(MOVIES);
  }

  @Test
  void owedClearOfASessionThatEndsAtOnceIsReportedInTheNext() {
    tier.journal().owe(MOVIES, NONE);
    loseTheSessionAfterItsFirstExchange();
    tier.connect();
    assertThat(recorder.cleared).isEmpty();
    tier.connect();

    assertThat(recorder.cleared).containsExactly(MOVIES);
  }

  @Test
  void owedExpiryRemovesNoEntries() {
    tier.journal().owe(NONE, MOVIES);
    tier.connect();

    assertThat(tier.journal().owedCount()).isZero();
    assertThat(recorder.cleared).isEmpty();
  }

  @Test
  void owedDeletionIsCarriedOutByTheNextHeartbeat() {
    tier.connect();
    store.editByHand(KEY, entry());
    assertThat(tier.oweDeletion(KEY)).isEqualTo(SharedOutcome.PENDING);
    assertThat(tier.journal().owesDeletion(KEY)).isTrue();
    assertNoLockIsHeld();
    tier.heartbeat(tier.session());

    assertThat(store.peek(KEY)).isNull();
    assertThat(tier.journal().owedCount()).isZero();
  }

  @Test
  void closingEndsTheSession() {
    tier.connect();
    tier.close();

    assertThat(tier.session()).isNull();
    assertThat(store.sessions()).isZero();
  }

  @Test
  void withoutASharedCacheNothingIsOwed() {
    try (var alone = new SharedTier(null, recorder, clock)) {
      alone.awaitFirstAttempt(Duration.ofHours(1));

      assertThat(alone.clear(MOVIES, NONE)).isEqualTo(SharedOutcome.OFF);
      assertThat(alone.oweDeletion(KEY)).isEqualTo(SharedOutcome.OFF);
      assertThat(alone.journal().owedCount()).isZero();
      assertThat(alone.breaker().status().state()).isEqualTo(SharedState.OFF);
      assertThat(alone.breaker().status().address()).isNull();
    }
  }
}

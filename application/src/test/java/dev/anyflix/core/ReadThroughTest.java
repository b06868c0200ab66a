package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.CapturedLog;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a reader of one instance on memory alone is promised. */
class ReadThroughTest {

  private final ManualClock clock = new ManualClock();
  private final Oracle oracle = new Oracle();
  private final Instance instance = new Instance(oracle, clock, null);
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    oracle.release();
    callers.shutdownNow();
    instance.close();
  }

  private CompletableFuture<CachedResponse> readLater(int id) {
    return instance.readAsync(id);
  }

  private void awaitCalls(int calls) {
    Awaitility.await().until(() -> oracle.calls() == calls);
  }

  @Test
  void theSecondReaderGetsTheVeryBytesOfTheFirst() {
    CachedResponse first = instance.read(1);
    CachedResponse second = instance.read(1);

    assertThat(first.outcome()).isEqualTo(Outcome.MISS);
    assertThat(second.outcome()).isEqualTo(Outcome.MEMORY_HIT);
    assertThat(second.entry().body().bytes()).isSameAs(first.entry().body().bytes());
    assertThat(oracle.calls()).isEqualTo(1);
  }

  @Test
  void anEntryIsFreshUntilItsTtlAndNotAMomentLonger() {
    instance.read(1);
    clock.advance(Instance.TTL.dividedBy(2));
    assertThat(instance.version(1)).isEqualTo("version 1");

    clock.advance(Instance.TTL.dividedBy(2));
    assertThat(instance.read(1).outcome()).isEqualTo(Outcome.MISS);
    assertThat(instance.version(1)).isEqualTo("version 2");
  }

  @Test
  void theTtlIsShortenedByTheJitterAndNeverProlonged() {
    for (double random : new double[] {0, 0.5, 0.999}) {
      try (var jittered = new Instance(new Oracle(), clock, null, 10, () -> random)) {
        Duration ttl = jittered.read(1).entry().ttl();
        assertThat(ttl).isBetween(Instance.TTL.multipliedBy(9).dividedBy(10), Instance.TTL);
        assertThat(ttl.toMillis()).isEqualTo((long) (Instance.TTL.toMillis() * (1 - random * 0.1)));
      }
    }
  }

  @Test
  void callersAtOnceShareOneLoad() {
    oracle.hold();
    List<CompletableFuture<CachedResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      answers.add(readLater(1));
    }
    awaitCalls(1);
    oracle.release();

    var misses = new AtomicInteger();
    for (CompletableFuture<CachedResponse> answer : answers) {
      CachedResponse served = answer.join();
      assertThat(Instance.versionOf(served)).isEqualTo("version 1");
      if (served.outcome() == Outcome.MISS) {
        misses.incrementAndGet();
      }
    }
    assertThat(oracle.calls()).isEqualTo(1);
    assertThat(misses).hasValue(1);
  }

  @Test
  void callersAtOnceShareOneErrorWhichIsRememberedForAMoment() {
    oracle.failWith(Kind.UNAVAILABLE);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> instance.read(1))
          .isInstanceOfSatisfying(
              MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    }
    assertThat(oracle.calls()).isEqualTo(1);

    clock.advance(Failures.REMEMBER_FOR);
    assertThatThrownBy(() -> instance.read(1)).isInstanceOf(MediaSourceException.class);
    assertThat(oracle.calls()).isEqualTo(2);
  }

  @Test
  void anErrorIsNeverCachedAsAValue() {
    oracle.failWith(Kind.UNREADABLE);
    assertThatThrownBy(() -> instance.read(1)).isInstanceOf(MediaSourceException.class);
    oracle.recover();
    clock.advance(Failures.REMEMBER_FOR);

    assertThat(instance.read(1).outcome()).isEqualTo(Outcome.MISS);
  }

  @Test
  void nullAnswerOfASourceIsAnUnreadableAnswer() {
    oracle.answerNull();

    assertThatThrownBy(() -> instance.read(1))
        .isInstanceOfSatisfying(
            MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
  }

  @Test
  void undeclaredExceptionOfASourceIsAnUnreadableAnswer() {
    instance.read(1);
    clock.advance(Instance.TTL);
    oracle.throwUndeclared(new IllegalStateException("not declared"));

    assertThat(instance.read(1).outcome()).isEqualTo(Outcome.STALE);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> instance.read(2))
          .isInstanceOfSatisfying(
              MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
    }
    assertThat(oracle.calls()).isEqualTo(3);
    oracle.recover();
    clock.advance(Failures.REMEMBER_FOR);
    assertThat(instance.read(2).outcome()).isEqualTo(Outcome.MISS);
  }

  @Test
  void undeclaredExceptionOfASourceIsLoggedOnceWithItsCause() {
    oracle.throwUndeclared(new IllegalStateException("not declared"));
    try (var log = new CapturedLog()) {
      for (int i = 1; i <= 5; i++) {
        assertThatThrownBy(() -> instance.read(1)).isInstanceOf(MediaSourceException.class);
        clock.advance(Failures.REMEMBER_FOR);
      }

      assertThat(oracle.calls()).isEqualTo(5);
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.lines())
          .filteredOn(line -> line.equals("java.lang.IllegalStateException: not declared"))
          .hasSize(1);
    }
  }

  @Test
  void timeoutOfOneCallerIsNotShared() {
    CountDownLatch first = oracle.hold();
    CompletableFuture<CachedResponse> early = readLater(1);
    awaitCalls(1);
    clock.advance(Duration.ofSeconds(8));
    CompletableFuture<CachedResponse> joined = readLater(1);
    oracle.failWith(Kind.TIMED_OUT);
    CountDownLatch second = oracle.hold();
    first.countDown();

    assertThat(early)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOfSatisfying(
            MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMED_OUT));
    awaitCalls(2);
    oracle.recover();
    second.countDown();
    assertThat(joined.join().outcome()).isEqualTo(Outcome.MISS);
    assertThat(oracle.asked().get(1).deadline()).isAfter(oracle.asked().get(0).deadline());
  }

  @Test
  void timeoutIsNotRememberedForLaterCallers() {
    oracle.failWith(Kind.TIMED_OUT);
    assertThatThrownBy(() -> instance.read(1)).isInstanceOf(MediaSourceException.class);
    oracle.recover();

    assertThat(instance.read(1).outcome()).isEqualTo(Outcome.MISS);
  }

  /** A load that is joined ends before the caller's own time does. */
  @Test
  void callerJoinsNoLoadThatEndsAfterItsTime() {
    CountDownLatch latch = oracle.hold();
    CompletableFuture<CachedResponse> early = readLater(1);
    awaitCalls(1);
    Instant start = clock.instant();
    CompletableFuture<CachedResponse> joined = readLater(1);

    assertThat(oracle.asked().get(0).deadline())
        .isBeforeOrEqualTo(start.plus(TestParts.policy(0).patience()));
    oracle.failWith(Kind.TIMED_OUT);
    clock.advance(TestParts.policy(0).patience());
    latch.countDown();
    assertThat(early).failsWithin(Duration.ofSeconds(5));
    assertThat(joined).failsWithin(Duration.ofSeconds(5));
    assertThat(oracle.calls()).isEqualTo(1);
  }

  @Test
  void errorInASourceEndsItsLoadAndLeavesTheKeyUsable() {
    for (Error error : List.of(new StackOverflowError(), new NoClassDefFoundError("okhttp3"))) {
      oracle.throwUndeclared(error);
      assertThatThrownBy(() -> instance.read(1)).hasRootCause(error);
      assertThatThrownBy(() -> instance.read(1)).hasRootCause(error);
    }
    oracle.recover();

    assertThat(instance.read(1).outcome()).isEqualTo(Outcome.MISS);
  }

  @Test
  void notFoundIsCachedForItsOwnTime() {
    oracle.failWith(Kind.NOT_FOUND);
    assertThat(instance.read(1).entry().negative()).isTrue();
    clock.advance(Instance.NEGATIVE_TTL.dividedBy(2));
    CachedResponse again = instance.read(1);
    assertThat(again.outcome()).isEqualTo(Outcome.MEMORY_HIT);
    assertThat(again.entry().negative()).isTrue();
    assertThat(oracle.calls()).isEqualTo(1);

    oracle.recover();
    clock.advance(Instance.NEGATIVE_TTL);
    assertThat(instance.read(1).entry().negative()).isFalse();
  }

  @Test
  void aNotFoundPastItsTimeDoesNotStandInForAFailingUpstream() {
    oracle.failWith(Kind.NOT_FOUND);
    instance.read(1);
    oracle.failWith(Kind.UNAVAILABLE);
    clock.advance(Instance.NEGATIVE_TTL);

    assertThatThrownBy(() -> instance.read(1))
        .isInstanceOfSatisfying(
            MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
  }

  @Test
  void whatTheBackgroundWasRefusedIsLoadedForWhoWaits() {
    oracle.refuseBackground();
    assertThatThrownBy(() -> instance.warm(1)).isInstanceOf(MediaSourceException.class);

    assertThat(instance.read(1).outcome()).isEqualTo(Outcome.MISS);
  }

  @Test
  void whoJoinsALoadInTheBackgroundThatIsRefusedLoadsForHimself() {
    oracle.hold();
    oracle.refuseBackground();
    CompletableFuture<Void> warming = CompletableFuture.runAsync(() -> instance.warm(1), callers);
    awaitCalls(1);
    CompletableFuture<CachedResponse> answer = readLater(1);
    oracle.release();

    assertThat(answer).succeedsWithin(Duration.ofSeconds(5));
    assertThat(warming).failsWithin(Duration.ofSeconds(5));
    assertThat(oracle.calls()).isEqualTo(2);
  }

  @Test
  void aStaleEntryIsServedWhenTheUpstreamFails() {
    instance.read(1);
    oracle.failWith(Kind.UNAVAILABLE);
    clock.advance(Instance.TTL.plusHours(1));

    CachedResponse served = instance.read(1);

    assertThat(served.outcome()).isEqualTo(Outcome.STALE);
    assertThat(Instance.versionOf(served)).isEqualTo("version 1");
    assertThat(served.freshFor()).isEqualTo(Duration.ofHours(-1));
  }

  @Test
  void aStaleEntryIsRefreshedInTheBackgroundOnceTheUpstreamIsBack() {
    instance.read(1);
    oracle.failWith(Kind.UNAVAILABLE);
    clock.advance(Instance.TTL.plusHours(1));
    instance.read(1);
    oracle.recover();
    clock.advance(Failures.REMEMBER_FOR);

    assertThat(instance.read(1).outcome()).isEqualTo(Outcome.STALE);
    Awaitility.await().until(() -> instance.read(1).outcome() == Outcome.MEMORY_HIT);
    assertThat(instance.version(1)).isEqualTo("version 3");
  }

  @Test
  void nothingIsServedBeyondTheTimeForStaleAnswers() {
    instance.read(1);
    oracle.failWith(Kind.UNAVAILABLE);
    clock.advance(Instance.TTL.plus(Instance.STALE_FOR));

    assertThatThrownBy(() -> instance.read(1)).isInstanceOf(MediaSourceException.class);
  }

  @Test
  void whileTheUpstreamIsDownAtMostOneProbeIsUnderWayAndNobodyWaitsForIt() {
    instance.read(1);
    oracle.failWith(Kind.UNAVAILABLE);
    clock.advance(Instance.TTL.plusHours(1));
    instance.read(1);
    clock.advance(Failures.REMEMBER_FOR);
    oracle.hold();
    int before = oracle.calls();

    for (int i = 0; i < 50; i++) {
      assertThat(instance.read(1).outcome()).isEqualTo(Outcome.STALE);
    }

    awaitCalls(before + 1);
  }

  @Test
  void anEntryInTheLastFifthOfItsLifeIsRefreshedAhead() {
    instance.read(1);
    clock.advance(Instance.TTL.multipliedBy(4).dividedBy(5).plusMillis(1));

    CachedResponse served = instance.read(1);

    assertThat(Instance.versionOf(served)).isEqualTo("version 1");
    assertThat(served.outcome()).isEqualTo(Outcome.MEMORY_HIT);
    Awaitility.await().until(() -> instance.version(1).equals("version 2"));
    assertThat(oracle.asked().get(1).urgency()).isEqualTo(Urgency.BACKGROUND);
    assertThat(oracle.calls()).isEqualTo(2);
  }

  @Test
  void anEntryThatTheSourceConfirmsIsFreshAgainWithTheSameBody() {
    CachedResponse first = instance.read(1);
    oracle.confirmWhatIsHeld();
    clock.advance(Instance.TTL);

    CachedResponse renewed = instance.read(1);

    assertThat(renewed.outcome()).isEqualTo(Outcome.MISS);
    assertThat(oracle.asked().get(1).validator()).isEqualTo("\"1\"");
    assertThat(renewed.entry().body()).isSameAs(first.entry().body());
    assertThat(renewed.freshFor()).isEqualTo(Instance.TTL);
  }

  @Test
  void whatIsClearedIsLoadedAnew() {
    instance.read(1);
    instance.clear();

    assertThat(instance.version(1)).isEqualTo("version 2");
  }

  @Test
  void aLoadThatBeganBeforeAClearIsNeitherServedNorKept() {
    oracle.hold();
    CompletableFuture<CachedResponse> waiting = readLater(1);
    awaitCalls(1);

    instance.clear();
    CompletableFuture<CachedResponse> after = readLater(1);
    awaitCalls(2);
    oracle.release();

    assertThat(Instance.versionOf(waiting.join())).isEqualTo("version 2");
    assertThat(Instance.versionOf(after.join())).isEqualTo("version 2");
    assertThat(instance.version(1)).isEqualTo("version 2");
  }

  @Test
  void aRefreshAheadThatBeganBeforeAClearIsNotKept() {
    instance.read(1);
    clock.advance(Instance.TTL.multipliedBy(9).dividedBy(10));
    oracle.hold();
    instance.read(1);
    awaitCalls(2);

    instance.clear();
    oracle.release();

    assertThat(instance.version(1)).isEqualTo("version 3");
    Awaitility.await().until(() -> instance.version(1).equals("version 3"));
  }

  @Test
  void theFiguresAddUp() {
    instance.read(1);
    instance.read(1);
    instance.read(2);
    oracle.failWith(Kind.NOT_FOUND);
    instance.read(3);

    OperationStats.Snapshot figures = instance.stats().snapshot();
    assertThat(figures.hitsMemory()).isEqualTo(1);
    assertThat(figures.misses()).isEqualTo(3);
    assertThat(figures.negative()).isEqualTo(1);
    assertThat(figures.loads()).isEqualTo(3);
    assertThat(figures.hitRatio()).isEqualTo(25.0);
  }

  @Test
  void answerThatMemoryHoldsIsReadWithoutWaiting() {
    assertThat(instance.readNear(1)).isNull();
    assertThat(instance.stats().snapshot().hitsMemory()).isZero();
    instance.read(1);

    assertThat(instance.readNear(1).outcome()).isEqualTo(Outcome.MEMORY_HIT);
    assertThat(instance.stats().snapshot().hitsMemory()).isEqualTo(1);
    clock.advance(Instance.TTL);
    assertThat(instance.readNear(1)).isNull();
  }

  @Test
  void waitThatIsAbandonedFailsAndTheLoadGoesOn() {
    oracle.hold();
    CompletableFuture<CachedResponse> waiting = readLater(1);
    awaitCalls(1);
    instance.abandonWaits();

    assertThat(waiting)
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOfSatisfying(
            MediaSourceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STOPPING));
    oracle.release();
    Awaitility.await().until(() -> instance.readNear(1) != null);
  }
}

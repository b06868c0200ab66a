package dev.anyflix.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.testing.CallLog;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

  private final ManualClock clock = new ManualClock();

  private static boolean takes(TokenBucket bucket, Urgency urgency) {
    return bucket.tryTake(urgency).isZero();
  }

  private static int takeAll(TokenBucket bucket, Urgency urgency) {
    int taken = 0;
    while (takes(bucket, urgency)) {
      taken++;
    }
    return taken;
  }

  @ParameterizedTest
  @CsvSource({"25, 60", "35, 1", "1, 60", "2, 60", "3, 10", "90, 60", "1000, 1"})
  void noWindowEverHoldsMoreThanTheLimit(int limit, long periodSeconds) {
    Duration period = Duration.ofSeconds(periodSeconds);
    for (int round = 0; round < 40; round++) {
      long seed = new Random().nextLong();
      Random random = new Random(seed);
      TokenBucket bucket = new TokenBucket(limit, period, clock);
      CallLog taken = new CallLog();
      for (int step = 0; step < 3_000; step++) {
        Urgency urgency = random.nextInt(4) == 0 ? Urgency.BACKGROUND : Urgency.FOREGROUND;
        if (takes(bucket, urgency)) {
          taken.add(clock.instant());
        } else {
          long bound = Math.max(1, period.toNanos() / (random.nextInt(200) + 1));
          clock.advance(Duration.ofNanos(random.nextLong(bound)));
        }
      }
      assertThat(taken.mostInAnyWindow(period)).as("seed %d", seed).isLessThanOrEqualTo(limit);
      assertThat(taken.size()).isGreaterThan(limit);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 25, 35, 90})
  void theWaitToldIsTruthful(int limit) {
    TokenBucket bucket = TokenBucket.perMinute(limit, clock);
    takeAll(bucket, Urgency.FOREGROUND);

    Duration wait = bucket.tryTake(Urgency.FOREGROUND);
    clock.advance(wait.minusNanos(1));
    assertThat(takes(bucket, Urgency.FOREGROUND)).isFalse();
    clock.advance(Duration.ofNanos(1));
    assertThat(takes(bucket, Urgency.FOREGROUND)).isTrue();
  }

  @Test
  void itGivesMostOfTheLimitOverAPeriod() {
    TokenBucket bucket = TokenBucket.perMinute(25, clock);
    int taken = 0;
    for (int second = 0; second < 60; second++) {
      taken += takeAll(bucket, Urgency.FOREGROUND);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(taken).isEqualTo(25);
  }

  @Test
  void theBackgroundLeavesAFifthOfTheLimitToUsers() {
    TokenBucket bucket = TokenBucket.perMinute(25, clock);
    takeAll(bucket, Urgency.BACKGROUND);

    assertThat(bucket.left()).isEqualTo(5);
    assertThat(takeAll(bucket, Urgency.FOREGROUND)).isEqualTo(5);
    assertThat(bucket.left()).isZero();
  }

  @Test
  void theBackgroundIsServedEvenByTheSmallestBudget() {
    assertThat(takes(TokenBucket.perMinute(1, clock), Urgency.BACKGROUND)).isTrue();
  }

  @Test
  void aLimitBelowOneMakesThePeriodLonger() {
    TokenBucket bucket = TokenBucket.perMinute(0.5, clock);
    assertThat(takes(bucket, Urgency.FOREGROUND)).isTrue();
    assertThat(bucket.tryTake(Urgency.FOREGROUND))
        .isBetween(Duration.ofMinutes(2), Duration.ofMinutes(2).plusSeconds(3));
    assertThat(bucket.limit()).isEqualTo(0.5);
  }

  @Test
  void aPauseGrantsNothingAndIsNotShortened() {
    TokenBucket bucket = TokenBucket.perMinute(25, clock);
    bucket.pause(Duration.ofSeconds(30));
    bucket.pause(Duration.ofSeconds(5));

    assertThat(bucket.left()).isZero();
    assertThat(bucket.tryTake(Urgency.FOREGROUND)).isEqualTo(Duration.ofSeconds(30));
    clock.advance(Duration.ofSeconds(30));
    assertThat(takes(bucket, Urgency.FOREGROUND)).isTrue();
  }

  @Test
  void whatTheUpstreamSaysIsLeftOnlyEverMakesItSmaller() {
    TokenBucket bucket = TokenBucket.perMinute(25, clock);
    bucket.observe(1_000, null);
    assertThat(bucket.left()).isEqualTo(8);
    bucket.observe(2, null);
    assertThat(bucket.left()).isEqualTo(2);
    bucket.observe(20, null);
    assertThat(bucket.left()).isEqualTo(2);
    bucket.observe(0, Duration.ofSeconds(40));
    assertThat(bucket.tryTake(Urgency.FOREGROUND)).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void aClockSetBackDoesNotBlockForLong() {
    TokenBucket bucket = TokenBucket.perMinute(25, clock);
    takeAll(bucket, Urgency.FOREGROUND);
    clock.advance(Duration.ofDays(-1));

    assertThat(bucket.tryTake(Urgency.FOREGROUND)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void manyThreadsTogetherGetNoMoreThanOneWould() throws InterruptedException {
    TokenBucket bucket = TokenBucket.perMinute(90, clock);
    AtomicInteger taken = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(new Thread(() -> taken.addAndGet(takeAll(bucket, Urgency.FOREGROUND))));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).hasValue(30);
  }

  @Test
  void aBudgetOfNothingIsRefused() {
    assertThatThrownBy(() -> TokenBucket.perMinute(0, clock))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TokenBucket.perMinute(Double.NaN, clock))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

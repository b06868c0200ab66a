package dev.anyflix.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.SharedCache;
import dev.anyflix.domain.testing.CallLog;
import dev.anyflix.domain.testing.FakeSharedStore;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.domain.testing.SilentListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What several members make of one budget, while the shared cache is there and while it is not. */
final class FleetBudgetTest {

  private static final Quota QUOTA = Quota.perMinute(25);
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final FakeSharedStore store = new FakeSharedStore(clock);
  private final List<Member> members = new ArrayList<>();
  private final Queue<Runnable> lateReplies = new ArrayDeque<>();
  private boolean isSlow;
  private int joined;

  /** One instance, as far as budgets go. */
  private final class Member {

    private final FleetBudget budget =
        new FleetBudget(
            "member-" + ++joined,
            "upstream",
            QUOTA,
            new SharedBudgets() {
              @Override
              public CompletableFuture<@Nullable BudgetGrant> draw(String name, BudgetDraw draw) {
                SharedCache there = session();
                return there == null
                    ? CompletableFuture.completedFuture(null)
                    : sometimesLate(
                        there
                            .budgets()
                            .draw(name, draw)
                            .exceptionally(
                                failure -> {
                                  session = null;
                                  return null;
                                }));
              }

              @Override
              public Duration patience() {
                return isSlow ? Duration.ZERO : SharedBudgets.super.patience();
              }

              @Override
              public CompletableFuture<?> leave(String name, String member) {
                return session().budgets().leave(name, member);
              }
            },
            quota -> new TokenBucket(quota, clock),
            clock);

    private @Nullable SharedCache session;

    private @Nullable SharedCache session() {
      if (session == null) {
        try {
          session = store.connect(new SilentListener() {});
        } catch (CacheUnavailableException e) {
          return null;
        }
      }
      return session;
    }

    boolean takes(Urgency urgency) {
      CompletableFuture<Duration> taken = budget.tryTakeAsync(urgency);
      if (!taken.isDone()) {
        deliver(lateReplies.size());
      }
      return taken.join().isZero();
    }

    int takeAll() {
      int taken = 0;
      while (takes(Urgency.FOREGROUND)) {
        taken++;
      }
      return taken;
    }
  }

  private CompletableFuture<@Nullable BudgetGrant> sometimesLate(
      CompletableFuture<@Nullable BudgetGrant> reply) {
    if (!isSlow) {
      return reply;
    }
    var late = new CompletableFuture<@Nullable BudgetGrant>();
    lateReplies.add(() -> late.complete(reply.join()));
    return late;
  }

  private void deliver(int replies) {
    for (int i = 0; i < replies && !lateReplies.isEmpty(); i++) {
      lateReplies.remove().run();
    }
  }

  private Member join() {
    var member = new Member();
    members.add(member);
    meet();
    return member;
  }

  /** Lets all hear of all, those of whom they hear last too. */
  private void meet() {
    beat();
    beat();
  }

  private void beat() {
    members.forEach(member -> member.budget.heartbeat());
    deliver(lateReplies.size());
  }

  private void pass(Duration time) {
    clock.advance(time);
    beat();
  }

  @Test
  void togetherTheMembersTakeWhatOneWould() {
    Member one = join();
    Member two = join();

    assertThat(one.takes(Urgency.FOREGROUND)).isTrue();
    assertThat(two.takeAll()).isEqualTo(7);
    assertThat(one.takeAll()).isZero();
  }

  @Test
  void aSpentBudgetIsKnownWithoutAskingAndTheWaitToldIsTruthful() {
    Member one = join();
    one.takeAll();
    int asked = store.calls("draw");
    Duration wait = one.budget.tryTake(Urgency.FOREGROUND);

    assertThat(store.calls("draw")).isEqualTo(asked);
    assertThat(wait).isEqualTo(QUOTA.interval());
    clock.advance(wait);
    assertThat(one.takes(Urgency.FOREGROUND)).isTrue();
  }

  @Test
  void whatIsLeftIsTheSameForAllMembersAfterABeat() {
    Member one = join();
    Member two = join();
    one.takes(Urgency.FOREGROUND);
    one.takes(Urgency.FOREGROUND);
    beat();

    assertThat(one.budget.left()).isEqualTo(6);
    assertThat(two.budget.left()).isEqualTo(6);
    assertThat(two.budget.limit()).isEqualTo(25);
    assertThat(two.budget.period()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aPauseThatOneMemberLearnsOfHoldsAllBack() {
    Member one = join();
    Member two = join();
    one.budget.pause(Duration.ofSeconds(40));

    assertThat(two.budget.tryTake(Urgency.FOREGROUND)).isEqualTo(Duration.ofSeconds(40));
    beat();
    assertThat(two.budget.left()).isZero();
    clock.advance(Duration.ofSeconds(40));
    assertThat(two.takes(Urgency.FOREGROUND)).isTrue();
  }

  @Test
  void whatTheUpstreamTellsOneMemberIsLeftCountsForAll() {
    Member one = join();
    Member two = join();
    one.budget.observe(3, null);

    assertThat(two.takeAll()).isEqualTo(3);
    one.budget.observe(0, Duration.ofSeconds(50));
    assertThat(two.budget.tryTake(Urgency.FOREGROUND)).isGreaterThan(Duration.ofSeconds(2));
    beat();
    assertThat(two.budget.tryTake(Urgency.FOREGROUND)).isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void withoutTheOthersEachTakesAnEvenShareOfWhatWasLeft() {
    List<Member> three = List.of(join(), join(), join());
    assertThat(three.get(0).takes(Urgency.FOREGROUND)).isTrue();
    assertThat(three.get(0).takes(Urgency.FOREGROUND)).isTrue();
    beat();
    store.goDown();

    assertThat(three).allSatisfy(member -> assertThat(member.takeAll()).isEqualTo(2));
    clock.advance(QUOTA.interval().multipliedBy(3));
    assertThat(three).allSatisfy(member -> assertThat(member.takeAll()).isEqualTo(1));
    assertThat(three).allSatisfy(member -> assertThat(member.budget.left()).isZero());
  }

  @Test
  void aMemberThatHasLeftGivesItsShareBack() {
    Member one = join();
    members.remove(join());
    for (int i = 0; i < 6; i++) {
      pass(BEAT);
    }
    store.goDown();

    assertThat(one.takeAll()).isEqualTo(8);
  }

  @Test
  void aMemberThatStopsGivesItsShareBackAtOnce() {
    Member one = join();
    Member two = join();
    members.remove(two);
    two.budget.leave().join();
    beat();
    store.goDown();

    assertThat(one.takeAll()).isEqualTo(8);
  }

  @Test
  void anInstanceThatNeverMetTheOthersReckonsWithItselfAlone() {
    store.goDown();

    assertThat(join().takeAll()).isEqualTo(8);
  }

  @Test
  void aMemberThatStartsAnewHasNoBurstOfItsOwn() {
    join().takeAll();
    members.clear();

    assertThat(join().takes(Urgency.FOREGROUND)).isFalse();
  }

  @Test
  void whatWasTakenAloneIsOwedOnceTheOthersAreBack() {
    Member one = join();
    Member two = join();
    store.goDown();
    beat();
    assertThat(one.takeAll()).isEqualTo(4);
    store.comeBack();
    beat();

    assertThat(two.takeAll()).isEqualTo(4);
  }

  @Test
  void whatHasComeBackMeanwhileIsNotOwed() {
    Member one = join();
    store.goDown();
    beat();
    assertThat(one.takeAll()).isEqualTo(8);
    pass(Duration.ofMinutes(1));
    store.comeBack();
    beat();

    assertThat(one.takeAll()).isEqualTo(8);
  }

  @Test
  void aSharedCacheThatLostItsDataLearnsWhatIsLackingButNoPauseThatWasReportedBefore() {
    Member one = join();
    Member two = join();
    two.takeAll();
    one.budget.pause(Duration.ofSeconds(9));
    store.flushByHand();
    beat();

    assertThat(join().takeAll()).isLessThanOrEqualTo(1);
    assertThat(one.budget.tryTake(Urgency.FOREGROUND)).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void aPauseLearntAloneHoldsTheMemberBackAndIsToldLater() {
    Member one = join();
    Member two = join();
    store.goDown();
    beat();
    one.budget.pause(Duration.ofSeconds(30));
    assertThat(one.takes(Urgency.FOREGROUND)).isFalse();
    assertThat(two.takes(Urgency.FOREGROUND)).isTrue();
    store.comeBack();
    beat();

    assertThat(two.budget.tryTake(Urgency.FOREGROUND)).isGreaterThan(Duration.ofSeconds(26));
  }

  @Test
  void aFrozenSharedCacheIsAskedNoFurtherThanOnce() {
    Member one = join();
    store.freeze();

    assertThat(one.takes(Urgency.FOREGROUND)).isTrue();
    assertThat(one.takeAll()).isEqualTo(7);
  }

  @Test
  void callThatWaitsTooLongComesFromTheShareAndIsPaidByTheLateDraw() {
    Member one = join();
    Member two = join();
    isSlow = true;
    assertThat(one.takes(Urgency.FOREGROUND)).isTrue();
    assertThat(one.takes(Urgency.FOREGROUND)).isTrue();
    deliver(2);
    isSlow = false;
    beat();

    assertThat(two.takeAll()).isEqualTo(6);
  }

  @Test
  void callWhoseLateDrawIsRefusedIsOwed() {
    Member one = join();
    Member two = join();
    assertThat(two.takeAll()).isEqualTo(8);
    isSlow = true;
    assertThat(one.takes(Urgency.FOREGROUND)).isTrue();
    deliver(1);
    isSlow = false;
    clock.advance(QUOTA.interval());
    beat();

    assertThat(two.takeAll()).isZero();
  }

  @Test
  void shareGrantsNothingInAPauseThatALateDrawHasReported() {
    Member one = join();
    Member two = join();
    isSlow = true;
    assertThat(one.takes(Urgency.FOREGROUND)).isTrue();
    two.budget.pause(Duration.ofSeconds(30));
    assertThat(one.takes(Urgency.FOREGROUND)).isTrue();
    deliver(3);

    assertThat(one.takes(Urgency.FOREGROUND)).isFalse();
  }

  /**
   * Members come and go, the shared cache goes and comes, and answers late; once it may lose its
   * data.
   */
  @ParameterizedTest
  @CsvSource({"false, false, 25", "true, false, 26", "false, true, 28", "true, true, 29"})
  void noMinuteEverHoldsMoreThanTheLimit(boolean losesData, boolean getsSlow, int limit) {
    for (int round = 0; round < 25; round++) {
      long seed = new Random().nextLong();
      assertThat(played(new Random(seed), losesData, getsSlow).mostInAnyWindow(QUOTA.period()))
          .as("seed %d", seed)
          .isBetween(15, limit);
    }
  }

  private CallLog played(Random random, boolean losesData, boolean getsSlow) {
    members.clear();
    isSlow = false;
    store.comeBackEmpty();
    clock.advance(Duration.ofHours(2));
    for (int i = 0; i < 3; i++) {
      join();
    }
    CallLog calls = new CallLog();
    boolean keepsData = !losesData;
    boolean up = true;
    for (int step = 0; step < 2_000; step++) {
      Member member = members.get(random.nextInt(members.size()));
      if (member.takes(random.nextInt(4) == 0 ? Urgency.BACKGROUND : Urgency.FOREGROUND)) {
        calls.add(clock.instant());
      }
      deliver(random.nextInt(2));
      if (random.nextInt(3) == 0) {
        deliver(lateReplies.size());
        pass(Duration.ofMillis(random.nextInt(1_000)));
      }
      if (getsSlow && random.nextInt(200) == 0) {
        deliver(lateReplies.size());
        isSlow = !isSlow;
      }
      if (random.nextInt(100) == 0) {
        meet();
        if (up) {
          store.goDown();
        } else if (keepsData) {
          store.comeBack();
        } else {
          store.comeBackEmpty();
          keepsData = true;
        }
        up = !up;
        meet();
      } else if (up && random.nextInt(200) == 0) {
        members.set(random.nextInt(members.size()), new Member());
        meet();
      }
    }
    return calls;
  }
}

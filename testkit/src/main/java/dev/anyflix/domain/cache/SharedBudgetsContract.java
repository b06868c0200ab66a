package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.budget.BudgetDraw;
import dev.anyflix.domain.budget.BudgetGrant;
import dev.anyflix.domain.budget.BudgetLevel;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.SharedBudgets;
import dev.anyflix.domain.budget.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of {@link SharedBudgets} does; an adapter's test extends it and gives a
 * connector to an empty server.
 */
public abstract class SharedBudgetsContract extends SharedServerContract {

  private static final String UP = "upstream";

  /** Eight at once, then one in 3.4 minutes, so that the time a test takes brings nothing back. */
  private static final Quota SLOW = Quota.of(25, Duration.ofHours(1));

  private static final Duration A_LITTLE = Duration.ofSeconds(30);

  static BudgetDraw call(@Nullable Urgency urgency) {
    return draw("one", SLOW, urgency, BudgetLevel.FULL, 0);
  }

  private static BudgetDraw draw(
      String member, Quota quota, @Nullable Urgency urgency, BudgetLevel known, long owed) {
    return new BudgetDraw(member, quota, urgency, known, owed);
  }

  private static BudgetDraw telling(BudgetLevel known, long owed) {
    return draw("one", SLOW, null, known, owed);
  }

  private static BudgetGrant draw(SharedCache session, String budget, BudgetDraw draw) {
    return session.budgets().draw(budget, draw).join();
  }

  private static int takeAll(SharedCache session, Urgency urgency) {
    int taken = 0;
    while (draw(session, UP, call(urgency)).retryAfter().isZero()) {
      taken++;
    }
    return taken;
  }

  @Test
  final void aBudgetStartsFull() {
    assertThat(draw(mine, UP, call(null)))
        .isEqualTo(new BudgetGrant(Duration.ZERO, BudgetLevel.FULL, 1));
  }

  @Test
  final void whatOneTakesTheOtherLacks() {
    for (int i = 0; i < 3; i++) {
      assertThat(draw(mine, UP, call(Urgency.FOREGROUND)).retryAfter()).isZero();
    }

    assertThat(takeAll(other, Urgency.FOREGROUND)).isEqualTo(5);
    assertThat(takeAll(mine, Urgency.FOREGROUND)).isZero();
  }

  @Test
  final void theWaitToldIsTheTimeUntilACallComesBack() {
    takeAll(mine, Urgency.FOREGROUND);

    BudgetGrant drawn = draw(other, UP, call(Urgency.FOREGROUND));
    assertThat(drawn.retryAfter()).isCloseTo(SLOW.interval(), A_LITTLE);
    assertThat(drawn.level().fullIn()).isCloseTo(SLOW.refill(), A_LITTLE);
  }

  @Test
  final void callsComeBackWithTime() {
    Quota fast = Quota.of(9, Duration.ofMillis(700));
    BudgetDraw draw = draw("one", fast, Urgency.FOREGROUND, BudgetLevel.FULL, fast.burst());
    assertThat(draw(mine, UP, draw).retryAfter()).isPositive();

    BudgetDraw again = draw("two", fast, Urgency.FOREGROUND, BudgetLevel.FULL, 0);
    Awaitility.await().until(() -> draw(other, UP, again).retryAfter().isZero());
  }

  @Test
  final void theBackgroundLeavesItsReserve() {
    assertThat(takeAll(mine, Urgency.BACKGROUND)).isEqualTo(3);
    assertThat(takeAll(other, Urgency.FOREGROUND)).isEqualTo(5);
  }

  @Test
  final void askingForNothingTakesNothing() {
    draw(mine, UP, call(null));
    draw(mine, UP, call(null));

    assertThat(takeAll(other, Urgency.FOREGROUND)).isEqualTo(8);
  }

  @Test
  final void ofManyAtOnceNoMoreAreGrantedThanThereAre() throws Exception {
    List<Callable<Object>> calls = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      SharedCache session = i % 2 == 0 ? mine : other;
      calls.add(() -> draw(session, UP, call(Urgency.FOREGROUND)).retryAfter().isZero());
    }

    assertThat(together(calls)).filteredOn(Boolean.TRUE::equals).hasSize(8);
  }

  @Test
  final void budgetsOfDifferentNamesDoNotMeet() {
    takeAll(mine, Urgency.FOREGROUND);

    assertThat(draw(other, "another", call(Urgency.FOREGROUND)).retryAfter()).isZero();
  }

  @Test
  final void aPauseThatOneTellsHoldsAllBackAndIsNotShortened() {
    draw(mine, UP, telling(new BudgetLevel(Duration.ZERO, Duration.ofMinutes(20)), 0));
    draw(mine, UP, telling(new BudgetLevel(Duration.ZERO, Duration.ofMinutes(5)), 0));

    BudgetGrant drawn = draw(other, UP, call(Urgency.FOREGROUND));
    assertThat(drawn.retryAfter()).isCloseTo(Duration.ofMinutes(20), A_LITTLE);
    assertThat(drawn.level().pausedFor()).isEqualTo(drawn.retryAfter());
    assertThat(drawn.level().fullIn()).isZero();
  }

  @Test
  final void whatAMemberKnowsToBeLackingIsMissingForAllOnce() {
    BudgetLevel twoLeft = new BudgetLevel(SLOW.interval().multipliedBy(6), Duration.ZERO);
    draw(mine, UP, telling(twoLeft, 0));
    draw(other, UP, telling(twoLeft, 0));

    assertThat(takeAll(other, Urgency.FOREGROUND)).isEqualTo(2);
  }

  @Test
  final void whatMembersOweIsTakenOffInSumButNeverBeyondAnEmptyBudget() {
    draw(mine, UP, telling(BudgetLevel.FULL, 2));
    draw(other, UP, telling(BudgetLevel.FULL, 3));
    assertThat(takeAll(other, Urgency.FOREGROUND)).isEqualTo(3);

    BudgetGrant drawn = draw(mine, UP, telling(BudgetLevel.FULL, 1_000));
    assertThat(drawn.level().fullIn()).isEqualTo(SLOW.refill());
  }

  @Test
  final void allWhoAskCountAsMembers() {
    draw(mine, UP, draw("one", SLOW, null, BudgetLevel.FULL, 0));
    draw(mine, UP, draw("one", SLOW, null, BudgetLevel.FULL, 0));

    assertThat(draw(other, UP, draw("two", SLOW, null, BudgetLevel.FULL, 0)).members())
        .isEqualTo(2);
    assertThat(draw(other, "another", draw("two", SLOW, null, BudgetLevel.FULL, 0)).members())
        .isEqualTo(1);
  }

  @Test
  final void aMemberThatLeavesIsNoneAtOnceAndLeavesTheBudgetAsItIs() {
    takeAll(mine, Urgency.FOREGROUND);
    BudgetDraw two = draw("two", SLOW, null, BudgetLevel.FULL, 0);
    assertThat(draw(other, UP, two).members()).isEqualTo(2);

    mine.budgets().leave(UP, "one").join();

    BudgetGrant alone = draw(other, UP, two);
    assertThat(alone.members()).isEqualTo(1);
    assertThat(alone.level().fullIn()).isCloseTo(SLOW.refill(), A_LITTLE);
    assertThat(draw(mine, UP, call(null)).members()).isEqualTo(2);
  }

  @Test
  final void leavingABudgetWithoutBeingAMemberChangesNothing() {
    mine.budgets().leave(UP, "stranger").join();
    assertThat(draw(other, UP, call(null)).members()).isEqualTo(1);

    mine.budgets().leave(UP, "stranger").join();
    assertThat(draw(other, UP, call(null)).members()).isEqualTo(1);
  }

  @Test
  final void aMemberThatAsksNoMoreIsNoneAfterAWhile() {
    draw(mine, UP, draw("one", SLOW, null, BudgetLevel.FULL, 0));
    BudgetDraw two = draw("two", SLOW, null, BudgetLevel.FULL, 0);

    Awaitility.await()
        .atMost(SharedBudgets.MEMBERSHIP.multipliedBy(2))
        .until(() -> draw(other, UP, two).members() == 1);
  }
}

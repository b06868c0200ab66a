package dev.anyflix.domain.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.budget.CallQueue.Ticket;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.domain.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CallQueueTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FOREVER = Duration.ofMinutes(5);

  /** Two at once, then one a second. */
  private static final Quota QUOTA =
      new Quota(60, Duration.ofMinutes(1), 2, 1, Duration.ofSeconds(1));

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer(clock);
  private final TokenBucket budget = new TokenBucket(QUOTA, clock);
  private final CallQueue queue = new CallQueue(budget, PATIENCE, clock, timer);

  private Ticket enter(String client) {
    return queue.enter(client, Urgency.FOREGROUND, FOREVER);
  }

  private List<Ticket> enter(String client, int count) {
    return Stream.generate(() -> enter(client)).limit(count).toList();
  }

  private static boolean isGranted(Ticket ticket) {
    return ticket.permit().isDone() && !ticket.permit().isCompletedExceptionally();
  }

  private static long granted(List<Ticket> tickets) {
    return tickets.stream().filter(CallQueueTest::isGranted).count();
  }

  private static Duration retryAfter(Ticket ticket) {
    try {
      ticket.permit().join();
      throw new AssertionError("granted");
    } catch (CompletionException e) {
      return ((BudgetSpentException) e.getCause()).retryAfter();
    }
  }

  private void spend() {
    enter("spender", 2);
  }

  @Test
  void aCallIsGrantedAtOnceWhileTheBudgetHasCalls() {
    assertThat(granted(enter("a", 2))).isEqualTo(2);
    assertThat(queue.waitingCount()).isZero();
  }

  @Test
  void callsOfOneClientWaitInTheOrderOfTheirArrival() {
    spend();
    List<Ticket> waiting = enter("a", 3);
    assertThat(granted(waiting)).isZero();

    for (int served = 1; served <= 3; served++) {
      timer.advance(Duration.ofSeconds(1));
      assertThat(waiting.stream().map(CallQueueTest::isGranted))
          .containsExactly(served >= 1, served >= 2, served >= 3);
    }
  }

  @Test
  void clientsTakeTurns() {
    spend();
    List<Ticket> greedy = enter("greedy", 10);
    Ticket modest = enter("modest");
    timer.advance(Duration.ofSeconds(2));

    assertThat(isGranted(modest)).isTrue();
    assertThat(granted(greedy)).isEqualTo(1);
  }

  @Test
  void aClientThatFloodsTheQueueNeverStarvesAnotherOne() {
    List<Ticket> modest = new ArrayList<>();
    for (int second = 0; second < 60; second++) {
      enter("greedy", 20);
      modest.add(enter("modest"));
      timer.advance(Duration.ofSeconds(2));
    }

    assertThat(modest).allMatch(CallQueueTest::isGranted);
  }

  @Test
  void aCallIsRefusedAfterItsPatience() {
    spend();
    List<Ticket> waiting = enter("a", 10);
    timer.advance(PATIENCE.plusMillis(1));

    assertThat(granted(waiting)).isBetween(4L, 5L);
    assertThat(waiting).allMatch(ticket -> ticket.permit().isDone());
    assertThat(retryAfter(waiting.get(9)))
        .isBetween(Duration.ofMillis(1), PATIENCE.multipliedBy(2));
    assertThat(queue.waitingCount()).isZero();
  }

  @Test
  void aCallIsRefusedWhenItHasWaitedAsLongAsTheQueueAllows() {
    Budget silent =
        new ForwardingBudget(budget) {
          @Override
          public CompletableFuture<Duration> tryTakeAsync(Urgency urgency) {
            return new CompletableFuture<>();
          }
        };
    Ticket ticket =
        new CallQueue(silent, Duration.ofMillis(500), clock, timer)
            .enter("a", Urgency.FOREGROUND, FOREVER);
    timer.advance(Duration.ofMillis(499));
    assertThat(ticket.permit()).isNotDone();
    timer.advance(Duration.ofMillis(1));

    assertThat(ticket.permit()).isCompletedExceptionally();
    assertThat(retryAfter(ticket)).isPositive();
  }

  @Test
  void aCallThatCannotBeGrantedInTimeIsRefusedAtOnce() {
    budget.pause(Duration.ofMinutes(2));

    assertThat(retryAfter(enter("a"))).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void withoutPatienceACallIsRefusedAtOnce() {
    var impatient = new CallQueue(budget, Duration.ZERO, clock, timer);
    spend();

    assertThat(retryAfter(impatient.enter("a", Urgency.FOREGROUND, FOREVER)))
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aClientMayHaveSixtyFourCallsWaiting() {
    spend();
    List<Ticket> waiting = enter("a", 200);

    assertThat(waiting.stream().filter(ticket -> !ticket.permit().isDone()))
        .hasSize(CallQueue.MAX_PER_CLIENT);
    assertThat(queue.waitingCount()).isEqualTo(CallQueue.MAX_PER_CLIENT);
    assertThat(enter("b").permit()).isNotDone();
  }

  @Test
  void theQueueIsBoundedHoweverManyClientsThereAre() {
    spend();
    for (int client = 0; client < 2 * CallQueue.MAX_WAITING; client++) {
      enter("client-" + client);
    }

    assertThat(queue.waitingCount()).isEqualTo(CallQueue.MAX_WAITING);
  }

  @Test
  void theBackgroundNeverWaitsAndNeverGoesBeforeACallThatWaits() {
    spend();
    enter("a");
    Ticket background = queue.enter("b", Urgency.BACKGROUND, FOREVER);

    assertThat(background.permit()).isCompletedExceptionally();
  }

  @Test
  void theBackgroundLeavesItsReserve() {
    assertThat(isGranted(queue.enter("b", Urgency.BACKGROUND, FOREVER))).isTrue();
    assertThat(isGranted(queue.enter("b", Urgency.BACKGROUND, FOREVER))).isFalse();
    assertThat(isGranted(enter("a"))).isTrue();
  }

  @Test
  void aPermitThatIsLeftBehindGoesToTheNextCall() {
    Ticket first = enter("a");
    enter("a");
    Ticket waiting = enter("b");
    first.leave();

    assertThat(isGranted(waiting)).isTrue();
  }

  @Test
  void aPermitThatIsLeftBehindIsGoodForAMomentOnly() {
    List<Ticket> all = enter("a", 2);
    all.get(0).leave();
    timer.advance(Duration.ofMillis(600));

    assertThat(isGranted(enter("b"))).isFalse();
  }

  @Test
  void aPermitThatWasUsedIsNotPassedOn() {
    Ticket first = enter("a");
    enter("a");
    assertThat(first.permit().join().use()).isTrue();
    Ticket waiting = enter("b");
    first.leave();

    assertThat(isGranted(waiting)).isFalse();
  }

  @Test
  void aCallThatLeavesTheQueueMakesRoom() {
    spend();
    List<Ticket> waiting = enter("a", CallQueue.MAX_PER_CLIENT);
    waiting.get(0).leave();

    assertThat(enter("a").permit()).isNotDone();
    timer.advance(Duration.ofSeconds(1));
    assertThat(isGranted(waiting.get(1))).isTrue();
  }

  @Test
  void furtherCallsOfALoadUnderWayAreGrantedFromTheSameBudget() {
    assertThat(queue.tryTake(Urgency.FOREGROUND)).isZero();
    assertThat(queue.left()).isEqualTo(1);
  }

  @Test
  void furtherCallOfALoadIsToldToWaitWhenTheBudgetStaysSpent() {
    budget.pause(Duration.ofMinutes(2));

    assertThat(queue.tryTake(Urgency.FOREGROUND)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void refusedCallLearnsWhenTheBudgetCanServeAllThatWait() {
    spend();
    enter("a", CallQueue.MAX_PER_CLIENT);

    assertThat(retryAfter(enter("a"))).isEqualTo(Duration.ofSeconds(CallQueue.MAX_PER_CLIENT + 1));
  }

  @Test
  void queueIsSpentWhileCallsWaitForTheBudget() {
    assertThat(queue.isSpent()).isFalse();
    spend();
    assertThat(queue.isSpent()).isFalse();
    enter("a");
    assertThat(queue.isSpent()).isTrue();
    timer.advance(Duration.ofSeconds(1));
    assertThat(queue.isSpent()).isFalse();
  }

  @Test
  void backgroundCallIsRefusedWithItsOwnWait() {
    spend();

    assertThat(retryAfter(queue.enter("b", Urgency.BACKGROUND, FOREVER)))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void callThatLeavesTheQueueIsCancelledAndForgotten() {
    spend();
    Ticket waiting = enter("a");
    waiting.leave();

    assertThat(waiting.permit()).isCancelled();
    assertThat(queue.waitingCount()).isZero();
  }

  @Test
  void queuePassesWhatTheUpstreamSaysToTheBudget() {
    queue.observe(1, null);
    assertThat(queue.left()).isEqualTo(1);
    queue.pause(Duration.ofSeconds(9));
    assertThat(budget.tryTake(Urgency.FOREGROUND)).isEqualTo(Duration.ofSeconds(9));
    assertThat(queue.limit()).isEqualTo(60);
    assertThat(queue.capacity()).isEqualTo(2);
    assertThat(queue.period()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void drawThatFailsIsRepeated() {
    var failing = new AtomicBoolean(true);
    Budget flaky =
        new ForwardingBudget(budget) {
          @Override
          public CompletableFuture<Duration> tryTakeAsync(Urgency urgency) {
            return failing.getAndSet(false)
                ? CompletableFuture.failedFuture(new IllegalStateException("no answer"))
                : super.tryTakeAsync(urgency);
          }
        };
    Ticket ticket =
        new CallQueue(flaky, PATIENCE, clock, timer).enter("a", Urgency.FOREGROUND, FOREVER);
    assertThat(ticket.permit()).isNotDone();
    timer.advance(PATIENCE.minusMillis(1));

    assertThat(isGranted(ticket)).isTrue();
  }

  @Test
  void permitThatArrivesAfterItsCallHasLeftGoesToTheNextCall() {
    var pending = new ArrayDeque<CompletableFuture<Duration>>();
    Budget slow =
        new ForwardingBudget(budget) {
          @Override
          public CompletableFuture<Duration> tryTakeAsync(Urgency urgency) {
            var answer = new CompletableFuture<Duration>();
            pending.add(answer);
            return answer;
          }
        };
    var slowQueue = new CallQueue(slow, PATIENCE, clock, timer);
    slowQueue.enter("a", Urgency.FOREGROUND, FOREVER).leave();
    pending.remove().complete(Duration.ZERO);
    Ticket second = slowQueue.enter("b", Urgency.FOREGROUND, FOREVER);

    assertThat(isGranted(second)).isTrue();
    assertThat(pending).isEmpty();
  }
}

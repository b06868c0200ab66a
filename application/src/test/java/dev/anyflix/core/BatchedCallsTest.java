package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.ManualClock;
import dev.anyflix.domain.testing.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which requests travel together, and what each of them gets. */
final class BatchedCallsTest {

  /** Two at once, then one a second. */
  private static final Quota QUOTA =
      new Quota(60, Duration.ofMinutes(1), 2, 1, Duration.ofSeconds(1));

  private static final Duration GATHER = Duration.ofMillis(8);
  private static final Duration GATHER_IN_BACKGROUND = Duration.ofMillis(25);
  private static final int UNKNOWN = 404;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer(clock);
  private final CallQueue queue =
      new CallQueue(new TokenBucket(QUOTA, clock), PATIENCE, clock, timer);
  private final UpstreamCalls calls =
      new UpstreamCalls(
          source -> queue,
          this::execute,
          timer,
          PATIENCE,
          clock,
          (client, deadline) -> {
            throw new AssertionError("nothing is composed");
          });

  /** Calls under way, while they are held. */
  private final List<Runnable> held = new ArrayList<>();

  private boolean holdsCalls;

  /** The ids of each call, in the order of the call. */
  private final List<List<Integer>> sent = new ArrayList<>();

  private MediaSourceException failure;

  private final CachedOperation<MediaById, Media> operation =
      new CachedOperation<>(
          "test",
          "movies",
          Duration.ofHours(1),
          "Test.media",
          "",
          Media.class,
          this::one,
          this::several,
          null,
          null,
          null,
          null);

  private void execute(Runnable call) {
    if (holdsCalls) {
      held.add(call);
    } else {
      call.run();
    }
  }

  private Answer<Media> one(MediaById request, Call call) {
    sent.add(List.of(request.id()));
    return Answer.of(media(request.id()));
  }

  private Answer<Map<MediaById, Media>> several(List<MediaById> requests, Call call) {
    sent.add(requests.stream().map(MediaById::id).toList());
    if (failure != null) {
      throw failure;
    }
    return Answer.of(
        requests.stream()
            .filter(request -> request.id() != UNKNOWN)
            .collect(Collectors.toMap(Function.identity(), request -> media(request.id()))));
  }

  private static Media media(int id) {
    return Media.builder(
            "test:" + id, "test", Integer.toString(id), MediaKind.MOVIE, Title.of("t" + id))
        .build();
  }

  private void spendTheBudget() {
    for (int i = 0; i < QUOTA.burst(); i++) {
      assertThat(queue.tryTakeAsync(Urgency.FOREGROUND).join()).isZero();
    }
  }

  private List<CompletableFuture<Answer<Media>>> load(String client, int first, int count) {
    return IntStream.range(first, first + count).mapToObj(id -> load(client, id)).toList();
  }

  private CompletableFuture<Answer<Media>> load(String client, int id) {
    return enter(client, id, Urgency.FOREGROUND).start();
  }

  private UpstreamCall<Media> enter(String client, int id, Urgency urgency) {
    return calls.enter(
        new LoadOrder<>(
            CachedRequest.of(operation, new MediaById(id)),
            0,
            null,
            urgency,
            client,
            clock.instant().plus(PATIENCE),
            false,
            new OperationStats(TestParts.loadTimer())));
  }

  @Test
  void batchIsComposedInTurnsBetweenClientsWhenTheBudgetGrantsTheCall() {
    spendTheBudget();
    load("greedy", 1, 55);
    timer.advance(Duration.ofMillis(500));
    assertThat(sent).isEmpty();
    CompletableFuture<Answer<Media>> modest = load("modest", 1000);
    timer.advance(Duration.ofMillis(700));

    assertThat(sent).hasSize(1);
    assertThat(sent.get(0)).hasSize(50).startsWith(1, 1000, 2, 3).doesNotContain(50);
    assertThat(modest)
        .isCompletedWithValueMatching(answer -> value(answer).id().equals("test:1000"));
  }

  private static Media value(Answer<Media> answer) {
    return answer.orElseThrow();
  }

  @Test
  void batchHasAtMostFiftyRequests() {
    spendTheBudget();
    load("a", 1, 60);
    load("b", 101, 60);
    timer.advance(Duration.ofSeconds(4));

    assertThat(sent).extracting(List::size).containsExactly(50, 50, 20);
    assertThat(sent.stream().flatMap(List::stream)).hasSize(120).doesNotHaveDuplicates();
  }

  @Test
  void batchThatTheSourceIsNotAvailableForFailsEachOfItsRequestsAndIsNotSplit() {
    spendTheBudget();
    failure = MediaSourceException.fromUpstream(Kind.UNAVAILABLE, "down", null, null);
    List<CompletableFuture<Answer<Media>>> answers = load("a", 1, 3);
    timer.advance(Duration.ofSeconds(2));

    assertThat(sent).containsExactly(List.of(1, 2, 3));
    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .havingRootCause()
                    .isSameAs(failure));
  }

  @Test
  void requestThatIsAloneDoesNotWaitForOthers() {
    load("a", 1);

    assertThat(sent).containsExactly(List.of(1));
  }

  @Test
  void requestThatFollowsAnotherAtOnceWaitsForMore() {
    load("a", 1);
    load("a", 2);
    timer.advance(GATHER.minusMillis(1));
    assertThat(sent).containsExactly(List.of(1));

    timer.advance(Duration.ofMillis(1));
    assertThat(sent).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void requestThatFollowsAfterAMomentIsSentAtOnce() {
    load("a", 1);
    timer.advance(GATHER);
    load("a", 2);

    assertThat(sent).containsExactly(List.of(1), List.of(2));
  }

  @Test
  void requestsAreGatheredWhileACallIsUnderWay() {
    holdsCalls = true;
    load("a", 1);
    assertThat(held).hasSize(1);
    timer.advance(Duration.ofSeconds(1));
    load("a", 2);
    assertThat(held).hasSize(1);

    timer.advance(GATHER);
    assertThat(held).hasSize(2);
    held.forEach(Runnable::run);
    held.clear();
    timer.advance(Duration.ofSeconds(1));
    load("a", 3);
    assertThat(held).hasSize(1);
  }

  @Test
  void gatheringGoesOnWhileMoreRequestsArrive() {
    load("a", 1);
    load("a", 2);
    timer.advance(GATHER);
    assertThat(sent).hasSize(2);

    timer.advance(Duration.ofSeconds(2));
    load("a", 10);
    load("a", 11);
    for (int i = 12; i < 15; i++) {
      timer.advance(GATHER.minusMillis(1));
      load("a", i);
      timer.advance(Duration.ofMillis(1));
      assertThat(sent).hasSize(3);
    }
    timer.advance(GATHER);
    assertThat(sent.get(3)).containsExactly(11, 12, 13, 14);
  }

  @Test
  void gatheringEndsAfterEightTimes() {
    load("a", 1);
    load("a", 2);
    for (int i = 3; i < 10; i++) {
      timer.advance(GATHER.minusMillis(1));
      load("a", i);
      timer.advance(Duration.ofMillis(1));
      assertThat(sent).hasSize(1);
    }
    timer.advance(GATHER.minusMillis(1));
    load("a", 10);
    timer.advance(Duration.ofMillis(1));

    assertThat(sent).hasSize(2);
    assertThat(sent.get(1)).hasSize(9);
  }

  @Test
  void fullBatchIsNotGatheredFurther() {
    load("a", 1);
    load("a", 2, 50);
    timer.advance(GATHER);

    assertThat(sent).extracting(List::size).containsExactly(1, 50);
  }

  @Test
  void requestInTheBackgroundAlwaysWaitsForOthers() {
    enter("a", 1, Urgency.BACKGROUND).start();
    timer.advance(GATHER_IN_BACKGROUND.minusMillis(1));
    enter("a", 2, Urgency.BACKGROUND).start();
    timer.advance(Duration.ofMillis(1));
    assertThat(sent).isEmpty();

    timer.advance(GATHER_IN_BACKGROUND);
    assertThat(sent).containsExactly(List.of(1, 2));
  }

  @Test
  void cancelledRequestIsNotSentAndLeavesItsCallToAnother() {
    assertThat(queue.tryTakeAsync(Urgency.FOREGROUND).join()).isZero();
    UpstreamCall<Media> first = enter("a", 1, Urgency.FOREGROUND);
    first.cancel();
    first.cancel();
    load("a", 2);

    assertThat(sent).containsExactly(List.of(2));
  }

  @Test
  void cancelledRequestIsNoPartOfABatch() {
    spendTheBudget();
    load("a", 1);
    UpstreamCall<Media> cancelled = enter("a", 2, Urgency.FOREGROUND);
    load("a", 3);
    cancelled.cancel();
    timer.advance(Duration.ofSeconds(2));

    assertThat(sent).containsExactly(List.of(1, 3));
  }

  @Test
  void batchThatTheSourceRejectsIsSplitInHalves() {
    spendTheBudget();
    failure = MediaSourceException.fromUpstream(Kind.REJECTED, "no", null, null);
    load("a", 1, 5);
    timer.advance(Duration.ofSeconds(3));

    assertThat(sent).extracting(List::size).startsWith(5, 3);
  }

  @Test
  void requestsOfARejectedBatchAreAnsweredOneByOne() {
    spendTheBudget();
    failure = MediaSourceException.fromUpstream(Kind.UNREADABLE, "not JSON", null, null);
    List<CompletableFuture<Answer<Media>>> answers = load("a", 1, 2);
    timer.advance(Duration.ofSeconds(4));

    assertThat(sent).containsExactly(List.of(1, 2), List.of(1), List.of(2));
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
  }

  @Test
  void titleThatABatchLacksIsNotFound() {
    spendTheBudget();
    List<CompletableFuture<Answer<Media>>> answers = load("a", UNKNOWN - 1, 2);
    timer.advance(Duration.ofSeconds(2));

    assertThat(answers.get(0)).isCompleted();
    assertThat(answers.get(1))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingRootCause()
        .isInstanceOfSatisfying(
            MediaSourceException.class,
            thrown -> assertThat(thrown.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void requestsThatTheBudgetRefusesFailTogether() {
    spendTheBudget();
    queue.pause(Duration.ofMinutes(1));
    List<CompletableFuture<Answer<Media>>> answers = load("a", 1, 3);
    timer.advance(PATIENCE);

    assertThat(sent).isEmpty();
    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .havingRootCause()
                    .isNotNull());
  }
}

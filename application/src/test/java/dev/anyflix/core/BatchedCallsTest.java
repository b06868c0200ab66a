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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which requests travel together, and what each of them gets. */
final class BatchedCallsTest {

  /** Two at once, then one a second. */
  private static final Quota QUOTA =
      new Quota(60, Duration.ofMinutes(1), 2, 1, Duration.ofSeconds(1));

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer(clock);
  private final CallQueue queue =
      new CallQueue(new TokenBucket(QUOTA, clock), PATIENCE, clock, timer);
  private final UpstreamCalls calls =
      new UpstreamCalls(
          source -> queue,
          Runnable::run,
          timer,
          PATIENCE,
          clock,
          (client, deadline) -> {
            throw new AssertionError("nothing is composed");
          });

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
            .collect(Collectors.toMap(Function.identity(), request -> media(request.id()))));
  }

  private static Media media(int id) {
    return Media.builder(
            "test:" + id, "test", Integer.toString(id), MediaKind.MOVIE, Title.of("t" + id))
        .build();
  }

  @BeforeEach
  void spendTheBudget() {
    for (int i = 0; i < QUOTA.burst(); i++) {
      assertThat(queue.tryTakeAsync(Urgency.FOREGROUND).join()).isZero();
    }
  }

  private List<CompletableFuture<Answer<Media>>> load(String client, int first, int count) {
    return IntStream.range(first, first + count).mapToObj(id -> load(client, id)).toList();
  }

  private CompletableFuture<Answer<Media>> load(String client, int id) {
    return calls
        .enter(
            new LoadOrder<>(
                CachedRequest.of(operation, new MediaById(id)),
                0,
                null,
                Urgency.FOREGROUND,
                client,
                clock.instant().plus(PATIENCE),
                false,
                new OperationStats(TestParts.loadTimer())))
        .start();
  }

  @Test
  void batchIsComposedInTurnsBetweenClientsWhenTheBudgetGrantsTheCall() {
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
    return ((Answer.Value<Media>) answer).value();
  }

  @Test
  void batchHasAtMostFiftyRequests() {
    load("a", 1, 60);
    load("b", 101, 60);
    timer.advance(Duration.ofSeconds(4));

    assertThat(sent).extracting(List::size).containsExactly(50, 50, 20);
    assertThat(sent.stream().flatMap(List::stream)).hasSize(120).doesNotHaveDuplicates();
  }

  @Test
  void batchThatTheSourceIsNotAvailableForFailsEachOfItsRequestsAndIsNotSplit() {
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
}

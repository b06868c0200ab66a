package dev.anyflix.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class AsyncTest {

  private final IllegalStateException failure = new IllegalStateException("failed");
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CompletableFuture<String> second = new CompletableFuture<>();

  @Test
  void wrapperOfAFailureIsTakenOff() {
    assertThat(Async.unwrapped(new CompletionException(failure))).isSameAs(failure);
    assertThat(Async.unwrapped(failure)).isSameAs(failure);
    var bare = new CompletionException("no cause", null);
    assertThat(Async.unwrapped(bare)).isSameAs(bare);
    assertThat(Async.unwrapped(null)).hasMessage("a future failed without a cause");
  }

  @Test
  void resultsOfAllComeInTheOrderOfTheFutures() {
    CompletableFuture<List<String>> all = Async.all(List.of(first, second));
    second.complete("second");
    assertThat(all).isNotDone();
    first.complete("first");

    assertThat(all).isCompletedWithValue(List.of("first", "second"));
  }

  @Test
  void allFailWhereOneDoes() {
    CompletableFuture<List<String>> all = Async.all(List.of(first, second));
    second.completeExceptionally(failure);
    first.complete("first");

    assertThat(all).isCompletedExceptionally();
  }

  @Test
  void futureIsCompletedLikeAnother() {
    Async.forward(first, second);
    first.complete("result");
    assertThat(second).isCompletedWithValue("result");

    var third = new CompletableFuture<String>();
    Async.forward(CompletableFuture.<String>failedFuture(new CompletionException(failure)), third);
    assertThat(third.handle((result, thrown) -> thrown)).isCompletedWithValue(failure);
  }

  @Test
  void handlerThatReturnsAFutureSeesResultAndFailure() {
    CompletableFuture<String> handled =
        Async.handleCompose(
            first, (result, thrown) -> CompletableFuture.completedFuture(result + thrown));
    first.complete("result ");
    assertThat(handled).isCompletedWithValue("result null");

    CompletableFuture<String> broken =
        Async.handleCompose(
            first,
            (result, thrown) -> {
              throw failure;
            });
    assertThat(broken.handle((result, thrown) -> thrown)).isCompletedWithValue(failure);
  }

  @Test
  void threadsAreDaemonsOfTheName() {
    Thread thread = DaemonThreads.named("worker").newThread(() -> {});

    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getName()).isEqualTo("worker");
  }
}

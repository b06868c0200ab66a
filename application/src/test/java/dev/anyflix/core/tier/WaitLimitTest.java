package dev.anyflix.core.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.cache.CacheUnavailableException;
import dev.anyflix.domain.cache.CacheUnavailableException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WaitLimitTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(10);

  /** Lets a first round trip end. */
  private static WaitLimit used(Duration total) {
    WaitLimit limit = new WaitLimit(total);
    var first = new CompletableFuture<String>();
    CompletableFuture<String> limited = limit.limit(first);
    first.complete("first");
    assertThat(limited).isCompletedWithValue("first");
    return limit;
  }

  @Test
  void noTimeIsSpentFromTheStart() {
    assertThat(new WaitLimit(Duration.ZERO).isSpent()).isTrue();
    assertThat(new WaitLimit(Duration.ofNanos(1)).isSpent()).isFalse();
  }

  @Test
  void roundTripSpendsTheTimeThatItTook() {
    assertThat(used(Duration.ofNanos(1)).isSpent()).isTrue();
    assertThat(used(LONG).isSpent()).isFalse();
  }

  @Test
  void roundTripThatIsDoneSpendsNothing() {
    WaitLimit limit = new WaitLimit(Duration.ofNanos(1));
    CompletableFuture<String> done = CompletableFuture.completedFuture("done");

    assertThat(limit.limit(done)).isSameAs(done);
    assertThat(limit.isSpent()).isFalse();
  }

  @Test
  void secondRoundTripFailsWhenTheTimeIsOver() {
    WaitLimit limit = used(Duration.ofMillis(20));
    CompletableFuture<String> silent = new CompletableFuture<>();
    CompletableFuture<String> limited = limit.limit(silent);

    assertThat(limited)
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            CacheUnavailableException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT));
    assertThat(silent).isNotDone();
    assertThat(limit.isSpent()).isTrue();
  }

  @Test
  void secondRoundTripHasTheTimeThatIsLeft() throws Exception {
    WaitLimit limit = used(LONG);
    CompletableFuture<String> second = new CompletableFuture<>();
    CompletableFuture<String> limited = limit.limit(second);
    second.complete("second");

    assertThat(limited.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo("second");
  }

  @Test
  void otherFailureOfASecondRoundTripIsKept() {
    WaitLimit limit = used(LONG);
    var failure = new IllegalStateException("malformed");

    CompletableFuture<String> second = new CompletableFuture<>();
    CompletableFuture<String> limited = limit.limit(second);
    second.completeExceptionally(failure);

    assertThat(limited)
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .withRootCauseInstanceOf(IllegalStateException.class);
  }
}

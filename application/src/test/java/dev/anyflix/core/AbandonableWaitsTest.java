package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class AbandonableWaitsTest {

  private final AbandonableWaits waits = new AbandonableWaits();
  private final CompletableFuture<String> result = new CompletableFuture<>();

  private static void assertStopping(CompletableFuture<String> wait) {
    assertThat(wait.handle((value, failure) -> failure).join())
        .isInstanceOfSatisfying(
            MediaSourceException.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.STOPPING));
  }

  @Test
  void waitEndsWithTheResult() {
    CompletableFuture<String> wait = waits.add(result);
    assertThat(wait).isNotDone();
    result.complete("result");

    assertThat(wait).isCompletedWithValue("result");
    waits.abandonAll();
    assertThat(wait).isCompletedWithValue("result");
  }

  @Test
  void abandonedWaitFailsWithoutTheResult() {
    CompletableFuture<String> wait = waits.add(result);
    waits.abandonAll();

    assertStopping(wait);
    assertThat(result).isNotDone();
  }

  @Test
  void laterWaitFailsAtOnceUnlessItsResultIsThere() {
    waits.abandonAll();

    assertStopping(waits.add(result));
    result.complete("result");
    assertThat(waits.add(result)).isCompletedWithValue("result");
  }
}

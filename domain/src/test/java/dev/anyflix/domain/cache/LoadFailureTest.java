package dev.anyflix.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LoadFailureTest {

  private static final String LONGEST = "m".repeat(LoadFailure.MAX_MESSAGE);

  private static @Nullable Duration boundedWait(@Nullable Duration wait) {
    return LoadFailure.bounded("UNAVAILABLE", "down", wait).retryAfter();
  }

  @Test
  void messageAndWaitAtTheirBoundsAreKept() {
    var failure = new LoadFailure("UNAVAILABLE", LONGEST, LoadFailure.MAX_RETRY_AFTER);

    assertThat(LoadFailure.bounded("UNAVAILABLE", LONGEST, LoadFailure.MAX_RETRY_AFTER))
        .isEqualTo(failure);
    assertThat(new LoadFailure("UNAVAILABLE", "", Duration.ZERO).retryAfter()).isZero();
    assertThat(new LoadFailure("UNAVAILABLE", "", null).retryAfter()).isNull();
  }

  @Test
  void messageAndWaitBeyondTheirBoundsAreRefused() {
    assertThatThrownBy(() -> new LoadFailure("UNAVAILABLE", LONGEST + "m", null))
        .hasMessageContaining("501");
    assertThatThrownBy(
            () -> new LoadFailure("UNAVAILABLE", "", LoadFailure.MAX_RETRY_AFTER.plusNanos(1)))
        .hasMessageContaining("retryAfter");
    assertThatThrownBy(() -> new LoadFailure("UNAVAILABLE", "", Duration.ofNanos(-1)))
        .hasMessageContaining("retryAfter");
  }

  @Test
  void boundedFailureIsCutToTheBounds() {
    assertThat(LoadFailure.bounded("UNAVAILABLE", LONGEST + "m", null).message())
        .isEqualTo(LONGEST);
    assertThat(boundedWait(Duration.ofSeconds(-1))).isZero();
    assertThat(boundedWait(Duration.ofDays(1))).isEqualTo(LoadFailure.MAX_RETRY_AFTER);
    assertThat(boundedWait(Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(boundedWait(null)).isNull();
  }
}

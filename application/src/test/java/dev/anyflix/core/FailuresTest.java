package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.Failures.Scope;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  private static final CacheKey KEY = CacheKey.of("movies", "Test.media/1?id=1");
  private static final CacheKey OTHER = CacheKey.of("movies", "Test.media/1?id=2");
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final ManualClock clock = new ManualClock();
  private final Failures failures = new Failures(clock);
  private final MediaSourceException cause = new MediaSourceException(Kind.UNAVAILABLE, "down");

  @Test
  void failureOfAllCallersAnswersInPlaceOfACallForASecond() {
    failures.add(KEY, cause, Scope.ALL_CALLERS);
    assertThat(failures.inPlaceOfCall(KEY)).isSameAs(cause);
    assertThat(failures.inPlaceOfCall(OTHER)).isNull();

    clock.advance(Duration.ofSeconds(1).minus(MILLISECOND));
    assertThat(failures.inPlaceOfCall(KEY)).isSameAs(cause);
    assertThat(failures.isRecent(KEY)).isTrue();

    clock.advance(MILLISECOND);
    assertThat(failures.inPlaceOfCall(KEY)).isNull();
    assertThat(failures.isRecent(KEY)).isFalse();
  }

  @Test
  void staleEntriesAreServedForHalfAMinuteAfterAFailure() {
    failures.add(KEY, cause, Scope.STALE_HOLDERS);
    assertThat(failures.inPlaceOfCall(KEY)).isNull();

    clock.advance(Duration.ofSeconds(30).minus(MILLISECOND));
    assertThat(failures.allowsStale(KEY)).isTrue();

    clock.advance(MILLISECOND);
    assertThat(failures.allowsStale(KEY)).isFalse();
  }

  @Test
  void failureInTheBackgroundConcernsNoCaller() {
    failures.add(KEY, cause, Scope.BACKGROUND);

    assertThat(failures.inPlaceOfCall(KEY)).isNull();
    assertThat(failures.allowsStale(KEY)).isFalse();
    assertThat(failures.isRecent(KEY)).isTrue();
  }

  @Test
  void successForgetsTheFailure() {
    failures.add(KEY, cause, Scope.ALL_CALLERS);
    failures.remove(KEY);

    assertThat(failures.inPlaceOfCall(KEY)).isNull();
    assertThat(failures.allowsStale(KEY)).isFalse();
    assertThat(failures.isRecent(KEY)).isFalse();
  }
}

package dev.anyflix.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.domain.cache.Body;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadStatsTest {

  private static final MediaSourceException NOT_CONFIGURED =
      new MediaSourceException(Kind.NOT_CONFIGURED, "Set a key.");
  private static final MediaSourceException DOWN =
      new MediaSourceException(Kind.UNAVAILABLE, "down");

  private final ReadStats stats = new ReadStats(prefix -> TestParts.loadTimer());
  private final CachedRequest<MediaById, String> request = request("test", 1);

  private static CachedRequest<MediaById, String> request(String source, int id) {
    return CachedRequest.of(
        new CachedOperation<>(
            source,
            source + "_media",
            Duration.ofHours(1),
            "Test.media",
            "",
            String.class,
            (each, call) -> Answer.of("x")),
        new MediaById(id));
  }

  private static CachedResponse response(Outcome outcome, boolean isNegative) {
    CacheEntry entry =
        isNegative
            ? CacheEntry.notFound("r", 1, Instant.EPOCH, Duration.ofMinutes(1))
            : CacheEntry.found(
                "r", 1, Instant.EPOCH, Duration.ofMinutes(1), null, new Body(new byte[1]));
    return new CachedResponse(entry, outcome, Duration.ZERO, Duration.ZERO, true);
  }

  private void answer(int count, Outcome outcome) {
    for (int i = 0; i < count; i++) {
      stats.answered(request, response(outcome, false));
    }
  }

  private OperationStats.Snapshot snapshot() {
    return stats.of("test_media").snapshot();
  }

  @Test
  void answersAreCountedByTheirOutcome() {
    answer(1, Outcome.MEMORY_HIT);
    answer(2, Outcome.REDIS_HIT);
    answer(3, Outcome.MISS);
    answer(4, Outcome.COLLAPSED);
    answer(5, Outcome.BYPASS);
    answer(6, Outcome.STALE);
    stats.answered(request, response(Outcome.MEMORY_HIT, true));
    OperationStats.Snapshot snapshot = snapshot();

    assertThat(snapshot.hitsMemory()).isEqualTo(2);
    assertThat(snapshot.hitsRedis()).isEqualTo(2);
    assertThat(snapshot.misses()).isEqualTo(12);
    assertThat(snapshot.collapsed()).isEqualTo(4);
    assertThat(snapshot.stale()).isEqualTo(6);
    assertThat(snapshot.negative()).isEqualTo(1);
    assertThat(stats.of("test_media").count(Outcome.BYPASS)).isEqualTo(5);
    assertThat(stats.of("test_media").negativeCount()).isEqualTo(1);
    assertThat(stats.ofSource("test").answeredCount()).isEqualTo(22);
  }

  @Test
  void hitRatioIsThatOfAllRequests() {
    answer(3, Outcome.MEMORY_HIT);
    answer(1, Outcome.REDIS_HIT);
    answer(1, Outcome.MISS);
    answer(1, Outcome.STALE);
    stats.failed(request, DOWN);

    assertThat(snapshot().hitRatio()).isEqualTo(57.14);
    assertThat(snapshot().failed()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1, 3, 33.33", "2, 3, 66.67", "3, 3, 100"})
  void sharesHaveTwoDecimals(long part, long all, double percent) {
    assertThat(OperationStats.percent(part, all)).isEqualTo(percent);
  }

  @Test
  void failuresAreCountedForOperationAndSourceWithTheLastOne() {
    assertThat(stats.ofSource("test").lastFailure()).isNull();
    stats.failed(request, DOWN);
    stats.failed(request, new IllegalStateException("secret"));

    assertThat(stats.of("test_media").failedCount()).isEqualTo(2);
    assertThat(stats.ofSource("test").failedCount()).isEqualTo(2);
    assertThat(stats.ofSource("test").lastFailure())
        .isEqualTo(new SourceTraffic.Failure(null, "internal error; see the log"));

    stats.failed(request, DOWN);
    assertThat(stats.ofSource("test").lastFailure())
        .isEqualTo(new SourceTraffic.Failure(Kind.UNAVAILABLE, "down"));
  }

  @Test
  void sourceThatIsNotConfiguredHasNotFailed() {
    stats.failed(request, NOT_CONFIGURED);
    stats.of(request).loadFailed(NOT_CONFIGURED, Duration.ofSeconds(1));

    assertThat(stats.ofSource("test").failedCount()).isZero();
    assertThat(stats.ofSource("test").lastFailure()).isNull();
    assertThat(snapshot().loads()).isZero();
    assertThat(snapshot().loadFailures()).isZero();
  }

  @Test
  void loadsAreCountedWithThoseThatFailed() {
    stats.of(request).loaded(Duration.ofSeconds(1));
    stats.of(request).loadFailed(DOWN, Duration.ofSeconds(1));

    assertThat(snapshot().loads()).isEqualTo(2);
    assertThat(snapshot().loadFailures()).isEqualTo(1);
    assertThat(stats.of("test_media").loadFailureCount()).isEqualTo(1);
  }

  @Test
  void answerOfAnotherSourceIsCountedForBoth() {
    CachedRequest<MediaById, String> other = request("other", 1);
    stats.answeredByFallback(request, other, response(Outcome.MISS, false));

    assertThat(snapshot().fallback()).isEqualTo(1);
    assertThat(snapshot().misses()).isZero();
    assertThat(stats.of("test_media").fallbackCount()).isEqualTo(1);
    assertThat(stats.of("other_media").snapshot().misses()).isEqualTo(1);
    assertThat(stats.ofSource("test").fallbackCount()).isEqualTo(1);
    assertThat(stats.ofSource("test").answeredCount()).isZero();
    assertThat(stats.ofSource("other").answeredCount()).isEqualTo(1);
  }

  /**
   * One of 16 requests is sampled, so that 3,200 of one are hardly ever fewer than 400 of another.
   */
  @Test
  void mostFrequentRequestsComeFirst() {
    CachedRequest<MediaById, String> rare = request("test", 2);
    for (int i = 0; i < 3200; i++) {
      stats.requested(request);
      if (i % 8 == 0) {
        stats.requested(rare);
      }
    }

    assertThat(stats.hotRequests(10))
        .extracting(ReadStats.HotRequest::request)
        .containsExactly(request, rare);
    assertThat(stats.hotRequests(10).get(0).count()).isBetween(1600L, 4800L);
    assertThat(stats.hotRequests(1)).hasSize(1);
  }

  @Test
  void figuresOfAPrefixAreKept() {
    assertThat(stats.of("test_media")).isSameAs(stats.of(request));
    assertThat(stats.ofSource("test")).isSameAs(stats.ofSource("test"));
    assertThat(Arrays.asList(stats.of("a"), stats.of("b"))).doesNotHaveDuplicates();
  }
}

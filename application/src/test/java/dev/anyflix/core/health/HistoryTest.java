package dev.anyflix.core.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.anyflix.core.tier.SharedState;
import dev.anyflix.domain.media.Availability;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class HistoryTest {

  private static final String PREFIX = "anilist_media_by_id";
  private static final Duration HOUR = Duration.ofMinutes(History.MINUTES);

  @AutoClose private final HealthTestBed bed = new HealthTestBed(true);
  private final History history = bed.history;

  private void step() {
    history.sample();
    bed.clock.advance(History.STEP);
  }

  private HistoryReport.Series series() {
    return history.report(Duration.ofDays(1)).operations().get(PREFIX);
  }

  private Availability outage(Instant since) {
    return new Availability(Availability.State.FAILING, "AniList down.", since, null);
  }

  @Test
  void stepsAreTheDifferencesOfAllFigures() {
    for (int i = 0; i < 3; i++) {
      bed.answer(3);
      bed.readShared();
      bed.readShared();
      bed.fail(5);
      bed.readStale();
      step();
      bed.clock.advance(Duration.ofMinutes(1));
    }

    assertThat(series().memory()).containsExactly(2L, 2L, 2L);
    assertThat(series().redis()).containsExactly(2L, 2L, 2L);
    assertThat(series().misses()).containsExactly(1L, 1L, 1L);
    assertThat(series().failed()).containsExactly(5L, 5L, 5L);
    assertThat(series().stale()).containsExactly(1L, 1L, 1L);
  }

  @Test
  void loadTimesAreAbsentWhereNothingWasLoaded() {
    bed.answer(1);
    step();
    bed.answer(1);
    step();
    step();

    assertThat(series().p50()).containsExactly(0f, null, null);
    assertThat(series().p99()).containsExactly(0f, null, null);
    assertThat(series().memory()).containsExactly(0L, 1L, 0L);
  }

  @Test
  void loadTimesHaveOneDecimal() {
    var series = HistoryReport.Series.empty();
    series.add(1, 2, 3, 4, 5, 12.34f, Float.NaN);

    assertThat(series.p50()).containsExactly(12.3f);
    assertThat(series.p99()).containsExactly((Float) null);
  }

  @Test
  void operationWithoutRequestsInTheSpanIsAbsent() {
    bed.answer(1);
    step();
    bed.clock.advance(Duration.ofMinutes(2));
    step();

    assertThat(history.report(Duration.ofMinutes(1)).operations()).isEmpty();
    assertThat(history.report(Duration.ofMinutes(5)).operations()).containsOnlyKeys(PREFIX);
  }

  @Test
  void reportBeginsAfterTheFirstMomentOfItsSpan() {
    Instant first = bed.clock.instant();
    step();
    history.sample();

    HistoryReport report = history.report(History.STEP);

    assertThat(report.stepSeconds()).isEqualTo(5);
    assertThat(report.times()).containsExactly(first.plus(History.STEP).getEpochSecond());
  }

  @Test
  void bytesOfBothTiersAreSampledAndThoseOfRedisAreAbsentWithoutIt() {
    bed.answer(1);
    history.sample();
    bed.store.goDown();
    Awaitility.await().until(() -> bed.cache.state() == SharedState.DOWN);
    history.sample();
    HistoryReport report = history.report(HOUR);

    assertThat(report.memoryBytes()).containsExactly(101L, 101L);
    assertThat(report.redisBytes().get(0)).isPositive();
    assertThat(report.redisBytes().get(1)).isNull();
  }

  @Test
  void outageIsOneMarkFromItsBeginningToItsEnd() {
    Instant begin = bed.clock.instant().minusSeconds(20);
    bed.ofAniList = outage(begin);
    step();
    step();

    assertThat(history.report(HOUR).marks())
        .containsExactly(new Mark("upstream", "AniList unavailable", begin, null));

    bed.ofAniList = Availability.ok();
    Instant end = bed.clock.instant();
    step();
    step();

    assertThat(history.report(HOUR).marks())
        .containsExactly(new Mark("upstream", "AniList unavailable", begin, end));
  }

  @Test
  void outageOfUnknownBeginningBeginsWithTheSample() {
    bed.ofAniList = outage(null);
    history.sample();

    assertThat(history.report(HOUR).marks())
        .extracting(Mark::at)
        .containsExactly(bed.clock.instant());
  }

  @Test
  void outageOfRedisIsAMark() {
    bed.store.goDown();
    Awaitility.await().until(() -> bed.cache.state() == SharedState.DOWN);
    history.sample();

    assertThat(history.report(HOUR).marks())
        .extracting(Mark::kind, Mark::text)
        .containsExactly(tuple("redis", "FakeSharedStore unavailable"));
  }

  @Test
  void markIsShownUntilItsEndIsOlderThanTheSpan() {
    history.mark("clear", "Cleared anilist");
    bed.clock.advance(Duration.ofMinutes(1));
    assertThat(history.report(Duration.ofMinutes(1)).marks()).hasSize(1);

    bed.clock.advance(Duration.ofMillis(1));
    assertThat(history.report(Duration.ofMinutes(1)).marks()).isEmpty();
  }

  @Test
  void lastMinuteCountsFromTheLastSampleThatIsOlder() {
    bed.answer(3);
    bed.fail(2);
    history.sample();
    bed.clock.advance(Duration.ofSeconds(30));
    bed.answer(4);
    history.sample();
    bed.clock.advance(Duration.ofSeconds(30));
    bed.fail(1);

    assertShare(3, 10);

    bed.clock.advance(Duration.ofMillis(1));
    assertShare(1, 5);
    assertThat(history.lastMinute("anilist").lastFailure().message()).isEqualTo("AniList down.");

    bed.clock.advance(Duration.ofSeconds(30));
    assertShare(1, 1);
    assertThat(history.lastMinute("tmdb").all()).isZero();
  }

  private void assertShare(long failed, long all) {
    assertThat(history.lastMinute("anilist").failed()).isEqualTo(failed);
    assertThat(history.lastMinute("anilist").all()).isEqualTo(all);
    assertThat(history.lastMinute("anilist").fallback()).isZero();
  }

  @Test
  void historyKeepsAnHourAndTwoHundredMarks() {
    for (int i = 0; i < 1000; i++) {
      step();
      history.mark("clear", "Cleared " + i);
    }
    HistoryReport report = history.report(Duration.ofDays(1));

    assertThat(report.times()).hasSize(720);
    assertThat(report.marks()).hasSize(200);
    assertThat(report.marks().get(0).text()).isEqualTo("Cleared 800");
    assertThat(history.report(Duration.ofMinutes(1)).times()).hasSize(11);
  }
}

package dev.anyflix.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.LoadExecutor;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.TestParts;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.testing.FakeAniList;
import dev.anyflix.domain.testing.FakeCache;
import dev.anyflix.domain.testing.FakeTmdb;
import dev.anyflix.domain.testing.ManualClock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceHealthTest {

  private static final Media BEBOP =
      Media.builder("anilist:1", "anilist", "1", MediaKind.ANIME, Title.of("Bebop")).build();

  private final ManualClock clock = new ManualClock();
  private final ExecutorService executor = LoadExecutor.create();
  private MediaSourceException failure;

  private final FakeAniList anilist =
      new FakeAniList(
          (id, call) -> {
            if (failure != null) {
              throw failure;
            }
            return Answer.of(BEBOP);
          },
          (list, call) -> Answer.of(new MediaPage(List.of(BEBOP), 1, 20, false)));
  private final FakeTmdb tmdb =
      new FakeTmdb((id, call) -> Answer.of(BEBOP), (list, call) -> Answer.of(null));
  private final TieredCache cache =
      new TieredCache(
          new FakeCache(),
          null,
          new TieredCache.Limits(100_000, Duration.ofHours(1), Duration.ofMillis(200)),
          clock);
  private final ReadThrough readThrough =
      new ReadThrough(
          TestParts.parts(cache, source -> null, executor, clock, () -> 0), TestParts.policy(0));
  private final Operations operations = new Operations(anilist, tmdb, List.of(), TestParts.TTLS);
  private final History history =
      new History(readThrough, cache, operations, List.of(anilist, tmdb), clock);
  private final ServiceHealth health =
      new ServiceHealth(cache, true, List.of(anilist, tmdb), history, clock, ZoneOffset.UTC);

  @AfterEach
  void close() {
    readThrough.close();
    cache.close();
    executor.shutdownNow();
  }

  private void read(int id) {
    readThrough
        .readAsync(readThrough.request(operations.anilistMedia, new MediaById(id)))
        .handle((answer, thrown) -> answer)
        .join();
  }

  private void answer(int count) {
    failure = null;
    for (int i = 0; i < count; i++) {
      read(1);
    }
  }

  private void fail(int count) {
    failure = MediaSourceException.fromUpstream(Kind.UNAVAILABLE, "AniList down.", null, null);
    for (int i = 0; i < count; i++) {
      read(1000 + i);
    }
  }

  @Test
  void serviceWithoutRequestsIsHealthy() {
    HealthReport report = health.report();

    assertThat(report.level()).isEqualTo(Level.OK);
    assertThat(report.summary()).isEqualTo("OK");
    assertThat(report.upstreams()).isEqualTo("ok");
    assertThat(report.incidents()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "20, 0, OK",
    "99, 1, OK",
    "90, 10, Degraded: 10 % of requests for AniList fail",
    "10, 10, Failing: 50 % of requests for AniList",
    "0, 20, Failing: 100 % of requests for AniList",
    "0, 4, OK"
  })
  void summaryNamesTheShareOfRequestsThatFail(int answered, int failed, String summary) {
    answer(answered);
    fail(failed);

    assertThat(health.report().summary()).isEqualTo(summary);
  }

  @Test
  void incidentNamesCauseConsequenceAndAction() {
    fail(20);
    Incident incident = health.report().incidents().get(0);

    assertThat(incident.level()).isEqualTo(Level.FAILING);
    assertThat(incident.source()).isEqualTo("anilist");
    assertThat(incident.cause()).isEqualTo("AniList down.");
    assertThat(incident.consequence()).startsWith("100 % of requests for AniList failed");
    assertThat(incident.action()).isNotEmpty();
  }

  @Test
  void failuresOlderThanAMinuteDoNotCount() {
    fail(20);
    history.sample();
    clock.advance(Duration.ofSeconds(61));
    assertThat(health.report().summary()).isEqualTo("OK");

    answer(20);
    assertThat(health.report().summary()).isEqualTo("OK");
  }

  @Test
  void historyHasWhatHappenedInEachStepAndTheMarks() {
    answer(3);
    history.sample();
    clock.advance(History.STEP);
    fail(2);
    history.mark("clear", "Cleared anilist");
    history.sample();
    HistoryReport report = history.report(Duration.ofMinutes(1));
    HistoryReport.Series series = report.operations().get("anilist_media_by_id");

    assertThat(report.times()).hasSize(2);
    assertThat(series.memory()).containsExactly(2L, 0L);
    assertThat(series.misses()).containsExactly(1L, 0L);
    assertThat(series.failed()).containsExactly(0L, 2L);
    assertThat(report.operations()).containsOnlyKeys("anilist_media_by_id");
    assertThat(report.redisBytes()).containsExactly(null, null);
    assertThat(report.marks()).extracting(Mark::text).containsExactly("Cleared anilist");
  }

  @Test
  void historyKeepsAnHourAtMost() {
    for (int i = 0; i < 1000; i++) {
      history.sample();
      history.mark("clear", "Cleared anilist");
      clock.advance(History.STEP);
    }

    assertThat(history.report(Duration.ofMinutes(60)).times()).hasSizeBetween(719, 720);
    assertThat(history.report(Duration.ofMinutes(1)).times()).hasSizeBetween(11, 12);
    assertThat(history.report(Duration.ofDays(1)).marks()).hasSize(200);
  }
}

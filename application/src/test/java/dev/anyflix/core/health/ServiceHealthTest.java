package dev.anyflix.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.core.tier.SharedState;
import dev.anyflix.domain.cache.CacheKey;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.Availability.State;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ServiceHealthTest {

  private static final Duration PAUSE = Duration.ofSeconds(30);

  @AutoClose private HealthTestBed bed = new HealthTestBed(false);

  private void useRedis() {
    bed.close();
    bed = new HealthTestBed(true);
  }

  private HealthReport report() {
    return report(true, bed.sources());
  }

  private HealthReport report(boolean isCaching, List<MediaSource> sources) {
    return new ServiceHealth(bed.cache, isCaching, sources, bed.history, bed.clock, ZoneOffset.UTC)
        .report();
  }

  private Availability paused(@Nullable String reason, @Nullable Instant since) {
    return new Availability(State.PAUSED, reason, since, bed.clock.instant().plus(PAUSE));
  }

  private void pauseBoth() {
    bed.ofAniList = paused("AniList down.", bed.clock.instant());
    bed.ofTmdb = paused("TMDB down.", bed.clock.instant());
  }

  private String timeNow(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).format(bed.clock.instant().atZone(ZoneOffset.UTC));
  }

  @Test
  void serviceWithoutRequestsIsHealthy() {
    assertThat(report()).isEqualTo(new HealthReport(Level.OK, "OK", "ok", true, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "20, 0, OK",
    "99, 1, OK",
    "96, 4, OK",
    "95, 5, Degraded: 5 % of requests for AniList fail",
    "90, 10, Degraded: 10 % of requests for AniList fail",
    "51, 49, Degraded: 49 % of requests for AniList fail",
    "10, 10, Failing: 50 % of requests for AniList",
    "0, 20, Failing: 100 % of requests for AniList",
    "0, 5, Failing: 100 % of requests for AniList",
    "0, 4, OK"
  })
  void summaryNamesTheShareOfRequestsThatFail(int answered, int failed, String summary) {
    bed.answer(answered);
    bed.fail(failed);

    assertThat(report().summary()).isEqualTo(summary);
  }

  @Test
  void incidentNamesCauseConsequenceAndAction() {
    bed.fail(20);

    assertThat(report().level()).isEqualTo(Level.FAILING);
    assertThat(report().incidents())
        .containsExactly(
            new Incident(
                Level.FAILING,
                "anilist",
                "100 % of requests for AniList",
                "AniList down.",
                "100 % of requests for AniList failed in the last minute; stale entries are served"
                    + " where present.",
                "Calls resume when it answers. If this lasts, check that this machine reaches "
                    + HealthTestBed.ANILIST_URL
                    + " (command doctor).",
                null,
                null));
  }

  @ParameterizedTest
  @CsvSource({
    "RATE_LIMITED, false, 'Raise the TTLs or UPSTREAM_QUEUE_MS, or warm less.'",
    "RATE_LIMITED, true, Calls resume when it answers.",
    "REJECTED, false, Correct the key or the setting that the cause names.",
    "TIMED_OUT, false, Calls resume when it answers."
  })
  void actionFollowsFromTheLastFailure(Kind kind, boolean isOutage, String action) {
    bed.fail(10, kind);
    bed.ofAniList = isOutage ? paused(null, null) : Availability.ok();

    assertThat(report().incidents().get(0).action()).startsWith(action);
  }

  @Test
  void failuresOlderThanAMinuteDoNotCount() {
    bed.fail(20);
    bed.history.sample();
    bed.clock.advance(Duration.ofSeconds(61));
    assertThat(report().summary()).isEqualTo("OK");

    bed.answer(20);
    assertThat(report().summary()).isEqualTo("OK");
  }

  @Test
  void outageOfOneUpstreamDegradesTheService() {
    Instant now = bed.clock.instant();
    bed.ofAniList = paused("AniList unavailable (HTTP 503).", now);
    HealthReport report = report();

    assertThat(report.level()).isEqualTo(Level.DEGRADED);
    assertThat(report.summary())
        .isEqualTo("Degraded: AniList unavailable since " + timeNow("HH:mm"));
    assertThat(report.upstreams()).isEqualTo("degraded");
    assertThat(report.canServe()).isTrue();
    Incident incident = report.incidents().get(0);
    assertThat(incident.cause()).isEqualTo("AniList unavailable (HTTP 503).");
    assertThat(incident.consequence())
        .isEqualTo("Stale entries are served where present; other requests fail.");
    assertThat(incident.since()).isEqualTo(now);
    assertThat(incident.nextAttemptAt()).isEqualTo(now.plus(PAUSE));
  }

  @Test
  void outageInWhichMostRequestsFailNamesTheirShare() {
    bed.fail(10);
    bed.ofAniList = paused("AniList down.", bed.clock.instant());

    assertThat(report().summary()).isEqualTo("Failing: 100 % of requests for AniList");
  }

  @Test
  void outageOfUnknownCauseAndTimeSaysSo() {
    bed.ofTmdb = paused(null, null);
    Incident incident = report().incidents().get(0);

    assertThat(incident.summary()).isEqualTo("TMDB unavailable");
    assertThat(incident.cause()).isEqualTo("unknown");
    assertThat(incident.action()).contains("reaches it (command doctor)");
  }

  @Test
  void outageOfHalfADayHasTheDateOfItsBeginning() {
    bed.ofTmdb = paused("TMDB down.", bed.clock.instant());
    String day = timeNow("yyyy-MM-dd HH:mm");
    String time = timeNow("HH:mm");

    bed.clock.advance(Duration.ofHours(12).minusMillis(1));
    assertThat(report().summary()).isEqualTo("Degraded: TMDB unavailable since " + time);

    bed.clock.advance(Duration.ofMillis(1));
    assertThat(report().summary()).isEqualTo("Degraded: TMDB unavailable since " + day);
  }

  @Test
  void worstIncidentComesFirst() {
    bed.fail(10);
    bed.answer(10);
    bed.ofAniList = paused("AniList down.", null);
    bed.ofTmdb = paused("TMDB down.", null);
    List<MediaSource> reversed = List.of(bed.sources().get(1), bed.sources().get(0));
    HealthReport report = report(true, reversed);

    assertThat(report.incidents()).extracting(Incident::source).containsExactly("anilist", "tmdb");
    assertThat(report.summary())
        .isEqualTo("Failing: 50 % of requests for AniList; TMDB unavailable");
  }

  @Test
  void sourceThatIsNotConfiguredIsNoOutage() {
    bed.ofAniList = Availability.notConfigured("Set a key.");
    bed.ofTmdb = Availability.notConfigured("Set a key.");

    assertThat(report()).isEqualTo(new HealthReport(Level.OK, "OK", "ok", true, List.of()));
  }

  @Test
  void serviceServesNothingUntilAPauseOfAnUpstreamHasEnded() {
    pauseBoth();
    assertThat(report().upstreams()).isEqualTo("down");
    assertThat(report().canServe()).isFalse();

    bed.clock.advance(PAUSE.minusMillis(1));
    assertThat(report().canServe()).isFalse();

    bed.clock.advance(Duration.ofMillis(1));
    assertThat(report().canServe()).isTrue();
  }

  @Test
  void serviceServesFromMemoryWhileAllUpstreamsArePaused() {
    bed.answer(1);
    pauseBoth();

    assertThat(report().canServe()).isTrue();
    assertThat(report(false, bed.sources()).canServe()).isFalse();
  }

  @Test
  void serviceServesFromRedisWhileAllUpstreamsArePaused() {
    useRedis();
    pauseBoth();
    assertThat(report().canServe()).isTrue();

    bed.store.goDown();
    await(SharedState.DOWN);
    assertThat(report().canServe()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = SharedState.class,
      names = {"READ_ONLY", "SUSPECT", "DOWN"})
  void troubleOfRedisIsAnIncident(SharedState state) {
    useRedis();
    switch (state) {
      case READ_ONLY -> bed.store.refuseWrites(true);
      case SUSPECT -> bed.store.freeze();
      default -> bed.store.goDown();
    }
    bed.cache.clear(Set.of("anilist_media_by_id"));
    var unused = bed.cache.find(CacheKey.of("a", "b"), bed.cache.newWaitLimit()).join();
    await(state);
    Incident incident = report().incidents().get(0);

    assertThat(incident.level()).isEqualTo(Level.DEGRADED);
    assertThat(incident.source()).isEqualTo("redis");
    assertThat(incident.summary())
        .isEqualTo(
            "FakeSharedStore "
                + (state == SharedState.READ_ONLY ? "takes no writes" : "unavailable")
                + " since "
                + timeNow("HH:mm"));
    assertThat(incident.cause()).isNotEmpty().isNotEqualTo("null");
    assertThat(incident.consequence())
        .isEqualTo(
            state == SharedState.READ_ONLY
                ? "New entries stay in the memory of this instance."
                : "Requests are served from memory; clears are carried out in FakeSharedStore"
                    + " later.");
    assertThat(incident.action())
        .isEqualTo(
            "FakeSharedStore is used again as soon as it answers. Run the command doctor for"
                + " advice.");
  }

  private void await(SharedState state) {
    Awaitility.await().until(() -> bed.cache.state() == state);
  }
}

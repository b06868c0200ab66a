package dev.anyflix.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.boot.App;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.redis.testing.RedisProcess;
import dev.anyflix.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three instances that share a Redis, under 50 distinct requests a second, on an upstream that
 * counts.
 *
 * <p>Ordinarily that is TMDB at 20 calls a second for some seconds; {@code -Dfleet.minutes=3} makes
 * it AniList at 25 calls a minute for three minutes.
 */
@Tag("faults")
final class FleetTest {

  private static final int MINUTES = Integer.getInteger("fleet.minutes", 0);
  private static final int INSTANCES = 3;
  private static final int DISTINCT_PER_SECOND = 50;
  private static final int HITS_PER_SECOND = 20;
  private static final int WARM = 7;

  /** Nobody waits for the budget; this is what a busy machine may take. */
  private static final double AT_ONCE_MILLIS = 500;

  private static final Course COURSE =
      MINUTES > 0
          ? new Course("/api/anilist/media/", Quota.perMinute(25), 30, Duration.ofMinutes(MINUTES))
          : new Course("/api/tmdb/movies/", Quota.perSecond(20), 30, Duration.ofSeconds(12));

  private final RedisProcess redis = RedisProcess.start();
  private final RationedUpstream upstream =
      new RationedUpstream(COURSE.allowed(), COURSE.quota().period());
  private final Client client = new Client(COURSE.route());
  private final List<App> apps = new ArrayList<>();

  /**
   * What is played.
   *
   * @param route where the media are that are asked for
   * @param quota what the instances are to keep to
   * @param allowed what the upstream allows in a period, a little more
   * @param length how long it takes
   */
  private record Course(String route, Quota quota, int allowed, Duration length) {}

  /** What came of it. */
  private record Played(Instant from, Duration took, List<Reply> distinct, List<Reply> hits) {}

  @AfterEach
  void stop() {
    apps.forEach(App::close);
    redis.close();
    upstream.close();
  }

  private App start() {
    Map<String, String> settings = new HashMap<>();
    settings.put("HOST", "127.0.0.1");
    settings.put("PORT", "0");
    settings.put("REDIS_HOST", "127.0.0.1");
    settings.put("REDIS_PORT", Integer.toString(redis.port()));
    settings.put("REDIS_TIMEOUT_MS", "2000");
    settings.put("UPSTREAM_QUEUE_MS", "0");
    settings.put("CACHE_PREFETCH", "false");
    settings.put("ANILIST_FALLBACK", "false");
    settings.put("ANILIST_URL", upstream.url().toString());
    settings.put("ANILIST_REQUESTS_PER_MINUTE", "25");
    settings.put("TMDB_URL", upstream.url().toString());
    settings.put("TMDB_API_KEY", "0123456789abcdef0123456789abcdef");
    settings.put("TMDB_REQUESTS_PER_SECOND", "20");
    App app = App.with(Settings.of(settings)).start();
    Faults.awaitState(client, app.url(), "up");
    return app;
  }

  private void startAll() {
    for (int i = 0; i < INSTANCES; i++) {
      apps.add(start());
    }
    for (App app : apps) {
      assertThat(client.get(app.url(), WARM).ok()).isTrue();
    }
  }

  private List<Reply> hits(Duration time) {
    return fromAll(HITS_PER_SECOND, time, -1);
  }

  /** Asks all instances in turn; for one id, or from the given one on for a new one each time. */
  private List<Reply> fromAll(int perSecond, Duration time, int first) {
    List<CompletableFuture<List<Reply>>> parts = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      int mine = i;
      parts.add(
          CompletableFuture.supplyAsync(
              () ->
                  client.steadily(
                      apps.get(mine).url(),
                      (perSecond + mine) / INSTANCES,
                      time,
                      n -> first < 0 ? WARM : first + n * INSTANCES + mine)));
    }
    return parts.stream().flatMap(part -> part.join().stream()).toList();
  }

  private Played play(Duration time, int firstId) {
    Instant from = Instant.now();
    var distinct = CompletableFuture.supplyAsync(() -> fromAll(DISTINCT_PER_SECOND, time, firstId));
    List<Reply> hits = hits(time);
    return new Played(from, Duration.between(from, Instant.now()), distinct.join(), hits);
  }

  private static double median(List<Reply> replies) {
    double[] millis = replies.stream().mapToDouble(Reply::millis).sorted().toArray();
    return millis[millis.length / 2];
  }

  /** Answers are hits, or loaded, or at once told to come again: nothing else. */
  private static void assertNobodyIsFailed(Played played) {
    assertThat(played.hits()).allMatch(Reply::ok);
    assertThat(played.hits()).allMatch(reply -> reply.cacheStatus().startsWith("anyflix; hit"));
    assertThat(played.distinct())
        .allMatch(reply -> reply.ok() || reply.status() == 503 && !reply.retryAfter().isEmpty());
  }

  @Test
  void theUpstreamNeverHasToRefuseACallAndHitsAreUnaffected() {
    startAll();
    play(Duration.ofSeconds(3), 500_000);
    List<Reply> quiet = hits(Duration.ofSeconds(3));
    long before = upstream.calls().size();
    Played played = play(COURSE.length(), 1_000);

    long calls = upstream.calls().size() - before;
    List<Reply> refused = played.distinct().stream().filter(reply -> !reply.ok()).toList();
    Duration interval = COURSE.quota().interval();
    double paid = played.took().toNanos() / (double) interval.toNanos();
    Faults.report(
        "fleet of %d, %d distinct requests in %d s: %d calls, at most %d in any %d s (limit %.0f),"
            + " %d answers 429",
        INSTANCES,
        played.distinct().size(),
        played.took().toSeconds(),
        calls,
        upstream.calls().mostInAnyWindow(COURSE.quota().period()),
        COURSE.quota().period().toSeconds(),
        COURSE.quota().limit(),
        upstream.refused().size());
    Faults.report(
        "fleet, hits: median %.1f ms, p99 %.1f ms in the quiet; median %.1f ms, p99 %.1f ms under load,"
            + " %d of %d; refusals: median %.1f ms, p99 %.1f ms",
        median(quiet),
        Client.p99Millis(quiet),
        median(played.hits()),
        Client.p99Millis(played.hits()),
        played.hits().stream().filter(Reply::ok).count(),
        played.hits().size(),
        median(refused),
        Client.p99Millis(refused));
    assertNobodyIsFailed(played);
    assertThat(upstream.refused().size()).isZero();
    assertThat((double) calls).isBetween(0.8 * paid, paid + COURSE.quota().burst() + 1);
    assertThat(median(played.hits())).isLessThan(AT_ONCE_MILLIS);
    assertThat(median(refused)).isLessThan(AT_ONCE_MILLIS);
  }

  @Test
  void withoutRedisTheSharesKeepWithinTheLimitAndSoDoesTheFleetWhenItIsBack() {
    startAll();
    Duration part = Duration.ofSeconds(5);
    Played together = play(part, 1_000);
    redis.kill();
    Played alone = play(part, 100_000);
    redis.restartEmpty();
    Played again = play(part, 200_000);

    long calls = upstream.calls().since(alone.from()) - upstream.calls().since(again.from());
    Faults.report(
        "fleet without Redis: %d calls in %d s, %d answers 429 in all",
        calls, alone.took().toSeconds(), upstream.refused().size());
    Stream.of(together, alone, again).forEach(FleetTest::assertNobodyIsFailed);
    assertThat(upstream.refused().size()).isZero();
    assertThat(calls).isPositive();
  }

  @Test
  void instancesThatComeAndGoTakeNoBurstsOfTheirOwn() {
    startAll();
    var load = CompletableFuture.supplyAsync(() -> play(Duration.ofSeconds(6), 1_000));
    for (int i = 0; i < 2; i++) {
      try (App another = start()) {
        for (int id = 0; id < 20; id++) {
          client.get(another.url(), 300_000 + i * 100 + id);
        }
      }
    }

    assertNobodyIsFailed(load.join());
    assertThat(upstream.refused().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 403, 503})
  void whatOneInstanceIsRefusedHoldsTheOthersBack(int status) throws Exception {
    startAll();
    var anilist = new Client();
    upstream.refusing(new RationedUpstream.Refusal(status, Duration.ofSeconds(40)));
    assertThat(anilist.get(apps.get(0).url(), 1).status()).isEqualTo(503);
    upstream.refusing(null);
    int calls = upstream.calls().size();

    for (int i = 0; i < INSTANCES; i++) {
      Reply held = anilist.get(apps.get(i).url(), 2 + i);
      assertThat(held.status()).isEqualTo(503);
      assertThat(Integer.parseInt(held.retryAfter())).isBetween(30, 40);
    }
    assertThat(upstream.calls().size()).isEqualTo(calls);
    Awaitility.await()
        .atMost(5, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(apps).allMatch(app -> budgetLeft(app) == 0));
  }

  @Test
  void allInstancesReportTheSameBudget() {
    startAll();
    var anilist = new Client();
    anilist.get(apps.get(0).url(), 1);
    anilist.get(apps.get(1).url(), 2);

    Awaitility.await()
        .atMost(3, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(apps).allMatch(app -> budgetLeft(app) == 6));
  }

  /** What the statistics say is left of AniList's budget. */
  private double budgetLeft(App app) {
    try {
      JsonNode stats = new ObjectMapper().readTree(client.text(app.url(), "/admin/cache/stats"));
      return stats.at("/upstreams/0/budgetLeft").asDouble();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

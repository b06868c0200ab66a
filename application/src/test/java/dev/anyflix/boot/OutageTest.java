package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.settings.SettingTable;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the service reports while its upstreams are down. */
final class OutageTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension
  private final DemoService service =
      DemoService.of(Map.of("ANILIST_REQUESTS_PER_MINUTE", "6000", "ANILIST_FALLBACK", "false"))
          .upstreamOptions(DemoOptions.HEALTHY.withDown(true));

  private HttpResponse<String> get(String path) throws IOException {
    return RawHttp.get(service.port(), path);
  }

  private JsonNode json(String path) throws IOException {
    return JSON.readTree(get(path).body());
  }

  private void failForAniList(int count) throws IOException {
    for (int i = 1; i <= count; i++) {
      assertThat(get("/api/anilist/media/" + i).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void failedAnswersAreCountedInTheStatisticsAndTheMetrics() throws Exception {
    failForAniList(12);
    JsonNode row = json("/admin/cache/stats").at("/operations/anilist_media_by_id");

    assertThat(row.get("failed").asInt()).isEqualTo(12);
    assertThat(row.get("hit_ratio").asDouble()).isZero();
    assertThat(get("/metrics").body())
        .contains(
            "cache_gets_total{cache=\"anilist_media_by_id\",result=\"failed\",tier=\"none\"} 12.0");
  }

  @Test
  void healthNamesTheShareOfFailedRequestsAndTheStateOfTheUpstreams() throws Exception {
    JsonNode before = json("/health");
    failForAniList(12);
    JsonNode health = json("/health");

    assertThat(before.get("summary").asText()).isEqualTo("OK");
    assertThat(before.get("upstreams").asText()).isEqualTo("ok");
    assertThat(health.get("status").asText()).isEqualTo("failing");
    assertThat(health.get("summary").asText()).isEqualTo("Failing: 100 % of requests for AniList");
    assertThat(health.get("upstreams").asText()).isEqualTo("degraded");
    assertThat(json("/admin/cache/stats").get("summary")).isEqualTo(health.get("summary"));
  }

  @Test
  void serviceIsReadyWhileAnyUpstreamCanBeAsked() throws Exception {
    failForAniList(12);

    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void serviceThatHasNothingToServeIsNotReady() throws Exception {
    failForAniList(12);
    for (JsonNode provider : json("/api/providers")) {
      for (int page = 1; page <= 12; page++) {
        get("/api/providers/" + provider.get("id").asText() + "/popular?page=" + page);
      }
    }
    HttpResponse<String> ready = get("/health/ready");

    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(JSON.readTree(ready.body()).get("upstreams").asText()).isEqualTo("down");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void upstreamReportsStateReasonTimeAndAddress() throws Exception {
    failForAniList(12);
    JsonNode anilist = json("/admin/sources/status").get(0);

    assertThat(anilist.get("state").asText()).isEqualTo("paused");
    assertThat(anilist.get("reason").asText()).isEqualTo("AniList unavailable (HTTP 503).");
    assertThat(anilist.get("since").asText()).isNotEmpty();
    assertThat(anilist.get("nextAttemptAt").asText()).isGreaterThan(anilist.get("since").asText());
    assertThat(anilist.get("address").asText())
        .isEqualTo(service.upstream().url("ANILIST_URL").toString());
  }

  @Test
  void unavailableRedisReportsReasonTimeAdviceAndAddress() throws Exception {
    service.restart(
        service
            .settings()
            .with(SettingTable.REDIS_HOST, "127.0.0.1")
            .with(SettingTable.REDIS_PORT, "1")
            .with(SettingTable.REDIS_PASSWORD, "pass-word"));
    JsonNode stats =
        Awaitility.await()
            .until(
                () -> json("/admin/cache/stats"),
                answer -> answer.at("/redis/reason").asText().contains("127.0.0.1:1"));
    JsonNode redis = stats.get("redis");

    assertThat(redis.get("state").asText()).isEqualTo("down");
    assertThat(redis.get("since").asText()).isNotEmpty();
    assertThat(redis.get("nextAttemptAt").asText()).isNotEmpty();
    assertThat(redis.get("address").asText()).isEqualTo("127.0.0.1:1");
    assertThat(stats.get("summary").asText()).startsWith("Degraded: Redis unavailable since ");
    assertThat(stats.at("/incidents/0/action").asText()).contains("Start Redis");
    assertThat(stats.toString()).doesNotContain("pass-word");
  }

  @Test
  void sourceThatIsNotConfiguredIsNeitherAFailedLoadNorAnIncident() throws Exception {
    for (int i = 1; i <= 12; i++) {
      assertThat(get("/api/tmdb/movies/" + i).statusCode()).isEqualTo(503);
    }
    JsonNode row = json("/admin/cache/stats").at("/operations/tmdb_movie_details");

    assertThat(row.get("failed").asInt()).isEqualTo(12);
    assertThat(row.get("loadFailures").asInt()).isZero();
    assertThat(row.get("loads").asInt()).isZero();
    assertThat(json("/health").get("summary").asText()).isEqualTo("OK");
  }
}

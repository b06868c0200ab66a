package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What /metrics shows of the whole service. */
final class MetricsTest {

  @RegisterExtension private final DemoService app = DemoService.generous(Map.of());

  private Scrape scrape() throws IOException {
    return Scrape.of(RawHttp.get(app.port(), "/metrics").body());
  }

  /** A request is counted just after its answer has left, so one scrape may come too early. */
  private Scrape scrapeAfter(long requests, String route) {
    return Awaitility.await()
        .until(
            this::scrape,
            scrape ->
                scrape.sum("http_server_requests_seconds_count", Map.of("uri", route)) >= requests);
  }

  @ParameterizedTest
  @CsvSource({
    "cache_gets_total, cache|tier|result",
    "cache_negative_total, cache",
    "cache_loads_seconds_bucket, cache|le",
    "upstream_queue_length, upstream",
    "upstream_queue_wait_seconds_count, upstream",
    "cache_loads_seconds_count, cache",
    "cache_loads_seconds_sum, cache",
    "cache_load_failures_total, cache",
    "cache_memory_entries, ''",
    "cache_memory_bytes, ''",
    "cache_memory_evictions_total, ''",
    "http_server_requests_seconds_count, method|status|uri",
    "http_server_requests_seconds_sum, method|status|uri",
    "http_server_requests_seconds_bucket, method|status|uri|le",
    "upstream_requests_total, upstream|outcome",
    "upstream_request_seconds_count, upstream",
    "upstream_request_seconds_bucket, upstream|le",
    "upstream_budget_left, upstream",
    "upstream_budget_limit, upstream",
    "upstream_breaker, upstream|state",
    "anyflix_redis_state, state",
    "anyflix_redis_pending_clears, ''",
    "anyflix_redis_latency_seconds, ''",
    "anyflix_info, version|java",
    "jvm_memory_used_bytes, area|id",
    "jvm_threads_live_threads, ''",
    "process_uptime_seconds, ''",
    "process_cpu_usage, ''"
  })
  void everyFigureHasItsNameAndItsLabels(String name, String labels) throws Exception {
    RawHttp.get(app.port(), "/api/anilist/media/1");

    Scrape scrape = scrapeAfter(1, "/api/anilist/media/{id}");

    assertThat(scrape.names()).contains(name);
    assertThat(scrape.labelsOf(name))
        .isEqualTo(labels.isEmpty() ? Set.of() : Set.of(labels.split("\\|", -1)));
  }

  @Test
  void aMissAHitAndAnUpstreamCallAreCountedWhereTheyBelong() throws Exception {
    RawHttp.get(app.port(), "/api/anilist/media/1");
    RawHttp.get(app.port(), "/api/anilist/media/1");
    RawHttp.get(app.port(), "/api/anilist/media/99999999");

    Scrape scrape = scrapeAfter(3, "/api/anilist/media/{id}");
    Map<String, String> prefix = Map.of("cache", "anilist_media_by_id");

    assertThat(scrape.sum("cache_gets_total", prefix)).isEqualTo(3);
    assertThat(
            scrape.sum(
                "cache_gets_total",
                Map.of("cache", "anilist_media_by_id", "tier", "memory", "result", "hit")))
        .isEqualTo(1);
    assertThat(scrape.sum("cache_negative_total", prefix)).isEqualTo(1);
    assertThat(scrape.sum("cache_loads_seconds_count", prefix)).isEqualTo(2);
    assertThat(
            scrape.sum("upstream_requests_total", Map.of("upstream", "anilist", "outcome", "ok")))
        .isEqualTo(1);
    assertThat(scrape.sum("upstream_requests_total", Map.of("outcome", "not_found"))).isEqualTo(1);
    assertThat(scrape.sum("upstream_request_seconds_count", Map.of("upstream", "anilist")))
        .isEqualTo(2);
    assertThat(
            scrape.sum(
                "http_server_requests_seconds_count",
                Map.of("uri", "/api/anilist/media/{id}", "method", "GET", "status", "200")))
        .isEqualTo(2);
    assertThat(scrape.sum("cache_memory_entries", Map.of())).isEqualTo(2);
    assertThat(scrape.sum("cache_memory_bytes", Map.of())).isPositive();
  }

  @Test
  void outcomesThatHaveNotHappenedAreThereAsZero() throws Exception {
    Scrape scrape = scrape();

    assertThat(scrape.values("upstream_requests_total", "outcome"))
        .contains("ok", "timed_out", "rate_limited", "budget_spent", "held_back");
    assertThat(scrape.sum("upstream_requests_total", Map.of())).isZero();
  }

  @Test
  void redisAndEachBreakerAreInExactlyOneState() throws Exception {
    Scrape scrape = scrape();

    assertThat(scrape.sum("anyflix_redis_state", Map.of())).isEqualTo(1);
    assertThat(scrape.sum("anyflix_redis_state", Map.of("state", "off"))).isEqualTo(1);
    for (String upstream : scrape.values("upstream_breaker", "upstream")) {
      assertThat(scrape.sum("upstream_breaker", Map.of("upstream", upstream))).isEqualTo(1);
    }
  }

  @Test
  void noClientCanMakeUpLabels() throws Exception {
    scrape();
    Set<String> before = seriesAfter(50);
    Set<String> after = seriesAfter(400);

    assertThat(after).isEqualTo(before);
  }

  /** The series of requests and of the cache after so many random requests. */
  private Set<String> seriesAfter(int requests) throws IOException {
    var random = new Random(requests);
    for (int i = 0; i < requests; i++) {
      String word = Long.toString(random.nextLong(Long.MAX_VALUE), 36);
      String method = i % 4 == 0 ? word.replaceAll("[0-9]", "").toUpperCase(Locale.ROOT) : "GET";
      String path =
          switch (i % 5) {
            case 0 -> "/" + word;
            case 1 -> "/api/anilist/media/" + word;
            case 2 -> "/api/providers/" + word + "/popular";
            case 3 -> "/admin/cache/entries/" + word;
            default -> "/api/anilist/trending?" + word + "=1";
          };
      RawHttp.send(
          app.port(),
          method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }
    Scrape scrape = scrapeAfter(2, "/metrics");
    assertThat(scrape.values("http_server_requests_seconds_count", "method"))
        .isSubsetOf("GET", "HEAD", "POST", "OPTIONS", "other");
    return scrape.samples().stream()
        .filter(sample -> sample.name().startsWith("http_") || sample.name().startsWith("cache_"))
        .map(sample -> sample.name() + sample.labels())
        .collect(Collectors.toSet());
  }
}

package dev.anyflix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatsReportTest {

  private static final String STATS =
      """
      {
        "status": "degraded", "backend": "redis",
        "stats": {"used_memory_human": "1.05M", "connected_clients": 3, "hit_ratio": 1.65},
        "operations": {
          "anilist_media_by_id": {
            "hitsMemory": 900, "hitsRedis": 40, "misses": 30, "stale": 20, "failed": 10,
            "negative": 1, "loads": 60, "loadFailures": 9, "loadMillisP50": 31.0,
            "loadMillisP99": 1838.0
          },
          "tmdb_search_and_match": {}
        },
        "memory": {"entries": 1, "bytes": 1048576, "evictions": 0},
        "redis": {
          "state": "read-only", "breaker": "closed", "latencyMillis": 0.4, "pendingClears": 12
        },
        "upstreams": [
          {
            "name": "Internet Archive", "reason": "Internet Archive unavailable (HTTP 503); next attempt in 30 s",
            "budgetLimit": 25, "budgetLeft": 12.5, "budgetPeriodSeconds": 60, "requests": 1234567,
            "errors": 89, "breaker": "half_open"
          },
          {"name": "Kitsu", "reason": null, "budgetLimit": 0, "breaker": "closed"}
        ]
      }
      """;

  private static List<String> report(int width) throws Exception {
    JsonNode stats = new ObjectMapper().readTree(STATS);
    return new StatsReport(stats, width, new Colors(false)).lines();
  }

  @Test
  void headlineIsTheHitRatioOfAllRequests() throws Exception {
    assertThat(report(200))
        .first()
        .isEqualTo("Hit ratio   94.00 % of 1,000 requests; 20 stale, 30 misses, 10 failed");
  }

  @Test
  void summaryOfTheHealthPrecedesTheHitRatioWhileSomethingIsWrong() throws Exception {
    ObjectNode stats = (ObjectNode) new ObjectMapper().readTree(STATS);
    stats.put("summary", "Degraded: Redis unavailable since 03:13");

    assertThat(new StatsReport(stats, 80, new Colors(false)).lines())
        .first()
        .isEqualTo("Health      Degraded: Redis unavailable since 03:13");
    stats.put("summary", "OK");
    assertThat(new StatsReport(stats, 80, new Colors(false)).lines())
        .noneMatch(line -> line.startsWith("Health"));
  }

  @Test
  void operationWithoutRequestsHasDashes() throws Exception {
    assertThat(report(200)).anyMatch(line -> line.matches("tmdb_search_and_match( +-){12}"));
  }

  @Test
  void noLineIsWiderThanTheTerminal() throws Exception {
    for (int width : new int[] {60, 80, 100, 120}) {
      assertThat(report(width)).allMatch(line -> line.length() <= width);
    }
    assertThat(report(80))
        .anyMatch(line -> line.startsWith("Operation") && line.contains("Hit ratio"));
  }

  @Test
  void headingsAreBoldOnATerminal() throws Exception {
    ObjectNode stats = (ObjectNode) new ObjectMapper().readTree(STATS);

    List<String> lines = new StatsReport(stats, 80, new Colors(true)).lines();

    assertThat(lines.get(0)).startsWith("\033[1mHit ratio");
    assertThat(lines).filteredOn(line -> line.startsWith("\033[1m")).hasSize(3);
  }
}

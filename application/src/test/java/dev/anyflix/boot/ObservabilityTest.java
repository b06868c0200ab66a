package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whether the dashboard and the alerts of docs/ speak of figures that the service has. */
final class ObservabilityTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\[[^]]*]|\"[^\"]*\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(by|without)\\s*\\([^)]*\\)");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)+");
  private static final Pattern EXPRESSION =
      Pattern.compile("^ +expr: (?:>-\\n((?: {10}.*\\n)+)|(.+)\\n)", Pattern.MULTILINE);

  /** Functions of PromQL whose names look like those of figures. */
  private static final Set<String> FUNCTIONS = Set.of("histogram_quantile", "label_values");

  private static Set<String> names(List<String> expressions) {
    Set<String> names = new HashSet<>();
    for (String expression : expressions) {
      String bare = LABELS.matcher(expression).replaceAll(" ");
      Matcher name = NAME.matcher(GROUPING.matcher(bare).replaceAll(" "));
      while (name.find()) {
        names.add(name.group());
      }
    }
    names.removeAll(FUNCTIONS);
    return names;
  }

  private static List<String> alerts() throws IOException {
    List<String> expressions = new ArrayList<>();
    Matcher matcher = EXPRESSION.matcher(Files.readString(DOCS.resolve("alerts.yml")));
    while (matcher.find()) {
      expressions.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return expressions;
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(DOCS.resolve("grafana-dashboard.json").toFile());
  }

  private static Scrape scrapeUnderTraffic() throws IOException {
    try (var service = DemoService.start(Map.of())) {
      RawHttp.get(service.port(), "/api/anilist/media/1");
      RawHttp.get(service.port(), "/api/tmdb/movies/603");
      System.gc();
      return Awaitility.await()
          .until(
              () -> Scrape.of(RawHttp.get(service.port(), "/metrics").body()),
              scrape -> scrape.names().contains("jvm_gc_pause_seconds_sum"));
    }
  }

  @Test
  void everyFigureOfTheDashboardAndTheAlertsIsInAScrape() throws Exception {
    List<String> panels = dashboard().findValuesAsText("expr");
    List<String> rules = alerts();
    Set<String> known = new HashSet<>(scrapeUnderTraffic().names());

    assertThat(panels).hasSizeGreaterThan(20);
    assertThat(rules)
        .hasSize(Files.readString(DOCS.resolve("alerts.yml")).split("- alert:", -1).length - 1);
    assertThat(names(panels)).isNotEmpty().isSubsetOf(known);
    assertThat(names(rules)).isNotEmpty().isSubsetOf(known);
  }

  @Test
  void theDashboardShowsWhatTheServiceKeeps() throws Exception {
    assertThat(names(dashboard().findValuesAsText("expr")))
        .contains(
            "cache_gets_total",
            "cache_loads_seconds_bucket",
            "cache_memory_bytes",
            "http_server_requests_seconds_bucket",
            "upstream_requests_total",
            "upstream_budget_left",
            "upstream_breaker",
            "anyflix_redis_state",
            "anyflix_redis_pending_clears",
            "jvm_memory_used_bytes");
  }

  @Test
  void everyPanelTakesItsDataFromTheSourceThatIsChosen() throws Exception {
    JsonNode dashboard = dashboard();
    Set<Integer> ids = new HashSet<>();

    assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      assertThat(panel.findValues("datasource"))
          .allSatisfy(source -> assertThat(source.get("uid").asText()).isEqualTo("${datasource}"));
    }
  }
}

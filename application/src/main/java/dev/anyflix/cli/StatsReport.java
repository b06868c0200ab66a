package dev.anyflix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.settings.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Formats the statistics of a service as text. */
final class StatsReport {

  private static final int LABEL = 12;

  private final JsonNode stats;

  /**
   * Creates a report.
   *
   * @param stats the answer of {@code /admin/cache/stats}
   */
  StatsReport(JsonNode stats) {
    this.stats = stats;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(labelled("Cache", cache()));
    lines.add(labelled("Memory", memory()));
    lines.add(labelled("Redis", redis()));
    lines.add("");
    lines.addAll(operations());
    lines.add("");
    lines.addAll(upstreams());
    return lines;
  }

  private static String labelled(String label, String text) {
    return label + " ".repeat(LABEL - label.length()) + Printable.of(text);
  }

  private String cache() {
    JsonNode backend = stats.path("stats");
    String hits =
        "%s of %s hits (%s %%)"
            .formatted(
                count(backend.path("keyspace_hits")),
                count(
                    backend.path("keyspace_hits").asLong()
                        + backend.path("keyspace_misses").asLong()),
                percent(backend.path("hit_ratio").asDouble()));
    return "%s, on %s; %s"
        .formatted(stats.path("status").asText(), stats.path("backend").asText(), hits);
  }

  private String memory() {
    JsonNode memory = stats.path("memory");
    return "%s, %s, %s evicted"
        .formatted(
            counted(memory.path("entries").asLong(), "entry", "entries"),
            size(memory.path("bytes").asLong()),
            count(memory.path("evictions")));
  }

  private String redis() {
    JsonNode redis = stats.path("redis");
    String state = redis.path("state").asText();
    long pending = redis.path("pendingClears").asLong();
    String pendingText =
        pending == 0 ? "" : ", " + counted(pending, "clear pending", "clears pending");
    return switch (state) {
      case "off" -> "off";
      case "down" -> "down, breaker " + redis.path("breaker").asText() + pendingText;
      default ->
          "%s, breaker %s, %s, %s used, %s%s"
              .formatted(
                  state,
                  redis.path("breaker").asText(),
                  millis(redis.path("latencyMillis").asDouble()),
                  stats.path("stats").path("used_memory_human").asText(),
                  counted(
                      stats.path("stats").path("connected_clients").asLong(), "client", "clients"),
                  pendingText);
    };
  }

  private List<String> operations() {
    TextTable table =
        new TextTable(
            "Operation",
            "Hits",
            "memory",
            "redis",
            "Misses",
            "Stale",
            "Not found",
            "Loads",
            "Failed",
            "p50",
            "p99",
            "Hit ratio");
    List<String> idle = new ArrayList<>();
    for (Map.Entry<String, JsonNode> operation : stats.path("operations").properties()) {
      JsonNode figures = operation.getValue();
      long memory = figures.path("hitsMemory").asLong();
      long redis = figures.path("hitsRedis").asLong();
      long loads = figures.path("loads").asLong();
      long others = figures.path("misses").asLong() + figures.path("stale").asLong();
      if (memory + redis + loads + others == 0) {
        idle.add(Printable.of(operation.getKey()));
        continue;
      }
      table.row(
          operation.getKey(),
          count(memory + redis),
          count(memory),
          count(redis),
          count(figures.path("misses")),
          count(figures.path("stale")),
          count(figures.path("negative")),
          count(loads),
          count(figures.path("loadFailures")),
          loads == 0 ? "-" : millis(figures.path("loadMillisP50").asDouble()),
          loads == 0 ? "-" : millis(figures.path("loadMillisP99").asDouble()),
          percent(figures.path("hit_ratio").asDouble()) + " %");
    }
    if (table.isEmpty()) {
      return List.of("No requests since the start");
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (!idle.isEmpty()) {
      lines.add("No requests since the start: " + String.join(", ", idle));
    }
    return lines;
  }

  private List<String> upstreams() {
    TextTable table =
        new TextTable("Upstream", "Budget left", "Requests", "Errors", "Breaker", "State")
            .wordsLast();
    for (JsonNode source : stats.path("upstreams")) {
      String reason = source.path("reason").isNull() ? "ready" : source.path("reason").asText();
      table.row(
          source.path("name").asText(),
          budget(source),
          count(source.path("requests")),
          count(source.path("errors")),
          source.path("breaker").asText(),
          reason);
    }
    return table.lines();
  }

  private static String budget(JsonNode source) {
    double limit = source.path("budgetLimit").asDouble();
    long seconds = source.path("budgetPeriodSeconds").asLong();
    String period = seconds == 60 ? "min" : seconds == 1 ? "s" : seconds + " s";
    return limit == 0
        ? "-"
        : "%s of %s/%s"
            .formatted(number(source.path("budgetLeft").asDouble()), number(limit), period);
  }

  private static String counted(long number, String one, String several) {
    return count(number) + " " + (number == 1 ? one : several);
  }

  private static String count(JsonNode number) {
    return count(number.asLong());
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? count((long) number)
        : String.format(Locale.ROOT, "%.1f", number);
  }

  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%.2f", percent);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%,.0f ms", millis);
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}

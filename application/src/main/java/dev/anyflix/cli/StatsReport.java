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
  private static final String NONE = "-";

  private final JsonNode stats;
  private final int width;
  private final Colors colors;

  /**
   * Creates a report.
   *
   * @param stats the answer of {@code /admin/cache/stats}
   * @param width the maximum length of a line
   * @param colors the colours of the output
   */
  StatsReport(JsonNode stats, int width, Colors colors) {
    this.stats = stats;
    this.width = width;
    this.colors = colors;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    String summary = stats.path("summary").asText();
    if (!summary.isEmpty() && !summary.equals("OK")) {
      labelled("Health", summary).forEach(line -> lines.add(colors.bold(line)));
    }
    labelled("Hit ratio", hitRatio()).forEach(line -> lines.add(colors.bold(line)));
    lines.addAll(labelled("Cache", cache()));
    lines.addAll(labelled("Memory", memory()));
    lines.addAll(labelled(shared(), redis()));
    lines.add("");
    lines.addAll(withBoldHeading(operations()));
    lines.add("");
    lines.addAll(withBoldHeading(upstreams()));
    return lines;
  }

  private List<String> labelled(String label, String text) {
    List<String> lines = new ArrayList<>();
    for (String line : WordWrap.wrap(Printable.of(text), width - LABEL)) {
      String start = lines.isEmpty() ? label : "";
      lines.add(start + " ".repeat(Math.max(1, LABEL - start.length())) + line);
    }
    return lines;
  }

  private List<String> withBoldHeading(List<String> table) {
    List<String> lines = new ArrayList<>(table);
    lines.set(0, colors.bold(lines.get(0)));
    return lines;
  }

  /** The figures of one operation, or of several together. */
  private record Figures(long memory, long redis, long misses, long stale, long failed) {

    static Figures of(JsonNode operation) {
      return new Figures(
          operation.path("hitsMemory").asLong(),
          operation.path("hitsRedis").asLong(),
          operation.path("misses").asLong(),
          operation.path("stale").asLong(),
          operation.path("failed").asLong());
    }

    Figures plus(Figures other) {
      return new Figures(
          memory + other.memory,
          redis + other.redis,
          misses + other.misses,
          stale + other.stale,
          failed + other.failed);
    }

    long requests() {
      return memory + redis + misses + stale + failed;
    }

    String hitRatio() {
      return requests() == 0
          ? NONE
          : String.format(Locale.ROOT, "%.2f %%", 100.0 * (memory + redis) / requests());
    }
  }

  private String hitRatio() {
    Figures all = new Figures(0, 0, 0, 0, 0);
    for (JsonNode operation : stats.path("operations")) {
      all = all.plus(Figures.of(operation));
    }
    return all.requests() == 0
        ? "- (no requests since the start)"
        : "%s of %s; %s stale, %s, %s failed"
            .formatted(
                all.hitRatio(),
                counted(all.requests(), "request", "requests"),
                count(all.stale()),
                counted(all.misses(), "miss", "misses"),
                count(all.failed()));
  }

  private String cache() {
    return stats.path("status").asText() + ", on " + stats.path("backend").asText();
  }

  private String memory() {
    JsonNode memory = stats.path("memory");
    return "%s, %s, %s evicted"
        .formatted(
            counted(memory.path("entries").asLong(), "entry", "entries"),
            size(memory.path("bytes").asLong()),
            count(memory.path("evictions").asLong()));
  }

  /** The name of the shared cache. */
  private String shared() {
    return Printable.of(stats.path("redis").path("name").asText("Redis"));
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
                "Requests",
                "Hit ratio",
                "Memory",
                shared(),
                "Misses",
                "Stale",
                "Failed",
                "Not found",
                "Loads",
                "Load errors",
                "p50",
                "p99")
            .optional(
                "Load errors",
                "Not found",
                "Loads",
                "p50",
                shared(),
                "Memory",
                "p99",
                "Misses",
                "Stale");
    for (Map.Entry<String, JsonNode> operation : stats.path("operations").properties()) {
      JsonNode node = operation.getValue();
      Figures figures = Figures.of(node);
      boolean hasRequests = figures.requests() > 0;
      long loads = node.path("loads").asLong();
      table.row(
          operation.getKey(),
          hasRequests ? count(figures.requests()) : NONE,
          figures.hitRatio(),
          hasRequests ? count(figures.memory()) : NONE,
          hasRequests ? count(figures.redis()) : NONE,
          hasRequests ? count(figures.misses()) : NONE,
          hasRequests ? count(figures.stale()) : NONE,
          hasRequests ? count(figures.failed()) : NONE,
          hasRequests ? count(node.path("negative").asLong()) : NONE,
          loads > 0 ? count(loads) : NONE,
          loads > 0 ? count(node.path("loadFailures").asLong()) : NONE,
          loads > 0 ? millis(node.path("loadMillisP50").asDouble()) : NONE,
          loads > 0 ? millis(node.path("loadMillisP99").asDouble()) : NONE);
    }
    return table.lines(width);
  }

  private List<String> upstreams() {
    TextTable table =
        new TextTable("Upstream", "Budget left", "Requests", "Errors", "Breaker", "State")
            .wordsLast()
            .optional("Breaker", "Errors");
    for (JsonNode source : stats.path("upstreams")) {
      String reason = source.path("reason").isNull() ? "ready" : source.path("reason").asText();
      table.row(
          source.path("name").asText(),
          budget(source),
          count(source.path("requests").asLong()),
          count(source.path("errors").asLong()),
          source.path("breaker").asText(),
          reason);
    }
    return table.lines(width);
  }

  private static String budget(JsonNode source) {
    double limit = source.path("budgetLimit").asDouble();
    long seconds = source.path("budgetPeriodSeconds").asLong();
    String period = seconds == 60 ? "min" : seconds == 1 ? "s" : seconds + " s";
    return limit == 0
        ? NONE
        : "%s of %s/%s"
            .formatted(number(source.path("budgetLeft").asDouble()), number(limit), period);
  }

  private static String counted(long number, String one, String several) {
    return count(number) + " " + (number == 1 ? one : several);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String number(double number) {
    return number == Math.rint(number)
        ? count((long) number)
        : String.format(Locale.ROOT, "%.1f", number);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%,.0f ms", millis);
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}

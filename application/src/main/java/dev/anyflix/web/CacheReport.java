package dev.anyflix.web;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.OperationStats;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.health.HealthReport;
import dev.anyflix.core.health.Incident;
import dev.anyflix.core.health.Level;
import dev.anyflix.core.health.ServiceHealth;
import dev.anyflix.core.tier.SharedState;
import dev.anyflix.core.tier.SharedStatus;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.cache.CacheStats;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports the state and the figures of the cache and the sources, in constant time. Thread safe.
 *
 * <p>The names under {@code stats} are those of Redis; without Redis they have the figures of
 * memory.
 */
final class CacheReport {

  private final boolean enabled;
  private final TieredCache cache;
  private final ReadThrough readThrough;
  private final Operations operations;
  private final List<? extends MediaSource> sources;
  private final ServiceHealth health;

  CacheReport(
      Settings settings,
      TieredCache cache,
      ReadThrough readThrough,
      Operations operations,
      List<? extends MediaSource> sources,
      ServiceHealth health) {
    this.health = health;
    this.enabled = settings.get(SettingTable.ENABLE_CACHING);
    this.cache = cache;
    this.readThrough = readThrough;
    this.operations = operations;
    this.sources = sources;
  }

  /** {@code active}, {@code degraded} or {@code disabled}. */
  String status() {
    if (!enabled) {
      return "disabled";
    }
    return switch (cache.state()) {
      case OFF, UP -> "active";
      case RESTRICTED, READ_ONLY, SUSPECT, DOWN -> "degraded";
    };
  }

  Map<String, Object> stats() {
    CacheStats memory = cache.memoryStats();
    CacheStats shared = enabled ? cache.sharedStats() : null;
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("cache_enabled", enabled);
    report.put("stats", backend(shared == null ? asRead(memory) : shared));
    report.put("status", status());
    HealthReport now = health.report();
    report.put("summary", now.summary());
    report.put("incidents", now.incidents().stream().map(CacheReport::incident).toList());
    report.put(
        "backend",
        shared == null ? "memory" : cache.sharedStatus().name().toLowerCase(Locale.ROOT));
    report.put("operations", byPrefix());
    report.put("memory", memory(memory));
    report.put("redis", redis(shared));
    report.put("upstreams", sources());
    return report;
  }

  /**
   * Memory's figures with the hits and misses that readers saw, without the second looks of loads.
   */
  private CacheStats asRead(CacheStats memory) {
    long hits = 0;
    long misses = 0;
    for (String prefix : operations.prefixes()) {
      OperationStats.Snapshot figures = readThrough.stats().of(prefix).snapshot();
      hits += figures.hitsMemory();
      misses += figures.misses() + figures.stale();
    }
    return new CacheStats(
        memory.connectedClients(),
        memory.usedMemoryBytes(),
        hits,
        misses,
        memory.commands(),
        memory.entries(),
        memory.evictions(),
        memory.unreadable());
  }

  private static Map<String, Object> backend(CacheStats stats) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("connected_clients", stats.connectedClients());
    report.put("used_memory", stats.usedMemoryBytes());
    report.put("used_memory_human", human(stats.usedMemoryBytes()));
    report.put("keyspace_hits", stats.hits());
    report.put("keyspace_misses", stats.misses());
    report.put("total_commands_processed", stats.commands());
    report.put("hit_ratio", OperationStats.percent(stats.hits(), stats.hits() + stats.misses()));
    return report;
  }

  private Map<String, Object> byPrefix() {
    Map<String, Object> report = new LinkedHashMap<>();
    for (CachedOperation<?, ?> operation : operations.all()) {
      report.computeIfAbsent(
          operation.prefix(),
          prefix -> row(operation.ttl(), readThrough.stats().of(prefix).snapshot()));
    }
    return report;
  }

  /** An operation's TTL in seconds and its figures. */
  private record Row(
      long ttlSeconds,
      @JsonUnwrapped @JsonIgnoreProperties("hitRatio") OperationStats.Snapshot figures,
      @JsonProperty("hit_ratio") double hitRatio) {}

  private static Row row(Duration ttl, OperationStats.Snapshot figures) {
    return new Row(ttl.toSeconds(), figures, figures.hitRatio());
  }

  private static Map<String, Object> memory(CacheStats stats) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("entries", stats.entries());
    report.put("bytes", stats.usedMemoryBytes());
    report.put("evictions", stats.evictions());
    return report;
  }

  private Map<String, Object> redis(@Nullable CacheStats stats) {
    SharedStatus status = cache.sharedStatus();
    SharedState state = status.state();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("name", status.name());
    report.put("state", state.label());
    report.put("reason", status.reason());
    report.put("since", status.since());
    report.put("nextAttemptAt", status.nextAttemptAt());
    report.put("address", status.address());
    report.put(
        "breaker", state == SharedState.DOWN || state == SharedState.SUSPECT ? "open" : "closed");
    report.put("latencyMillis", Math.round(cache.sharedLatency().toNanos() / 10_000.0) / 100.0);
    report.put("pendingClears", cache.pendingClears());
    report.put("unreadable", stats == null ? 0 : stats.unreadable());
    report.put("evictions", stats == null ? 0 : stats.evictions());
    return report;
  }

  List<Map<String, Object>> sources() {
    return sources.stream().map(source -> source(source.status())).toList();
  }

  private static Map<String, Object> source(SourceStatus status) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("id", status.id());
    report.put("name", status.name());
    report.put("kind", status.kind());
    report.put("configured", status.configured());
    Availability availability = status.availability();
    report.put("state", availability.state().label());
    report.put("reason", availability.reason());
    report.put("since", availability.since());
    report.put("nextAttemptAt", availability.nextAttemptAt());
    report.put("address", status.address());
    report.put("breaker", status.breaker());
    report.put("budgetLimit", status.budgetLimit());
    report.put("budgetLeft", status.budgetLeft());
    report.put("budgetPeriodSeconds", status.budgetPeriod().toSeconds());
    report.put("requests", status.requests());
    report.put("errors", status.errors());
    return report;
  }

  private static Map<String, Object> incident(Incident incident) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("level", label(incident.level()));
    report.put("source", incident.source());
    report.put("summary", incident.summary());
    report.put("cause", incident.cause());
    report.put("consequence", incident.consequence());
    report.put("action", incident.action());
    report.put("since", incident.since());
    report.put("nextAttemptAt", incident.nextAttemptAt());
    return report;
  }

  private static String label(Level level) {
    return level == Level.OK ? "healthy" : level.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The health of the service.
   *
   * @param canServe whether requests can be answered, if only from memory or Redis
   * @param body the JSON of {@code /health}
   */
  record Health(boolean canServe, Map<String, Object> body) {}

  Health health() {
    HealthReport now = health.report();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", label(now.level()));
    body.put("summary", now.summary());
    body.put("cache", status());
    body.put("redis", cache.state().label());
    body.put("upstreams", now.upstreams());
    return new Health(now.canServe(), body);
  }

  /** Bytes as Redis writes them: {@code 1.05M}. */
  static String human(long bytes) {
    if (bytes < 1024) {
      return bytes + "B";
    }
    double value = bytes;
    String unit = "";
    for (String next : List.of("K", "M", "G", "T")) {
      if (value < 1024) {
        break;
      }
      value /= 1024;
      unit = next;
    }
    return String.format(Locale.ROOT, "%.2f%s", value, unit);
  }
}

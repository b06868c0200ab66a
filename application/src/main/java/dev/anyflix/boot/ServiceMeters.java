package dev.anyflix.boot;

import dev.anyflix.core.CachedResponse.Outcome;
import dev.anyflix.core.OperationStats;
import dev.anyflix.core.tier.SharedState;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.budget.CallQueue;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.settings.Version;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters at /metrics for the cache tiers, the upstreams and the JVM. Meters and their registry
 * are created after the start or at the first scrape, because that takes longer than a start
 * should. Thread safe.
 */
final class ServiceMeters implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServiceMeters.class);

  private static final List<String> BREAKER_STATES = List.of("closed", "half_open", "open");
  private static final Duration[] UPSTREAM_BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  /** Registrations that have not run yet. */
  private final List<Runnable> pending = new ArrayList<>(List.of(this::java));

  /** Guards the creation of the registry; not held while meters are registered. */
  private final Object creation = new Object();

  /** The registry of the user of this library; null for none. */
  private final @Nullable MeterRegistry given;

  private @Nullable MeterRegistry registry;
  private @Nullable PrometheusMeterRegistry prometheus;
  private @Nullable JvmGcMetrics collections;

  ServiceMeters() {
    this(null);
  }

  /**
   * @param given receives all meters until this is closed; null for none
   */
  ServiceMeters(@Nullable MeterRegistry given) {
    this.given = given;
  }

  /** The registry of all meters. */
  MeterRegistry registry() {
    synchronized (creation) {
      if (registry == null) {
        prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry =
            given == null
                ? prometheus
                : new CompositeMeterRegistry(Clock.SYSTEM, List.of(prometheus, given));
      }
      return registry;
    }
  }

  /** Adds a registration that runs before the next scrape. */
  synchronized void add(Runnable registration) {
    pending.add(registration);
  }

  /** Runs the pending registrations; a failing one is logged and does not stop the others. */
  synchronized void complete() {
    for (Runnable registration : pending) {
      try {
        registration.run();
      } catch (Throwable e) {
        log.error("Metrics could not be registered; /metrics lacks some of them. Report it", e);
      }
    }
    pending.clear();
  }

  /** All meters in Prometheus' text format. */
  String scrape() {
    complete();
    MeterRegistry unused = registry();
    return Objects.requireNonNull(prometheus).scrape();
  }

  private void java() {
    collections = new JvmGcMetrics();
    collections.bindTo(registry());
    new JvmMemoryMetrics().bindTo(registry());
    new JvmThreadMetrics().bindTo(registry());
    new ProcessorMetrics().bindTo(registry());
    new FileDescriptorMetrics().bindTo(registry());
    new UptimeMetrics().bindTo(registry());
    Gauge.builder("anyflix.info", () -> 1)
        .description("The version of the service as a label")
        .tag("version", Version.current())
        .tag("java", Integer.toString(Runtime.version().feature()))
        .register(registry());
  }

  /** Registers the meters of an operation. */
  void operation(String prefix, OperationStats stats) {
    for (Outcome outcome : Outcome.values()) {
      FunctionCounter.builder("cache.gets", stats, each -> each.count(outcome))
          .tag("cache", prefix)
          .tag("tier", tierOf(outcome))
          .tag("result", resultOf(outcome))
          .description("Answers by tier and result")
          .register(registry());
    }
    FunctionCounter.builder("cache.gets", stats, OperationStats::failedCount)
        .tag("cache", prefix)
        .tag("tier", "none")
        .tag("result", "failed")
        .description("Answers by tier and result")
        .register(registry());
    FunctionCounter.builder("cache.negative", stats, OperationStats::negativeCount)
        .description("Answers \"not found\" from any tier")
        .tag("cache", prefix)
        .register(registry());
    FunctionCounter.builder("cache.fallbacks", stats, OperationStats::fallbackCount)
        .description("Requests that another source answered, which counts the answers")
        .tag("cache", prefix)
        .register(registry());
    FunctionCounter.builder("cache.load.failures", stats, OperationStats::loadFailureCount)
        .description("Loads that failed")
        .tag("cache", prefix)
        .register(registry());
  }

  private static String tierOf(Outcome outcome) {
    return switch (outcome) {
      case MEMORY_HIT -> "memory";
      case REDIS_HIT -> "redis";
      default -> "none";
    };
  }

  private static String resultOf(Outcome outcome) {
    return switch (outcome) {
      case MEMORY_HIT, REDIS_HIT -> "hit";
      default -> outcome.name().toLowerCase(Locale.ROOT);
    };
  }

  void cache(TieredCache cache) {
    for (SharedState state : SharedState.values()) {
      Gauge.builder("anyflix.redis.state", () -> cache.state() == state ? 1 : 0)
          .description("1 for the current state of the shared cache as seen by this instance")
          .tag("state", state.label())
          .register(registry());
    }
    Gauge.builder("anyflix.redis.pending.clears", cache::pendingClears)
        .description("Prefixes and entries that are still to be cleared in the shared cache")
        .register(registry());
    Gauge.builder("anyflix.redis.latency", () -> cache.sharedLatency().toNanos() / 1e9)
        .description("Time of the last heartbeat of the shared cache")
        .baseUnit("seconds")
        .register(registry());
    Gauge.builder("cache.memory.entries", () -> cache.memoryStats().entries())
        .description("Entries in memory")
        .register(registry());
    Gauge.builder("cache.memory", () -> cache.memoryStats().usedMemoryBytes())
        .description("Memory used by entries")
        .baseUnit("bytes")
        .register(registry());
    FunctionCounter.builder(
            "cache.memory.evictions", cache, tiers -> tiers.memoryStats().evictions())
        .description("Entries evicted from memory")
        .register(registry());
  }

  /**
   * Registers the meters of a source; its call counters start at zero.
   *
   * @param outcomes all possible outcomes of a call
   */
  void upstream(MediaSource source, List<String> outcomes) {
    SourceStatus status = source.status();
    String id = status.id();
    outcomes.forEach(outcome -> calls(id, outcome));
    durations(id);
    for (String state : BREAKER_STATES) {
      Gauge.builder("upstream.breaker", () -> source.status().breaker().equals(state) ? 1 : 0)
          .description("1 for the current state of the circuit breaker")
          .tag("upstream", id)
          .tag("state", state)
          .register(registry());
    }
    if (status.budgetLimit() > 0) {
      budget(
          "upstream.budget.left",
          "Calls that the budget allows now",
          source,
          id,
          s -> s.budgetLeft());
      budget(
          "upstream.budget.limit",
          "Calls that the budget allows per period",
          source,
          id,
          s -> s.budgetLimit());
    }
  }

  /** Registers the meters of the queue in front of a source's budget. */
  void queue(String upstream, CallQueue queue) {
    Gauge.builder("upstream.queue.length", queue, CallQueue::waitingCount)
        .description("Calls that wait for the budget")
        .tag("upstream", upstream)
        .register(registry());
    FunctionTimer.builder(
            "upstream.queue.wait",
            queue,
            CallQueue::waits,
            each -> each.waited().toNanos(),
            TimeUnit.NANOSECONDS)
        .description("Time that calls spent in the queue for the budget")
        .tag("upstream", upstream)
        .register(registry());
  }

  private void budget(
      String name,
      String description,
      MediaSource source,
      String id,
      ToDoubleFunction<SourceStatus> figure) {
    Gauge.builder(name, () -> figure.applyAsDouble(source.status()))
        .description(description)
        .tag("upstream", id)
        .register(registry());
  }

  /**
   * Records a call of an upstream.
   *
   * @param time its duration; zero if no request was sent
   */
  void recordCall(String upstream, String outcome, Duration time) {
    calls(upstream, outcome).increment();
    if (!time.isZero()) {
      durations(upstream).record(time);
    }
  }

  private Counter calls(String upstream, String outcome) {
    return Counter.builder("upstream.requests")
        .description(
            "Calls of an upstream, including those that were refused before they were sent")
        .tag("upstream", upstream)
        .tag("outcome", outcome.toLowerCase(Locale.ROOT))
        .register(registry());
  }

  private Timer durations(String upstream) {
    return Timer.builder("upstream.request")
        .description("Duration of the requests sent to an upstream")
        .tag("upstream", upstream)
        .serviceLevelObjectives(UPSTREAM_BUCKETS)
        .register(registry());
  }

  @Override
  public synchronized void close() {
    if (collections != null) {
      collections.close();
    }
    synchronized (creation) {
      if (registry != null && given != null) {
        registry.getMeters().forEach(meter -> given.removeByPreFilterId(meter.getId()));
      }
      if (prometheus != null) {
        prometheus.close();
      }
    }
  }
}

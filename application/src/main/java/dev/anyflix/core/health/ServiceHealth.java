package dev.anyflix.core.health;

import dev.anyflix.core.SourceTraffic;
import dev.anyflix.core.tier.SharedState;
import dev.anyflix.core.tier.SharedStatus;
import dev.anyflix.core.tier.TieredCache;
import dev.anyflix.domain.media.Availability;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.SourceStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges how well the service works, from the state of Redis, the state of the upstreams and the
 * share of requests that failed in the last minute. Constant time. Thread safe.
 */
public final class ServiceHealth {

  private static final int LEAST_REQUESTS = 5;
  private static final double FAILING = 0.5;
  private static final double DEGRADED = 0.05;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final TieredCache cache;
  private final boolean isCaching;
  private final List<? extends MediaSource> sources;
  private final History history;
  private final Clock clock;
  private final ZoneId zone;

  /**
   * @param isCaching whether answers are cached at all
   * @param history the traffic of the last minute
   * @param zone the time zone of times in texts
   */
  public ServiceHealth(
      TieredCache cache,
      boolean isCaching,
      List<? extends MediaSource> sources,
      History history,
      Clock clock,
      ZoneId zone) {
    this.cache = cache;
    this.isCaching = isCaching;
    this.sources = sources;
    this.history = history;
    this.clock = clock;
    this.zone = zone;
  }

  /** The health now. */
  public HealthReport report() {
    List<SourceStatus> configured =
        sources.stream().map(MediaSource::status).filter(SourceStatus::configured).toList();
    List<Incident> incidents = new ArrayList<>();
    configured.stream().map(this::incident).filter(Objects::nonNull).forEach(incidents::add);
    Incident redis = redis();
    if (redis != null) {
      incidents.add(redis);
    }
    incidents.sort(Comparator.comparing(Incident::level).reversed());
    Level level = incidents.isEmpty() ? Level.OK : incidents.get(0).level();
    return new HealthReport(
        level,
        incidents.isEmpty() ? Level.OK.word() : level.word() + ": " + summary(incidents),
        upstreams(configured),
        canServe(configured),
        List.copyOf(incidents));
  }

  private static String summary(List<Incident> incidents) {
    return incidents.stream().map(Incident::summary).collect(Collectors.joining("; "));
  }

  private static String upstreams(List<SourceStatus> configured) {
    long outages = configured.stream().filter(each -> each.availability().isOutage()).count();
    if (outages == 0) {
      return "ok";
    }
    return outages == configured.size() ? "down" : "degraded";
  }

  /** An upstream whose pause has ended counts as usable, because only a request can prove it. */
  private boolean canServe(List<SourceStatus> configured) {
    boolean hasEntries =
        isCaching
            && (cache.memoryStats().entries() > 0
                || (cache.state() != SharedState.OFF && !cache.sharedStatus().isUnavailable()));
    return hasEntries
        || configured.isEmpty()
        || configured.stream().anyMatch(each -> !isPaused(each.availability()));
  }

  private boolean isPaused(Availability availability) {
    Instant next = availability.nextAttemptAt();
    return next != null && clock.instant().isBefore(next);
  }

  private @Nullable Incident redis() {
    SharedStatus status = cache.sharedStatus();
    String name = status.name();
    String trouble =
        switch (status.state()) {
          case OFF, UP -> null;
          case RESTRICTED -> name + " refuses a command";
          case READ_ONLY -> name + " takes no writes";
          case SUSPECT, DOWN -> name + " unavailable";
        };
    if (trouble == null) {
      return null;
    }
    String consequence =
        switch (status.state()) {
          case READ_ONLY -> "New entries stay in the memory of this instance.";
          case RESTRICTED -> "The feature behind the command is limited to this instance.";
          default ->
              "Requests are served from memory; clears are carried out in " + name + " later.";
        };
    return new Incident(
        Level.DEGRADED,
        "redis",
        trouble + since(status.since()),
        String.valueOf(status.reason()),
        consequence,
        status.advice() == null
            ? name + " is used again as soon as it answers. Run the command doctor for advice."
            : status.advice(),
        status.since(),
        status.nextAttemptAt());
  }

  private @Nullable Incident incident(SourceStatus source) {
    History.Share share = history.lastMinute(source.id());
    double failed = share.all() < LEAST_REQUESTS ? 0 : (double) share.failed() / share.all();
    Availability availability = source.availability();
    if (!availability.isOutage() && failed < DEGRADED) {
      return null;
    }
    Level level = failed >= FAILING ? Level.FAILING : Level.DEGRADED;
    String requests = (int) Math.max(1, 100 * failed) + " % of requests for " + source.name();
    String summary =
        availability.isOutage() && level == Level.DEGRADED
            ? source.name() + " unavailable" + since(availability.since())
            : level == Level.FAILING ? requests : requests + " fail";
    SourceTraffic.Failure last = share.lastFailure();
    String reason = availability.reason();
    return new Incident(
        level,
        source.id(),
        summary,
        reason != null ? reason : last == null ? "unknown" : last.message(),
        consequence(failed, requests, share.fallback()),
        action(source, last == null ? null : last.kind()),
        availability.since(),
        availability.nextAttemptAt());
  }

  private static String consequence(double failed, String requests, long fallback) {
    String served =
        fallback == 0
            ? "stale entries are served where present"
            : "stale entries and the answers of another source are served where present";
    return failed > 0
        ? requests + " failed in the last minute; " + served + "."
        : "S" + served.substring(1) + "; other requests fail.";
  }

  private static String action(SourceStatus source, @Nullable Kind kind) {
    if (kind == Kind.RATE_LIMITED && !source.availability().isOutage()) {
      return "Raise the TTLs or UPSTREAM_QUEUE_MS, or warm less.";
    }
    String address = source.address() == null ? "it" : source.address();
    return kind == Kind.REJECTED
        ? "Correct the key or the setting that the cause names."
        : "Calls resume when it answers. If this lasts, check that this machine reaches "
            + address
            + " (command doctor).";
  }

  private String since(@Nullable Instant time) {
    if (time == null) {
      return "";
    }
    boolean isToday = Duration.between(time, clock.instant()).toHours() < 12;
    return " since " + (isToday ? TIME : DAY_AND_TIME).format(time.atZone(zone));
  }
}

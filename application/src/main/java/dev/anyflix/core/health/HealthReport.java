package dev.anyflix.core.health;

import java.util.List;

/**
 * The health of the service at one moment.
 *
 * @param level the level of the worst incident
 * @param summary the health in one line: {@code OK}, {@code Degraded: Redis unavailable since
 *     03:13} or {@code Failing: 100 % of requests for AniList}
 * @param upstreams {@code ok}, {@code degraded} where some of the configured upstreams are in an
 *     outage, {@code down} where all are
 * @param canServe whether requests can be answered, if only from memory or Redis
 * @param incidents what does not work, the worst first
 */
public record HealthReport(
    Level level, String summary, String upstreams, boolean canServe, List<Incident> incidents) {}

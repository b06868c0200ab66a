package dev.anyflix.domain.media;

import dev.anyflix.domain.budget.Budget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The state of a source as operators see it.
 *
 * @param id the source's id, such as {@code anilist}
 * @param name its name as its owner writes it
 * @param kind what it offers, such as {@code metadata} or {@code streams}
 * @param address the URL of its API without credentials, or null when unknown
 * @param availability whether it can be used now
 * @param breaker the state of its circuit breaker: {@code closed}, {@code open} or {@code
 *     half_open}
 * @param budgetLimit calls allowed per {@code budgetPeriod}
 * @param budgetLeft calls that could be made at once
 * @param budgetPeriod the period of the budget
 * @param requests calls made since start
 * @param errors calls that failed since start, "not found" not counted
 */
public record SourceStatus(
    String id,
    String name,
    String kind,
    @Nullable String address,
    Availability availability,
    String breaker,
    double budgetLimit,
    double budgetLeft,
    Duration budgetPeriod,
    long requests,
    long errors) {

  /** A source without a budget or a breaker that can always be used, as in tests. */
  public static SourceStatus unlimited(String id, String name, String kind) {
    return new SourceStatus(
        id, name, kind, null, Availability.ok(), "closed", 0, 0, Duration.ofMinutes(1), 0, 0);
  }

  /**
   * A source that lacks a setting and so is never asked.
   *
   * @param reason what is missing
   */
  public static SourceStatus notConfigured(
      String id, String name, String kind, String reason, Budget budget) {
    return new SourceStatus(
        id,
        name,
        kind,
        null,
        Availability.notConfigured(reason),
        "closed",
        budget.limit(),
        budget.left(),
        budget.period(),
        0,
        0);
  }

  /** Whether it has all the settings that it needs. */
  public boolean configured() {
    return availability.state() != Availability.State.NOT_CONFIGURED;
  }

  /** Why it cannot be used now; null when it can. */
  public @Nullable String reason() {
    return availability.reason();
  }
}

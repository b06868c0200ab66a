package dev.anyflix.domain.media;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the episodes of anime that air in a period.
 *
 * @param from the start of the period; cut to full seconds
 * @param to the end of the period, at which nothing airs any more; after {@code from} by at most 31
 *     days; cut to full seconds
 * @param page from 1 to {@value PageRequest#MAX_PAGE}
 * @param perPage from 1 to 50
 */
public record AniListSchedule(Instant from, Instant to, int page, int perPage) {

  private static final Duration LONGEST = Duration.ofDays(31);
  private static final Duration USUAL = Duration.ofDays(7);

  public AniListSchedule {
    from = from.truncatedTo(ChronoUnit.SECONDS);
    to = to.truncatedTo(ChronoUnit.SECONDS);
    new Checks()
        .epochSecond("from", from)
        .epochSecond("to", to)
        .period("to", from, to, LONGEST)
        .paging(page, PageRequest.MAX_PAGE, perPage)
        .done();
  }

  /**
   * Asks for a period of which the start or the end may be null: it starts with the current hour
   * and lasts 7 days. Full hours keep the request the same for an hour, so that its answer can be
   * cached.
   */
  public static AniListSchedule at(
      Instant now, @Nullable Instant from, @Nullable Instant to, int page, int perPage) {
    Instant start = from == null ? now.truncatedTo(ChronoUnit.HOURS) : from;
    return new AniListSchedule(start, to == null ? start.plus(USUAL) : to, page, perPage);
  }

  /** Asks for the day, in UTC, of a point in time. */
  public static AniListSchedule ofDay(Instant now, int perPage) {
    Instant start = now.truncatedTo(ChronoUnit.DAYS);
    return new AniListSchedule(start, start.plus(1, ChronoUnit.DAYS), 1, perPage);
  }
}

package dev.anyflix.domain.media;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the anime that started in one quarter of a year.
 *
 * @param year the year, 1900 to 2100
 * @param season the quarter
 * @param sort the order; null means by popularity
 * @param page from 1 to {@value PageRequest#MAX_PAGE}
 * @param perPage from 1 to 50
 */
public record AniListSeason(
    int year, SeasonOfYear season, @Nullable MediaSort sort, int page, int perPage) {

  public AniListSeason {
    new Checks().range("year", year, 1900, 2100).paging(page, PageRequest.MAX_PAGE, perPage).done();
    if (sort == null) {
      sort = MediaSort.POPULARITY_DESC;
    }
  }

  /** Asks for the quarter of a point in time, in UTC, where the year or the quarter is null. */
  public static AniListSeason at(
      Instant now,
      @Nullable Integer year,
      @Nullable SeasonOfYear season,
      @Nullable MediaSort sort,
      int page,
      int perPage) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return new AniListSeason(
        year == null ? today.getYear() : year,
        season == null ? SeasonOfYear.ofMonth(today.getMonthValue()) : season,
        sort,
        page,
        perPage);
  }
}

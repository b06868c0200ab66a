package dev.anyflix.domain.media;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A date of which the day, or the month and the day, may be unknown.
 *
 * @param year the year of the proleptic ISO calendar, 1 to 9999
 * @param month 1 to 12, or null when unknown
 * @param day 1 to the length of the month, or null when unknown; needs a month
 */
public record PartialDate(int year, @Nullable Integer month, @Nullable Integer day) {

  public PartialDate {
    if (year < 1 || year > 9999) {
      throw new IllegalArgumentException("year must be 1 to 9999: " + year);
    }
    if (day != null && month == null) {
      throw new IllegalArgumentException("a day needs a month");
    }
    if (month != null && (month < 1 || month > 12)) {
      throw new IllegalArgumentException("month must be 1 to 12: " + month);
    }
    if (month != null && day != null && !YearMonth.of(year, month).isValidDay(day)) {
      throw new IllegalArgumentException("no such day: " + day);
    }
  }

  /**
   * The most precise date that the given parts allow: parts after the first unknown or impossible
   * one are dropped.
   *
   * @return null when the year itself is unknown or impossible
   */
  public static @Nullable PartialDate ofParts(
      @Nullable Integer year, @Nullable Integer month, @Nullable Integer day) {
    if (year == null || year < 1 || year > 9999) {
      return null;
    }
    if (month == null || month < 1 || month > 12) {
      return new PartialDate(year, null, null);
    }
    boolean dayKnown = day != null && YearMonth.of(year, month).isValidDay(day);
    return new PartialDate(year, month, dayKnown ? day : null);
  }

  /**
   * Reads {@code 2015}, {@code 2015-10} or {@code 2015-10-24}; a time after the day is ignored.
   *
   * @return null when the text is absent, empty or no date
   */
  public static @Nullable PartialDate parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String date = text.length() > 10 ? text.substring(0, 10) : text;
    try {
      return switch (date.length()) {
        case 4 -> new PartialDate(Year.parse(date).getValue(), null, null);
        case 7 -> {
          YearMonth month = YearMonth.parse(date);
          yield new PartialDate(month.getYear(), month.getMonthValue(), null);
        }
        case 10 -> {
          LocalDate day = LocalDate.parse(date);
          yield new PartialDate(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
        }
        default -> null;
      };
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return null;
    }
  }

  /** ISO 8601, as precise as the date is: {@code 2015}, {@code 2015-10} or {@code 2015-10-24}. */
  @Override
  public String toString() {
    if (month == null) {
      return "%04d".formatted(year);
    }
    return day == null
        ? "%04d-%02d".formatted(year, month)
        : "%04d-%02d-%02d".formatted(year, month, day);
  }
}

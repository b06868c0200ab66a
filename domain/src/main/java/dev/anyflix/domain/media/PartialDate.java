package dev.anyflix.domain.media;

import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A date of which the day, or the month and the day, may be unknown.
 *
 * @param year 1800 to 9999: upstreams write other years for unknown
 * @param month 1 to 12, or null when unknown
 * @param day 1 to the length of the month, or null when unknown; needs a month
 */
public record PartialDate(int year, @Nullable Integer month, @Nullable Integer day) {

  private static final int FIRST_YEAR = 1800;
  private static final int LAST_YEAR = 9999;
  private static final Pattern ISO =
      Pattern.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?");
  private static final Pattern ANY_YEAR =
      Pattern.compile("(?<![0-9])(?:18|19|20)[0-9]{2}(?![0-9])");

  /** Whether a number can be a year of release. */
  public static boolean isYear(int year) {
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  }

  public PartialDate {
    if (!isYear(year)) {
      throw new IllegalArgumentException("year must be 1800 to 9999: " + year);
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
   * The most precise date of the given parts: parts after the first unknown or impossible one are
   * dropped.
   *
   * @return null when the year itself is unknown or impossible
   */
  public static @Nullable PartialDate ofParts(
      @Nullable Integer year, @Nullable Integer month, @Nullable Integer day) {
    if (year == null || !isYear(year)) {
      return null;
    }
    if (month == null || month < 1 || month > 12) {
      return new PartialDate(year, null, null);
    }
    boolean dayKnown = day != null && YearMonth.of(year, month).isValidDay(day);
    return new PartialDate(year, month, dayKnown ? day : null);
  }

  /**
   * Reads {@code 2015}, {@code 2015-10} or {@code 2015-10-24}, with or without a time after it. Of
   * any other text, such as {@code circa 1950} or {@code 1950-1955}, the first year is kept.
   *
   * @return null when the text is absent or names no year
   */
  public static @Nullable PartialDate parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher iso = ISO.matcher(text);
    if (iso.matches()) {
      return ofParts(Integer.valueOf(iso.group(1)), number(iso.group(2)), number(iso.group(3)));
    }
    Matcher year = ANY_YEAR.matcher(text);
    return year.find() ? ofParts(Integer.valueOf(year.group()), null, null) : null;
  }

  private static @Nullable Integer number(@Nullable String digits) {
    return digits == null ? null : Integer.valueOf(digits);
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

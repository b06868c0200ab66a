package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbSearch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One search for candidates of a title.
 *
 * @param text what to search for, 1 to 200 characters
 * @param type {@link MediaKind#MOVIE} or {@link MediaKind#SERIES}, or null for both
 * @param year the year of the first release, or null for every year; needs a type
 * @param isIncompleteAlone whether its results must not be judged without those of the next search
 */
record TitleSearch(
    String text, @Nullable MediaKind type, @Nullable Integer year, boolean isIncompleteAlone) {

  /**
   * The searches for a title, the most promising first: with its year, if any, then without it. The
   * year of a later season is not the first year of its series.
   *
   * @param readings the readings of the title of the query
   */
  static List<TitleSearch> plan(TitleQuery query, List<Reading> readings) {
    Reading first = main(readings, query, 1);
    Reading second = main(readings, query, 2);
    Set<TitleSearch> searches = new LinkedHashSet<>();
    if (first != null && second != null) {
      addYearSearches(searches, query, first, true);
      if (searches.isEmpty()) {
        searches.add(new TitleSearch(first.text(), type(query, first), null, true));
      }
      searches.add(new TitleSearch(second.text(), type(query, second), null, false));
    } else {
      addSearches(searches, query, readings);
    }
    return searches.stream()
        .filter(
            each -> each.text().codePointCount(0, each.text().length()) <= TmdbSearch.MAX_LENGTH)
        .toList();
  }

  private static void addSearches(
      Set<TitleSearch> searches, TitleQuery query, List<Reading> readings) {
    Reading plain = plain(readings);
    Reading main = Objects.requireNonNullElse(main(readings, query, 0), plain);
    addYearSearches(searches, query, main, false);
    var plainSearch = new TitleSearch(plain.text(), query.type(), null, false);
    boolean yearIsInTheText = query.year() == null && main.year() != null;
    if (yearIsInTheText && !TitleText.isReleaseName(query.title())) {
      searches.add(plainSearch);
    }
    searches.add(new TitleSearch(main.text(), type(query, main), null, false));
    for (Reading other : readings) {
      if (other.season() != null && other.season().counted()) {
        searches.add(new TitleSearch(other.text(), MediaKind.SERIES, null, false));
      }
    }
    searches.add(plainSearch);
  }

  private static void addYearSearches(
      Set<TitleSearch> searches, TitleQuery query, Reading main, boolean isIncompleteAlone) {
    Integer year = query.year() == null ? main.year() : query.year();
    if (year == null || main.isLaterSeason()) {
      return;
    }
    MediaKind type = type(query, main);
    if (type == null) {
      searches.add(new TitleSearch(main.text(), MediaKind.MOVIE, year, true));
      type = MediaKind.SERIES;
    }
    searches.add(new TitleSearch(main.text(), type, year, isIncompleteAlone));
  }

  private static @Nullable MediaKind type(TitleQuery query, Reading reading) {
    return query.type() == null && reading.series() ? MediaKind.SERIES : query.type();
  }

  /** The reading without everything that is not the title. */
  private static @Nullable Reading main(List<Reading> readings, TitleQuery query, int half) {
    return readings.stream()
        .filter(reading -> reading.half() == half)
        .filter(reading -> reading.season() == null || isWholeSeries(reading, query))
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  private static boolean isWholeSeries(Reading reading, TitleQuery query) {
    return query.type() != MediaKind.MOVIE
        && reading.season() != null
        && !reading.season().counted();
  }

  /** The last reading that leaves out release tags only. */
  private static Reading plain(List<Reading> readings) {
    return readings.stream()
        .filter(reading -> reading.half() == 0 && reading.season() == null)
        .filter(reading -> reading.year() == null && reading.country() == null)
        .reduce((earlier, later) -> later)
        .orElseGet(() -> readings.get(0));
  }
}

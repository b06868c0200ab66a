package dev.anyflix.domain.matching;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One interpretation of a requested title: "Dune 2021" is a film of that name, or a film named
 * "Dune" of the year 2021.
 *
 * @param text the title in words to search for
 * @param title the title taken apart
 * @param year the year that the text names, or null when this reading takes none from it
 * @param country ISO 3166-1 code of the country that the text names, or null when this reading
 *     takes none from it
 * @param half 1 or 2 for a half of a text that holds two titles, else 0
 * @param series whether only a series can be meant
 * @param season what was dropped from the text to get the title of the whole series; null when
 *     nothing was dropped
 */
record Reading(
    String text,
    NormalizedTitle title,
    @Nullable Integer year,
    @Nullable String country,
    int half,
    boolean series,
    @Nullable DroppedSeason season) {

  /**
   * A season that the text names beside the title of the series.
   *
   * @param number its number, or null for the final one
   * @param later whether the series began before the year of this season
   * @param counted whether only a number after the title, as in "Overlord IV", stands for it
   */
  record DroppedSeason(@Nullable Integer number, boolean later, boolean counted) {}

  /** What was read from the text before the title. */
  private record Source(
      @Nullable Integer year, boolean yearOfSeries, @Nullable String country, int half) {}

  private static final int MAX_COUNTED_SEASON = 20;

  /** All readings of a requested title: the cleaner later, halves last. */
  static List<Reading> of(String text) {
    Set<Reading> readings = new LinkedHashSet<>();
    Source source = new Source(null, false, null, 0);
    add(readings, text, source);
    String name = TitleText.withoutReleaseTags(text);
    add(readings, name, source);
    String title = TitleText.withoutEdition(name);
    add(readings, title, source);
    TitleText.Dated dated = TitleText.dated(title, TitleText.isReleaseName(text));
    if (dated != null) {
      source = new Source(dated.year(), dated.yearOfSeries(), null, 0);
      title = TitleText.withoutEdition(dated.title());
      add(readings, title, source);
    }
    TitleText.Located located = TitleText.located(title);
    if (located != null) {
      source = new Source(source.year(), source.yearOfSeries(), located.country(), 0);
      title = located.title();
      add(readings, title, source);
    }
    List<String> halves = TitleText.halves(title);
    for (int i = 0; i < halves.size(); i++) {
      add(
          readings,
          halves.get(i),
          new Source(source.year(), source.yearOfSeries(), source.country(), i + 1));
    }
    return new ArrayList<>(readings);
  }

  private static void add(Set<Reading> readings, String text, Source source) {
    if (text.isBlank()) {
      return;
    }
    NormalizedTitle title = NormalizedTitle.parse(text);
    boolean series = title.namesSeason();
    var reading =
        new Reading(
            TitleText.spaced(text),
            title,
            source.year(),
            source.country(),
            source.half(),
            series,
            null);
    addLast(readings, reading);
    if (series) {
      boolean later = title.namesLaterSeason() && !source.yearOfSeries();
      var season = new DroppedSeason(title.seasonNumber(), later, false);
      addLast(readings, reading.whole(title.withoutSeason(), season));
    }
  }

  private static void addLast(Set<Reading> readings, Reading reading) {
    readings.remove(reading);
    readings.add(reading);
  }

  /** This reading with the number at the end taken as a season; null when there is none. */
  @Nullable Reading withCountedSeason() {
    int last = title.words().size() - 1;
    if (series || season != null || last < 1) {
      return null;
    }
    int number = Numbers.digits(title.words().get(last)).orElse(0);
    return number < 2 || number > MAX_COUNTED_SEASON
        ? null
        : whole(title.firstWords(last), new DroppedSeason(number, true, true));
  }

  /**
   * This reading without a season. The text keeps its spelling, because a search for "1 punch man"
   * does not find "One Punch Man".
   *
   * @param title the first words of this title
   */
  private Reading whole(NormalizedTitle title, DroppedSeason season) {
    String spelled = TitleText.startWithWords(text, title.words());
    String words = spelled == null ? String.join(" ", title.words()) : spelled;
    return new Reading(words, title, year, country, half, true, season);
  }

  /** Whether the text names a later season, so that the series began before its year. */
  boolean isLaterSeason() {
    return season != null && season.later();
  }
}

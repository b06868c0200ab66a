package dev.anyflix.domain.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way to understand what was asked for: "Dune 2021" is a film named so, or one named "Dune" of
 * the year 2021.
 *
 * @param text the title so understood, in words to search for
 * @param title the same, taken apart
 * @param year the year that the title's text names, or null when this reading takes none from it
 * @param series whether only a series can be meant
 * @param wholeSeries whether a season was dropped, since a series stands for all its seasons
 */
record Reading(
    String text,
    NormalizedTitle title,
    @Nullable Integer year,
    boolean series,
    boolean wholeSeries) {

  private static final Pattern RELEASE_TAG =
      Pattern.compile(
          "(?i)[\\s._\\-\\[(]+(?:480p|576p|720p|1080[pi]|2160p|4k|uhd|blu-?ray|bd-?rip|br-?rip"
              + "|web-?dl|web-?rip|hd-?tv|hd-?rip|dvd-?rip|[xh][. ]?26[45]|hevc|xvid|remux)"
              + "(?![\\p{L}\\p{N}])");
  private static final Pattern EPISODE =
      Pattern.compile("(?i)[\\s._\\-\\[(]s[0-9]{1,2}(?:e[0-9]{1,4})?(?![\\p{L}\\p{N}])");
  private static final Pattern FILE_SUFFIX = Pattern.compile("(?i)\\.(?:mkv|mp4|avi|m4v|webm)$");
  private static final Pattern RELEASE_GROUP = Pattern.compile("^\\[[^\\]]*\\]\\s*(?=.)");
  private static final Pattern YEAR =
      Pattern.compile("^(.+)[\\s._(\\[]((?:18|19|20)[0-9]{2})(?![\\p{L}\\p{N}])(.*)$");
  private static final Pattern FILE_SPACE = Pattern.compile("_+|(?<=[\\p{L}\\p{N}]{2})\\.+");
  private static final Pattern CLOSED = Pattern.compile("[)\\]\\s._\\-]*");

  /** All readings of a title as asked for; the literal one first. */
  static List<Reading> of(String text) {
    List<Reading> readings = new ArrayList<>();
    add(readings, text, null);
    String name = FILE_SUFFIX.matcher(text).replaceFirst("");
    Matcher tag = RELEASE_TAG.matcher(name);
    boolean release = tag.find() && tag.start() > 0;
    if (release) {
      name = RELEASE_GROUP.matcher(name.substring(0, tag.start())).replaceFirst("");
    }
    if (!name.equals(text)) {
      add(readings, name, null);
    }
    Matcher year = YEAR.matcher(name);
    if (year.matches()) {
      Matcher episode = EPISODE.matcher(year.group(3));
      boolean inSeries = episode.find();
      boolean bracketed = name.charAt(year.start(2) - 1) == '(';
      boolean closes = CLOSED.matcher(year.group(3)).matches();
      if (release || inSeries || bracketed || closes) {
        String rest = inSeries ? episode.group() : "";
        add(readings, year.group(1) + rest, Integer.valueOf(year.group(2)));
      }
    }
    return readings;
  }

  private static void add(List<Reading> readings, String text, @Nullable Integer year) {
    if (text.isBlank()) {
      return;
    }
    NormalizedTitle title = NormalizedTitle.parse(text);
    readings.add(new Reading(spaced(text), title, year, title.namesSeason(), false));
    if (title.namesSeason()) {
      NormalizedTitle whole = title.withoutSeason();
      readings.add(new Reading(String.join(" ", whole.words()), whole, year, true, true));
    }
  }

  private static String spaced(String text) {
    String stripped = text.strip();
    if (stripped.contains(" ")) {
      return stripped;
    }
    String words = FILE_SPACE.matcher(stripped).replaceAll(" ").strip();
    return words.isEmpty() ? stripped : words;
  }
}

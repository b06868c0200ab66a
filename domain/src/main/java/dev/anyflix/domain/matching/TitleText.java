package dev.anyflix.domain.matching;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Separates the parts of a text that are not the title: release tags, edition, year, country. */
final class TitleText {

  /**
   * A title and the year that followed it.
   *
   * @param yearOfSeries whether a season or an episode follows the year, which then is the first
   *     year of the series
   */
  record Dated(String title, int year, boolean yearOfSeries) {}

  /**
   * A title and the country that followed it.
   *
   * @param country ISO 3166-1 alpha-2 code
   */
  record Located(String title, String country) {}

  private static final Pattern RELEASE_TAG =
      Pattern.compile(
          "(?i)[\\s._\\-\\[(]+(?:480p|576p|720p|1080[pi]|2160p|4k|uhd|blu-?ray|bd-?rip|br-?rip"
              + "|web-?dl|web-?rip|hd-?tv|hd-?rip|hd-?cam|hd-?ts|dvd-?rip|dvd-?scr|[xh][. ]?26[45]"
              + "|hevc|xvid|divx|remux|e?ac3|ddp?[257][. ]1|true-?hd|10-?bit|hdr10)"
              + "(?![\\p{L}\\p{N}])");
  private static final Pattern FILE_SUFFIX = Pattern.compile("(?i)\\.(?:mkv|mp4|avi|m4v|webm)$");
  private static final Pattern RELEASE_GROUP = Pattern.compile("^\\[[^\\]]*\\]\\s*(?=.)");
  private static final Pattern EPISODE =
      Pattern.compile("(?i)[\\s._\\-\\[(]s[0-9]{1,2}(?:e[0-9]{1,4})?(?![\\p{L}\\p{N}])");
  private static final Pattern YEAR =
      Pattern.compile("^(.+)[\\s._(\\[]((?:18|19|20)[0-9]{2})(?![\\p{L}\\p{N}])(.*)$");
  private static final Pattern CLOSED = Pattern.compile("[)\\]\\s._\\-]*");

  private static final String CUT = "[\\s._](?:cut|edition|version)";
  private static final Pattern EDITION =
      Pattern.compile(
          "[\\s._:,\\-–—(\\[]+(?:(?i:(?:the[\\s._])?(?:director['’]?s[\\s._](?:cut|edition)"
              + "|(?:final|assembly)[\\s._]cut"
              + ("|(?:extended|theatrical|unrated|uncut|imax)(?:" + CUT + ")?")
              + ("|(?:ultimate|special|collector['’]?s|limited|anniversary)" + CUT)
              + "|[0-9]{1,2}th[\\s._]anniversary(?:[\\s._]edition)?"
              + "|(?:digitally[\\s._])?remaster(?:ed)?|criterion[\\s._]collection|redux))|DC)"
              + "[)\\]\\s._]*$");
  private static final int MAX_EDITIONS = 3;

  private static final Map<String, String> COUNTRIES = Map.of("UK", "GB", "USA", "US");
  private static final Pattern BRACKETED_COUNTRY =
      Pattern.compile(
          "[\\s._]+[(\\[](UK|USA?|GB|AU|NZ|CA|IE|ZA|IN|JP|KR|CN|TW|HK|TH|PH|FR|DE|ES|IT|PT|NL|BE"
              + "|AT|CH|SE|DK|NO|FI|IS|PL|CZ|HU|RO|GR|TR|RU|UA|IL|BR|MX|AR|CL|CO)[)\\]]");
  private static final Pattern TRAILING_COUNTRY =
      Pattern.compile(
          "(?<=[\\p{L}\\p{N}!?)])[\\s._]+(UK|USA?|AU|NZ)"
              + "(?=$|[\\s._]+(?:[Ss][0-9]{1,2}|(?i:season|series)[\\s._]))");

  private static final Pattern SLASH = Pattern.compile("\\s/\\s");
  private static final Pattern BRACKETS = Pattern.compile("^(.*\\S)\\s*\\[([^\\[\\]]+)\\]$");
  private static final Pattern FILE_SPACE = Pattern.compile("_+|(?<=[\\p{L}\\p{N}]{2})\\.+");

  private static final String SEPARATORS = "[\\s_:：,;/~\\-–—(\\[【「]";
  private static final Pattern LOOSE_END =
      Pattern.compile("(?iu)(?:[:：,;/~\\-–—(\\[【「]\\s*the)?" + SEPARATORS + "*$");

  private TitleText() {}

  static boolean isReleaseName(String text) {
    Matcher tag = RELEASE_TAG.matcher(text);
    return tag.find() && tag.start() > 0;
  }

  /** The text without the suffix of a file, the tags of a release and the name of its group. */
  static String withoutReleaseTags(String text) {
    String name = FILE_SUFFIX.matcher(text).replaceFirst("");
    Matcher tag = RELEASE_TAG.matcher(name);
    return tag.find() && tag.start() > 0
        ? RELEASE_GROUP.matcher(name.substring(0, tag.start())).replaceFirst("")
        : name;
  }

  /** The text without words such as "Director's Cut" at its end, unless nothing else is left. */
  static String withoutEdition(String text) {
    String title = text;
    for (int i = 0; i < MAX_EDITIONS; i++) {
      Matcher edition = EDITION.matcher(title);
      if (!edition.find() || !isTitle(title.substring(0, edition.start()))) {
        return title;
      }
      title = title.substring(0, edition.start());
    }
    return title;
  }

  private static boolean isTitle(String text) {
    List<String> words = Folding.words(text);
    return !words.isEmpty() && !NormalizedTitle.ARTICLES.containsAll(words);
  }

  /**
   * The year at the end of the text, in brackets, or before an episode or release tags; the title
   * keeps the episode.
   *
   * @param release whether release tags followed the text
   */
  static @Nullable Dated dated(String text, boolean release) {
    Matcher year = YEAR.matcher(text);
    if (!year.matches()) {
      return null;
    }
    Matcher episode = EPISODE.matcher(year.group(3));
    boolean inSeries = episode.find();
    boolean bracketed = text.charAt(year.start(2) - 1) == '(';
    if (!release && !inSeries && !bracketed && !CLOSED.matcher(year.group(3)).matches()) {
      return null;
    }
    String title = year.group(1).strip() + (inSeries ? episode.group() : "");
    return new Dated(title, Integer.parseInt(year.group(2)), inSeries);
  }

  /** The country in brackets, or in capitals at the end or before a season. */
  static @Nullable Located located(String text) {
    for (Pattern pattern : List.of(BRACKETED_COUNTRY, TRAILING_COUNTRY)) {
      Matcher country = pattern.matcher(text);
      if (country.find()) {
        String title = text.substring(0, country.start()) + text.substring(country.end());
        String code = country.group(1);
        return isTitle(title) ? new Located(title, COUNTRIES.getOrDefault(code, code)) : null;
      }
    }
    return null;
  }

  /**
   * The two titles of "A / B" or "A [B]", or an empty list. Halves of which only one has a number
   * are a title and its part.
   */
  static List<String> halves(String text) {
    String[] halves = SLASH.split(text, -1);
    Matcher brackets = BRACKETS.matcher(text);
    if (halves.length != 2 && brackets.matches()) {
      halves = new String[] {brackets.group(1), brackets.group(2)};
    }
    if (halves.length != 2 || !isTitle(halves[0]) || !isTitle(halves[1])) {
      return List.of();
    }
    NormalizedTitle first = NormalizedTitle.parse(halves[0]);
    NormalizedTitle second = NormalizedTitle.parse(halves[1]);
    return first.numbers().equals(second.numbers()) ? List.of(halves) : List.of();
  }

  /** The text with spaces between its words, as a search needs it. */
  static String spaced(String text) {
    String stripped = text.strip();
    if (stripped.contains(" ")) {
      return stripped;
    }
    String words = FILE_SPACE.matcher(stripped).replaceAll(" ").strip();
    return words.isEmpty() ? stripped : words;
  }

  /**
   * The longest start of the text that has exactly the given words and names no season, without
   * separators at its end.
   *
   * @param words the words as {@link NormalizedTitle} normalizes them
   * @return null when no start of the text has these words
   */
  static @Nullable String startWithWords(String text, List<String> words) {
    for (int end = text.length(); end > 0; end--) {
      if (isWordEnd(text, end)) {
        NormalizedTitle start = NormalizedTitle.parse(text.substring(0, end));
        if (!start.namesSeason() && start.words().equals(words)) {
          String title = LOOSE_END.matcher(text.substring(0, end)).replaceFirst("");
          return title.isBlank() ? null : title;
        }
      }
    }
    return null;
  }

  private static boolean isWordEnd(String text, int end) {
    if (end == text.length() || text.charAt(end) == '第') {
      return true;
    }
    char last = text.charAt(end - 1);
    char next = text.charAt(end);
    return !(Character.isLetter(last) && Character.isLetter(next))
        && !(Character.isDigit(last) && Character.isDigit(next));
  }
}

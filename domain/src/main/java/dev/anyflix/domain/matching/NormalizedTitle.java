package dev.anyflix.domain.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A title taken apart for comparison.
 *
 * @param joined all its letters and digits in one piece, as spelled
 * @param words its words; "Part II", "2nd Season" and "S2" are all the word {@code 2}, while a
 *     first part, which titles seldom count, has no number
 * @param core the words that carry the meaning, without articles and "and"
 * @param numbers its numbers in their order; they tell a sequel from the first
 * @param season the index of the word where the season begins, or -1 when it names none
 * @param seasonNumber the number of that season, or null when it names none or the final one
 * @param segments the main title and its subtitles, apart; empty when there is no subtitle
 */
record NormalizedTitle(
    String joined,
    List<String> words,
    List<String> core,
    List<String> numbers,
    int season,
    @Nullable Integer seasonNumber,
    List<NormalizedTitle> segments) {

  static final Set<String> ARTICLES =
      Set.of(
          "the", "a", "an", "le", "la", "les", "l", "un", "une", "el", "los", "las", "il", "der",
          "das");
  private static final Set<String> FILLERS = Set.of("the", "a", "an", "and");
  private static final int MAX_LENGTH = 240;
  private static final Pattern TRAILING_ARTICLE =
      Pattern.compile("(?iu)^(.+), (the|an?|les?|la|el|los|las|il|der|die|das)$");
  private static final Pattern SEASON_SIGN = Pattern.compile("第?([0-9]{1,2})期");
  private static final Pattern SEGMENT =
      Pattern.compile("[:：](?![0-9])|\\sor(?=:|\\s\\()|\\s[-–—~/]\\s|[—()\\[\\]【】「」]");

  static NormalizedTitle of(
      String joined,
      List<String> words,
      int season,
      @Nullable Integer seasonNumber,
      List<NormalizedTitle> segments) {
    List<String> numbers = words.stream().filter(word -> Numbers.digits(word).isPresent()).toList();
    return new NormalizedTitle(joined, words, core(words), numbers, season, seasonNumber, segments);
  }

  static NormalizedTitle parse(String text) {
    String clipped = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    String title = TRAILING_ARTICLE.matcher(clipped.strip()).replaceFirst("$2 $1");
    title = SEASON_SIGN.matcher(title).replaceAll(" season $1 ");
    WordReader all = new WordReader();
    List<NormalizedTitle> segments = new ArrayList<>();
    for (String segment : SEGMENT.split(title, -1)) {
      if (segment.isBlank()) {
        continue;
      }
      List<String> spelled = Folding.words(segment);
      all.read(spelled);
      WordReader one = new WordReader();
      one.read(spelled);
      segments.add(one.title(String.join("", spelled), List.of()));
    }
    return all.title(
        String.join("", Folding.words(title)), segments.size() > 1 ? segments : List.of());
  }

  boolean namesSeason() {
    return season >= 0;
  }

  /** Whether it names season 2 or a later one, or the final one. */
  boolean namesLaterSeason() {
    return namesSeason() && (seasonNumber == null || seasonNumber > 1);
  }

  /** The same title without its season and what follows it. */
  NormalizedTitle withoutSeason() {
    return firstWords(season);
  }

  /** The title that its first words make. */
  NormalizedTitle firstWords(int count) {
    List<String> kept = words.subList(0, count);
    return of(String.join("", kept), kept, -1, null, List.of());
  }

  boolean startsWithArticle() {
    return words.size() > 1 && ARTICLES.contains(words.get(0));
  }

  List<String> withoutArticle() {
    return startsWithArticle() ? words.subList(1, words.size()) : words;
  }

  private static List<String> core(List<String> words) {
    boolean article = words.size() > 1 && ARTICLES.contains(words.get(0));
    List<String> core =
        words.stream().skip(article ? 1 : 0).filter(word -> !FILLERS.contains(word)).toList();
    return core.isEmpty() ? words : core;
  }
}

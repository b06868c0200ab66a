package dev.anyflix.domain.matching;

import java.util.List;

/**
 * How alike two titles are, from 0 (another work) to 1 (the same spelling).
 *
 * <p>A ladder from the surest likeness to the weakest: same letters, same words, same words but for
 * articles, slips of the pen, main title or subtitle alone, words left out. Below the third rung
 * the numbers must agree, since a number left out or changed names another part. The rungs' values
 * were set on the tuning half of the evaluation cases.
 */
final class Similarity {

  private static final double SAME_WORDS = 0.985;
  private static final double ARTICLE_LEFT_OUT = 0.95;
  private static final double ARTICLE_ADDED = 0.92;
  private static final double SAME_CORE = 0.92;
  private static final double NUMBER_LEFT_OUT = 0.9;
  private static final double SLIP_BASE = 0.97;
  private static final double SLIP_COST = 1.2;
  private static final double PLURAL = 0.7;
  private static final double NUMBERED_HEAD = 0.88;
  private static final double HEAD = 0.72;
  private static final double HEAD_OF_QUERY = 0.6;
  private static final double TAIL = 0.86;
  private static final double TAIL_OF_TWO_WORDS = 0.8;
  private static final double TAIL_OF_ONE_WORD = 0.68;
  private static final double WORDS_LEFT_OUT_BASE = 0.35;
  private static final double WORDS_LEFT_OUT_SHARE = 0.5;
  private static final double ALL_BUT_ONE_WORD_LEFT_OUT = 0.5;

  private Similarity() {}

  /**
   * Compares a title as asked for with a name of a candidate; the order matters, since people leave
   * words out more often than they add some.
   */
  static double of(NormalizedTitle asked, NormalizedTitle name) {
    if (asked.joined().equals(name.joined())) {
      return 1;
    }
    if (asked.words().equals(name.words())) {
      return SAME_WORDS;
    }
    if (asked.withoutArticle().equals(name.withoutArticle())) {
      return asked.startsWithArticle() ? ARTICLE_ADDED : ARTICLE_LEFT_OUT;
    }
    double segments = Math.max(segments(asked, name), numberLeftOut(asked, name));
    if (!asked.numbers().equals(name.numbers())) {
      return segments;
    }
    List<String> askedCore = asked.core();
    List<String> nameCore = name.core();
    if (askedCore.equals(nameCore)) {
      return SAME_CORE;
    }
    double words =
        askedCore.size() == nameCore.size()
            ? slips(askedCore, nameCore)
            : wordsLeftOut(askedCore, nameCore);
    return Math.max(segments, words);
  }

  private static double segments(NormalizedTitle asked, NormalizedTitle name) {
    double best = 0;
    boolean sameNumbers = asked.numbers().equals(name.numbers());
    for (int i = 0; i < name.segments().size(); i++) {
      if (name.segments().get(i).core().equals(asked.core()) && (i > 0 || sameNumbers)) {
        best = Math.max(best, i > 0 ? tail(asked) : head(asked, HEAD));
      }
    }
    for (int i = 0; i < asked.segments().size(); i++) {
      if (asked.segments().get(i).core().equals(name.core()) && (i > 0 || sameNumbers)) {
        best = Math.max(best, i > 0 ? tail(name) : head(name, HEAD_OF_QUERY));
      }
    }
    return best;
  }

  /** A subtitle names the part as well as its number does, unless the number stands in it. */
  private static double numberLeftOut(NormalizedTitle asked, NormalizedTitle name) {
    int subtitle = name.segments().size() - 1;
    if (subtitle < 1
        || !asked.numbers().isEmpty()
        || name.numbers().isEmpty()
        || !name.segments().get(subtitle).numbers().isEmpty()
        || name.segments().get(subtitle).words().isEmpty()) {
      return 0;
    }
    List<String> numbers = name.numbers();
    List<String> rest = name.core().stream().filter(word -> !numbers.contains(word)).toList();
    return rest.equals(asked.core()) ? NUMBER_LEFT_OUT : 0;
  }

  private static double head(NormalizedTitle shared, double plain) {
    int numbers = shared.numbers().size();
    return numbers > 0 && numbers < shared.words().size() ? NUMBERED_HEAD : plain;
  }

  private static double tail(NormalizedTitle shared) {
    return switch (shared.core().size()) {
      case 0, 1 -> TAIL_OF_ONE_WORD;
      case 2 -> TAIL_OF_TWO_WORDS;
      default -> TAIL;
    };
  }

  private static double slips(List<String> asked, List<String> name) {
    int edits = 0;
    int length = 0;
    boolean plural = false;
    for (int i = 0; i < asked.size(); i++) {
      String from = asked.get(i);
      String to = name.get(i);
      length += Math.max(from.length(), to.length());
      if (from.equals(to)) {
        continue;
      }
      if ((from + "s").equals(to) || (to + "s").equals(from)) {
        plural = true;
        continue;
      }
      int limit = Math.min(slipsForgiven(from), slipsForgiven(to));
      int distance = EditDistance.between(from, to, limit);
      if (distance > limit) {
        return 0;
      }
      edits += from.charAt(0) == to.charAt(0) ? distance : distance + 1;
    }
    double alike = SLIP_BASE - SLIP_COST * edits / length;
    return plural ? Math.min(PLURAL, alike) : alike;
  }

  private static int slipsForgiven(String word) {
    boolean alphabetic = word.codePoints().allMatch(letter -> letter < 0x2e80);
    if (!alphabetic || word.length() < 4) {
      return 0;
    }
    return word.length() < 8 ? 1 : 2;
  }

  private static double wordsLeftOut(List<String> asked, List<String> name) {
    List<String> shorter = asked.size() < name.size() ? asked : name;
    List<String> longer = asked.size() < name.size() ? name : asked;
    int found = 0;
    for (String word : longer) {
      if (found < shorter.size() && shorter.get(found).equals(word)) {
        found++;
      }
    }
    if (found < shorter.size()) {
      return 0;
    }
    if (shorter.size() == 1) {
      return ALL_BUT_ONE_WORD_LEFT_OUT;
    }
    double share = letters(shorter) / letters(longer);
    return WORDS_LEFT_OUT_BASE + WORDS_LEFT_OUT_SHARE * share;
  }

  private static double letters(List<String> words) {
    return words.stream().mapToInt(String::length).sum();
  }
}

package dev.anyflix.domain.matching;

import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the ways in which titles count: digits, Roman numerals, words and ordinals. */
final class Numbers {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,4}");
  private static final Pattern ORDINAL = Pattern.compile("([0-9]{1,2})(?:st|nd|rd|th)");
  private static final Map<String, Integer> ROMAN =
      Map.ofEntries(
          Map.entry("i", 1),
          Map.entry("ii", 2),
          Map.entry("iii", 3),
          Map.entry("iv", 4),
          Map.entry("v", 5),
          Map.entry("vi", 6),
          Map.entry("vii", 7),
          Map.entry("viii", 8),
          Map.entry("ix", 9),
          Map.entry("x", 10),
          Map.entry("xi", 11),
          Map.entry("xii", 12),
          Map.entry("xiii", 13));
  private static final Map<String, Integer> WORDS =
      Map.ofEntries(
          Map.entry("one", 1),
          Map.entry("two", 2),
          Map.entry("three", 3),
          Map.entry("four", 4),
          Map.entry("five", 5),
          Map.entry("six", 6),
          Map.entry("seven", 7),
          Map.entry("eight", 8),
          Map.entry("nine", 9),
          Map.entry("ten", 10),
          Map.entry("eleven", 11),
          Map.entry("twelve", 12),
          Map.entry("thirteen", 13));
  private static final Map<String, Integer> ORDINALS =
      Map.of("first", 1, "second", 2, "third", 3, "fourth", 4, "fifth", 5);

  private Numbers() {}

  static OptionalInt digits(String word) {
    return DIGITS.matcher(word).matches()
        ? OptionalInt.of(Integer.parseInt(word))
        : OptionalInt.empty();
  }

  static OptionalInt spelled(String word) {
    return from(WORDS, word);
  }

  static OptionalInt roman(String word) {
    return from(ROMAN, word);
  }

  /** The number after a word such as "part", where a lone letter can only be a numeral. */
  static OptionalInt counted(String word) {
    OptionalInt digits = digits(word);
    OptionalInt roman = digits.isPresent() ? digits : roman(word);
    return roman.isPresent() ? roman : spelled(word);
  }

  static OptionalInt ordinal(String word) {
    Matcher ordinal = ORDINAL.matcher(word);
    return ordinal.matches()
        ? OptionalInt.of(Integer.parseInt(ordinal.group(1)))
        : from(ORDINALS, word);
  }

  private static OptionalInt from(Map<String, Integer> table, String word) {
    Integer number = table.get(word);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }
}

package dev.anyflix.demo;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rates titles against a search text; case, accents and punctuation are ignored. Immutable. */
final class SearchText {

  private final String query;
  private final List<String> words;

  SearchText(String query) {
    this.query = fold(query);
    this.words = words(this.query);
  }

  boolean isBlank() {
    return query.isEmpty();
  }

  /**
   * The best rating of the titles: 3 equal, 2 starts with the text, 1 has all its words, 0 else.
   */
  int score(List<String> titles) {
    return titles.stream().mapToInt(this::score).max().orElse(0);
  }

  private int score(String title) {
    String folded = fold(title);
    if (query.isEmpty() || folded.isEmpty()) {
      return 0;
    }
    if (folded.equals(query)) {
      return 3;
    }
    if (folded.startsWith(query)) {
      return 2;
    }
    List<String> has = words(folded);
    return words.stream().allMatch(word -> has.stream().anyMatch(it -> it.startsWith(word)))
        ? 1
        : 0;
  }

  private static List<String> words(String folded) {
    return Arrays.stream(folded.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static String fold(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}+", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }
}

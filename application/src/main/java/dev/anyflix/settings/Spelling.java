package dev.anyflix.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a misspelt one was meant to be. Immutable. */
final class Spelling {

  private static final int SHORT_NAME = 7;

  private final List<String> known;

  Spelling(List<String> known) {
    this.known = List.copyOf(known);
  }

  /** Those names only that are long enough not to be near many other words. */
  Spelling ofLongNames() {
    return new Spelling(known.stream().filter(name -> name.length() > SHORT_NAME).toList());
  }

  /** The nearest known name, if no more than two slips away from the given one. */
  Optional<String> nearest(String name) {
    String given = name.toUpperCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> isNear(given, candidate))
        .min(Comparator.comparingInt(candidate -> distance(given, candidate)));
  }

  private static boolean isNear(String given, String candidate) {
    int allowed = allowed(candidate);
    return Math.abs(given.length() - candidate.length()) <= allowed
        && distance(given, candidate) <= allowed;
  }

  private static int allowed(String candidate) {
    return candidate.length() > SHORT_NAME ? 2 : 1;
  }

  /**
   * The number of characters to insert, delete, replace or swap with their neighbour, by the
   * optimal string alignment variant of Damerau and Levenshtein's distance.
   */
  static int distance(String left, String right) {
    int[][] steps = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      steps[i][0] = i;
    }
    for (int j = 0; j <= right.length(); j++) {
      steps[0][j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      for (int j = 1; j <= right.length(); j++) {
        int replace = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int best = Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1);
        best = Math.min(best, steps[i - 1][j - 1] + replace);
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          best = Math.min(best, steps[i - 2][j - 2] + 1);
        }
        steps[i][j] = best;
      }
    }
    return steps[left.length()][right.length()];
  }
}

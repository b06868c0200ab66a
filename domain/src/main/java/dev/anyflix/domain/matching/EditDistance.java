package dev.anyflix.domain.matching;

/**
 * The restricted Damerau-Levenshtein distance (optimal string alignment): the number of insertions,
 * deletions, substitutions and swaps of neighbours that turn one word into another.
 *
 * <p>F. J. Damerau, "A technique for computer detection and correction of spelling errors",
 * Communications of the ACM 7(3), 1964; computed by the dynamic programme of R. A. Wagner and M. J.
 * Fischer, "The string-to-string correction problem", Journal of the ACM 21(1), 1974.
 */
public final class EditDistance {

  private EditDistance() {}

  /** The distance; when it exceeds {@code limit}, some number above {@code limit}. */
  public static int between(String from, String to, int limit) {
    if (Math.abs(from.length() - to.length()) > limit) {
      return limit + 1;
    }
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] reused = beforeLast;
      beforeLast = last;
      last = row;
      row = reused;
      row[0] = i;
      int least = Math.min(last[0], i);
      for (int j = 1; j <= to.length(); j++) {
        int cost = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
        least = Math.min(least, Math.min(last[j], row[j]));
      }
      if (least > limit) { // Every later row is made of these two.
        return least;
      }
    }
    return row[to.length()];
  }
}

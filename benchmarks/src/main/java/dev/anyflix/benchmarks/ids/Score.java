package dev.anyflix.benchmarks.ids;

/** How many links of one kind were expected, found and right. Not thread safe. */
final class Score {

  private int expected;
  private int found;
  private int right;

  /**
   * Counts one lookup.
   *
   * @param isExpected whether there is such an id
   * @param isFound whether one was found
   * @param isRight whether it is the right one
   */
  synchronized void add(boolean isExpected, boolean isFound, boolean isRight) {
    expected += isExpected ? 1 : 0;
    found += isFound ? 1 : 0;
    right += isFound && isRight ? 1 : 0;
  }

  synchronized double precision() {
    return found == 0 ? 1 : (double) right / found;
  }

  synchronized String row(String name) {
    return "| %s | %,d | %,d | %,d | %.4f | %.3f |"
        .formatted(
            name,
            expected,
            found,
            right,
            precision(),
            expected == 0 ? 1 : (double) right / expected);
  }
}

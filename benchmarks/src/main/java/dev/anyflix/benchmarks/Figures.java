package dev.anyflix.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The figures of one quantity, one for each round; shown as median, least and most. */
final class Figures {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** This quantity over another, round by round. */
  Figures over(Figures other) {
    var ratios = new Figures();
    for (int round = 0; round < values.size(); round++) {
      ratios.add(values.get(round) / other.values.get(round));
    }
    return ratios;
  }

  /** The median with the least and the most in brackets. */
  String show(int decimals) {
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    return number(median(), decimals)
        + " ("
        + number(least, decimals)
        + " to "
        + number(most, decimals)
        + ")";
  }

  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** A row of a table in Markdown. */
  static String row(String... cells) {
    return "| " + String.join(" | ", Arrays.asList(cells)) + " |";
  }
}

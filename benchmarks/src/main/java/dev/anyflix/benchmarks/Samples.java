package dev.anyflix.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The measured values of one quantity, one per round. Not thread safe. */
final class Samples {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The ratio of this quantity to another within each round. */
  Samples ratioTo(Samples other) {
    var ratios = new Samples();
    for (int round = 0; round < values.size(); round++) {
      ratios.add(values.get(round) / other.values.get(round));
    }
    return ratios;
  }

  /** The median, with minimum and maximum in brackets. */
  String format(int decimals) {
    double minimum = values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    double maximum = values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    return number(median(), decimals)
        + " ("
        + number(minimum, decimals)
        + " to "
        + number(maximum, decimals)
        + ")";
  }

  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** A row of a Markdown table. */
  static String row(String... cells) {
    return "| " + String.join(" | ", Arrays.asList(cells)) + " |";
  }
}

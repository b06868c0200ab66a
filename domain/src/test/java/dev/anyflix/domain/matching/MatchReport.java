package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.TitleQuery;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How well a set of titles was matched. */
record MatchReport(List<Outcome> outcomes) {

  static final double SURE = 0.9;
  private static final double[] BINS = {0, 0.2, 0.4, 0.6, 0.8, 0.85, 0.9, 0.95, 1.01};

  /**
   * @param kind why the case is hard, or "-"
   */
  record Case(TitleQuery query, String expected, Set<String> without, String kind) {}

  record Outcome(
      Case of, @Nullable String given, @Nullable String best, double confidence, int calls) {
    boolean answerable() {
      return !of.expected().equals("none");
    }

    boolean matched() {
      return given != null;
    }

    boolean right() {
      return of.expected().equals(given);
    }

    boolean bestRight() {
      return of.expected().equals(best);
    }
  }

  double precision(double confidence) {
    return share(
        outcome -> outcome.matched() && outcome.confidence() >= confidence, Outcome::right);
  }

  double recall() {
    return share(Outcome::answerable, Outcome::right);
  }

  /** The outcomes of the cases of one kind. */
  MatchReport only(Predicate<Case> kind) {
    return new MatchReport(outcomes.stream().filter(outcome -> kind.test(outcome.of())).toList());
  }

  long count(Predicate<Outcome> which) {
    return outcomes.stream().filter(which).count();
  }

  String table(String name) {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%s: %d cases, %d with an answer; %d matches given, %d wrong%n"
                + "  precision %.4f, at confidence >= %.1f %.4f (%d matches); recall %.4f%n"
                + "  confidence    cases  best is right%n",
            name,
            outcomes.size(),
            count(Outcome::answerable),
            count(Outcome::matched),
            count(outcome -> outcome.matched() && !outcome.right()),
            precision(0),
            SURE,
            precision(SURE),
            count(outcome -> outcome.matched() && outcome.confidence() >= SURE),
            recall()));
    for (int i = 0; i + 1 < BINS.length; i++) {
      double from = BINS[i];
      double to = BINS[i + 1];
      Predicate<Outcome> inBin =
          outcome -> outcome.confidence() >= from && outcome.confidence() < to;
      table.append(
          String.format(
              Locale.ROOT,
              "  %.2f to %.2f  %5d  %5d%n",
              from,
              Math.min(to, 1),
              count(inBin),
              count(inBin.and(Outcome::bestRight))));
    }
    return table.toString();
  }

  private double share(Predicate<Outcome> among, Predicate<Outcome> which) {
    return (double) count(among.and(which)) / count(among);
  }
}

package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures the matcher on hard titles: remakes, sequels, films and series of one name, slips of the
 * pen, file names, other scripts, and titles that the catalogue does not have.
 *
 * <p>The matcher was tuned on the cases of odd number; those of even number were held out. Prints
 * precision (of the matches given, how many are right), recall (of the titles that have a right
 * answer, how many got it) and a calibration table:
 *
 * <pre>mvn -q -pl domain test -Dtest=TitleMatcherEvaluationTest</pre>
 */
class TitleMatcherEvaluationTest {

  private static final double SURE = 0.9;
  private static final double[] BINS = {0, 0.2, 0.4, 0.6, 0.8, 0.85, 0.9, 0.95, 1.01};

  private record Case(TitleQuery query, String expected, Set<String> without) {}

  private record Outcome(
      Case of, @Nullable String given, @Nullable String best, double confidence) {
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

  private record Report(List<Outcome> outcomes) {
    double precision(double confidence) {
      return share(
          outcome -> outcome.matched() && outcome.confidence() >= confidence, Outcome::right);
    }

    double recall() {
      return share(Outcome::answerable, Outcome::right);
    }

    long count(Predicate<Outcome> which) {
      return outcomes.stream().filter(which).count();
    }

    private double share(Predicate<Outcome> among, Predicate<Outcome> which) {
      return (double) count(among.and(which)) / count(among);
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
  }

  private static Report tuned = new Report(List.of());
  private static Report heldOut = new Report(List.of());

  public static void main(String[] arguments) {
    measure();
  }

  @BeforeAll
  static void measure() {
    List<Outcome> odd = new ArrayList<>();
    List<Outcome> even = new ArrayList<>();
    Catalogue catalogue = Catalogue.read();
    int number = 0;
    for (Case each : cases()) {
      (++number % 2 == 1 ? odd : even).add(outcome(each, catalogue));
    }
    tuned = new Report(odd);
    heldOut = new Report(even);
    System.out.println(tuned.table("Tuning half"));
    System.out.println(heldOut.table("Held-out half"));
    tuned.outcomes().stream()
        .filter(outcome -> outcome.matched() ? !outcome.right() : outcome.answerable())
        .forEach(TitleMatcherEvaluationTest::print);
  }

  @Test
  void thereAreEnoughCasesAndTheirAnswersAreInTheCatalogue() {
    Catalogue catalogue = Catalogue.read();

    assertThat(catalogue.size()).isGreaterThanOrEqualTo(400);
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
    assertThat(cases())
        .filteredOn(each -> !each.expected().equals("none"))
        .allSatisfy(
            each -> {
              assertThat(catalogue.has(each.expected())).as(each.expected()).isTrue();
              assertThat(each.without()).doesNotContain(each.expected());
            });
    assertThat(cases()).allSatisfy(each -> assertThat(each.without()).allMatch(catalogue::has));
  }

  @Test
  void ofTheSureMatchesAtLeastNinetyNineInAHundredAreRight() {
    assertThat(heldOut.precision(SURE)).isGreaterThanOrEqualTo(0.99);
    assertThat(tuned.precision(SURE)).isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void ofAllMatchesAtLeastNinetyEightInAHundredAreRight() {
    assertThat(heldOut.precision(0)).isGreaterThanOrEqualTo(0.98);
    assertThat(tuned.precision(0)).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void mostTitlesThatHaveAnAnswerGetIt() {
    assertThat(heldOut.recall()).isGreaterThanOrEqualTo(0.5);
    assertThat(tuned.recall()).isGreaterThanOrEqualTo(0.5);
  }

  private static List<Case> cases() {
    return Catalogue.rows("cases.tsv").stream().map(TitleMatcherEvaluationTest::toCase).toList();
  }

  private static Case toCase(List<String> row) {
    Integer year = row.get(1).equals("-") ? null : Integer.valueOf(row.get(1));
    MediaKind type =
        switch (row.get(2)) {
          case "movie" -> MediaKind.MOVIE;
          case "tv" -> MediaKind.SERIES;
          default -> null;
        };
    Set<String> without = row.get(4).equals("-") ? Set.of() : Set.of(row.get(4).split(","));
    return new Case(new TitleQuery(row.get(0), year, type), row.get(3), without);
  }

  private static Outcome outcome(Case each, Catalogue catalogue) {
    List<Media> found = catalogue.search(each.query().title(), each.without());
    TitleMatch match = new TitleMatcher().match(each.query(), found);
    Media given = match.match();
    return new Outcome(
        each,
        given == null ? null : given.id(),
        match.candidates().isEmpty() ? null : match.candidates().get(0).id(),
        match.confidence());
  }

  private static void print(Outcome outcome) {
    System.out.printf(
        Locale.ROOT,
        "  %-5s %.3f %s: best %s, expected %s%n",
        outcome.matched() ? "wrong" : "null",
        outcome.confidence(),
        outcome.of().query(),
        outcome.best(),
        outcome.of().expected());
  }
}

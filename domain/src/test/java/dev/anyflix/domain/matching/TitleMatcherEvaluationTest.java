package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.matching.MatchReport.Case;
import dev.anyflix.domain.matching.MatchReport.Outcome;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.testing.FakeTmdb;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Measures the matcher on hard titles: remakes, sequels, films and series of one name, slips of the
 * pen, file names, other scripts, and titles that the catalogue does not have.
 *
 * <p>The matcher was tuned on the cases of odd number; those of even number were held out. Prints
 * precision (of the matches given, how many are right), recall (of the titles that have a right
 * answer, how many got it) and a calibration table; {@code main} prints the failures of the tuning
 * half as well:
 *
 * <pre>mvn -q -pl domain test -Dtest=TitleMatcherEvaluationTest</pre>
 *
 * <p>The cases, {@code matching/cases.tsv}, are answered from the films and series in {@code
 * matching/catalogue.tsv}.
 */
class TitleMatcherEvaluationTest {

  private static final double LEAST_RECALL = 0.91;

  private static final Catalogue CATALOGUE = Catalogue.read();
  private static final MatchReport TUNED = half(0);
  private static final MatchReport HELD_OUT = half(1);

  public static void main(String[] arguments) {
    printFigures();
    (arguments.length == 0 ? TUNED : HELD_OUT)
        .outcomes().stream()
            .filter(outcome -> outcome.matched() ? !outcome.right() : outcome.answerable())
            .forEach(outcome -> System.out.println("  " + outcome));
  }

  @BeforeAll
  static void printFigures() {
    System.out.println(TUNED.table("Tuning half"));
    System.out.println(HELD_OUT.table("Held-out half"));
    System.out.println(
        TUNED.only(each -> !each.kind().equals("-")).table("Hard kinds, tuning half"));
    System.out.println(
        HELD_OUT.only(each -> !each.kind().equals("-")).table("Hard kinds, held-out half"));
  }

  @Test
  void casesAreEnoughAndTheirAnswersAreInTheCatalogue() {
    assertThat(CATALOGUE.size()).isGreaterThanOrEqualTo(400);
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
    assertThat(cases())
        .filteredOn(each -> !each.expected().equals("none"))
        .allSatisfy(
            each -> {
              assertThat(CATALOGUE.has(each.expected())).as(each.expected()).isTrue();
              assertThat(each.without()).doesNotContain(each.expected());
            });
    assertThat(cases()).allSatisfy(each -> assertThat(each.without()).allMatch(CATALOGUE::has));
  }

  @Test
  void precisionOfSureMatchesIsAtLeastTheBound() {
    assertThat(HELD_OUT.precision(MatchReport.SURE)).isGreaterThanOrEqualTo(0.995);
    assertThat(TUNED.precision(MatchReport.SURE)).isGreaterThanOrEqualTo(0.995);
  }

  @Test
  void precisionOfAllMatchesIsAtLeastTheBound() {
    assertThat(HELD_OUT.precision(0)).isGreaterThanOrEqualTo(0.98);
    assertThat(TUNED.precision(0)).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void recallIsAtLeastTheBound() {
    assertThat(HELD_OUT.recall()).isGreaterThanOrEqualTo(LEAST_RECALL);
    assertThat(TUNED.recall()).isGreaterThanOrEqualTo(LEAST_RECALL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"country", "halves", "edition", "romaji", "season", "year"})
  void recallOfEachKindIsAtLeastTheBound(String kind) {
    MatchReport heldOut = HELD_OUT.only(each -> each.kind().equals(kind));

    assertThat(heldOut.count(Outcome::answerable)).isGreaterThanOrEqualTo(5);
    assertThat(heldOut.recall()).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void precisionOfSureMatchesOfHardKindsIsAtLeastTheBound() {
    MatchReport hard = HELD_OUT.only(each -> !each.kind().equals("-"));

    assertThat(hard.precision(MatchReport.SURE)).isGreaterThanOrEqualTo(0.995);
  }

  @Test
  void matchTakesAtMostThreeCalls() {
    assertThat(HELD_OUT.outcomes()).allMatch(outcome -> outcome.calls() <= TmdbMatching.MAX_CALLS);
    assertThat(TUNED.outcomes()).allMatch(outcome -> outcome.calls() <= TmdbMatching.MAX_CALLS);
  }

  private static MatchReport half(int from) {
    List<Case> cases = cases();
    return new MatchReport(
        IntStream.range(0, cases.size())
            .filter(i -> i % 2 == from)
            .mapToObj(i -> outcome(cases.get(i)))
            .toList());
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
    return new Case(
        new TitleQuery(row.get(0), year, type),
        row.get(3),
        without,
        row.size() > 5 ? row.get(5) : "-");
  }

  private static Outcome outcome(Case each) {
    FakeTmdb tmdb = CATALOGUE.tmdb(each.without());
    TitleMatch match = match(new TmdbMatching(tmdb), each.query());
    Media given = match.match();
    return new Outcome(
        each,
        given == null ? null : given.id(),
        match.candidates().isEmpty() ? null : match.candidates().get(0).id(),
        match.confidence(),
        tmdb.calls());
  }

  private static TitleMatch match(TmdbMatching matching, TitleQuery query) {
    return ((Answer.Value<TitleMatch>) matching.match(query, Call.before(Instant.MAX))).value();
  }
}

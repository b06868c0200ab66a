package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TitleMatcherTest {

  private final TitleMatcher matcher = new TitleMatcher();

  @Test
  void noCandidatesIsNoMatch() {
    TitleMatch match = match("Heat", null, null, List.of());

    assertThat(match.match()).isNull();
    assertThat(match.confidence()).isZero();
    assertThat(match.candidates()).isEmpty();
  }

  @Test
  void equalTitleMatchesWithHighConfidence() {
    TitleMatch match = match("Heat", 1995, null, List.of(film("Heat", 1995), film("Hunt", 1995)));

    assertThat(match.match()).isNotNull().returns("Heat 1995", Media::id);
    assertThat(match.confidence()).isEqualTo(1);
    assertThat(match.candidates())
        .extracting(TitleMatch.Candidate::id)
        .containsExactly("Heat 1995", "Hunt 1995");
    assertThat(match.candidates().get(0).confidence()).isEqualTo(match.confidence());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Fargo Season 2",
        "Fargo 2nd Season",
        "Fargo Second Season",
        "Fargo S2",
        "Fargo S02E05",
        "Fargo 2x05",
        "Fargo: The Final Season",
        "Fargo 第2期",
        "Fargo.S02E05.Some.Name.720p"
      })
  void seasonInTheTitleSelectsTheSeries(String asked) {
    TitleMatch match =
        match(asked, null, null, List.of(film("Fargo", 1996), series("Fargo", 2014)));

    assertThat(match.match()).isNotNull().returns("Fargo 2014", Media::id);
  }

  @ParameterizedTest
  @CsvSource({
    "The Office (UK), The Office 2001",
    "The Office US, The Office 2005",
    "The Office [US] Season 3, The Office 2005",
    "Shameless UK, Shameless 2004",
    "Shameless US 2011, Shameless 2011",
    "Ghosts (UK), Ghosts 2019",
    "Ghosts (US), Ghosts 2021"
  })
  void countryInTheTitleSelectsTheSeriesOfThatOrigin(String asked, String id) {
    List<Media> found =
        List.of(
            from("US", "The Office", 2005),
            from("GB", "The Office", 2001),
            from("GB", "Shameless", 2004),
            from("US", "Shameless", 2011),
            from("US", "Ghosts", 2021),
            from("GB", "Ghosts", 2019));

    assertThat(match(asked, null, null, found).match()).isNotNull().returns(id, Media::id);
  }

  @Test
  void seriesOfAnotherOriginThanTheTitleNamesIsNoMatch() {
    assertThat(match("Ghosts (US)", null, null, List.of(from("GB", "Ghosts", 2019))).match())
        .isNull();
  }

  @Test
  void seasonCanBePartOfAFilmTitle() {
    List<Media> found = List.of(film("Open Season", 2006), film("Open Season 2", 2008));

    assertThat(match("Open Season 2", null, null, found).match())
        .isNotNull()
        .returns("Open Season 2 2008", Media::id);
    assertThat(match("Open Season", null, null, found).match())
        .isNotNull()
        .returns("Open Season 2006", Media::id);
  }

  @Test
  void candidateWithoutNameOrYearIsNoMatch() {
    Media nameless = Media.builder("1", "tmdb", "1", MediaKind.MOVIE, Title.of("")).build();
    Media yearless = Media.builder("2", "tmdb", "2", MediaKind.MOVIE, Title.of("Dune")).build();

    assertThat(match("-", 2021, null, List.of(nameless)).match()).isNull();
    assertThat(match("Dune 2021", null, null, List.of(yearless)).match()).isNull();
  }

  @Test
  void seasonWithItsOwnEntryIsPreferredToTheSeries() {
    TitleMatch match =
        match(
            "Overlord 2nd Season",
            null,
            null,
            List.of(series("Overlord", 2015), series("Overlord II", 2018)));

    assertThat(match.match()).isNotNull().returns("Overlord II 2018", Media::id);
  }

  @Test
  void yearMoreThanOneOffIsNoMatch() {
    List<Media> heat = List.of(film("Heat", 1995));

    assertThat(match("Heat", 1995, null, heat).match()).isNotNull();
    assertThat(match("Heat", 1994, null, heat).match()).isNotNull();
    assertThat(match("Heat", 1993, null, heat).match()).isNull();
    assertThat(match("Heat", 1997, null, heat).confidence()).isZero();
  }

  @Test
  void exactYearIsPreferredToAnAdjacentOne() {
    TitleMatch match = match("Sisters", 2015, null, both("Sisters", 2014, 900, 2015, 1));

    assertThat(match.match()).isNotNull().returns("Sisters 2015", Media::id);
  }

  @Test
  void wrongTypeIsNoMatch() {
    TitleMatch match = match("Fargo", null, MediaKind.SERIES, List.of(film("Fargo", 1996)));

    assertThat(match.match()).isNull();
    assertThat(match.confidence()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dune (2021)", "Dune 2021", "Dune.2021.1080p.BluRay.x264", "Dune [2021]"})
  void yearInTheTitleSelectsTheRemake(String asked) {
    TitleMatch match = match(asked, null, null, both("Dune", 1984, 90, 2021, 10));

    assertThat(match.match()).isNotNull().returns("Dune 2021", Media::id);
  }

  @ParameterizedTest
  @CsvSource({"2012, 2009", "1917, 2019", "Blade Runner 2049, 2017", "Wonder Woman 1984, 2020"})
  void yearCanBeTheTitle(String title, int year) {
    List<Media> found = List.of(film(title, year));

    assertThat(match(title, null, null, found).match()).isNotNull();
    assertThat(match(title, year, null, found).match()).isNotNull();
    assertThat(match(title + " (" + year + ")", null, null, found).match()).isNotNull();
  }

  @Test
  void yearBehindACandidateTitleIsIgnored() {
    TitleMatch match =
        match("Hunter x Hunter", 2011, null, List.of(series("Hunter x Hunter (2011)", 2011)));

    assertThat(match.match()).isNotNull();
  }

  @Test
  void remakesAreAmbiguousWithoutYear() {
    TitleMatch match = match("Dune", null, null, both("Dune", 1984, 30, 2021, 90));

    assertThat(match.match()).isNull();
    assertThat(match.confidence()).isLessThan(TitleMatcher.THRESHOLD);
    assertThat(match.candidates().get(0).id()).isEqualTo("Dune 2021");
  }

  @Test
  void filmAndSeriesWithTheSameTitleAreAmbiguousWithoutType() {
    List<Media> found = List.of(film("Fargo", 1996), series("Fargo", 2014));

    assertThat(match("Fargo", null, null, found).match()).isNull();
    assertThat(match("Fargo", null, MediaKind.MOVIE, found).match()).isNotNull();
  }

  @Test
  void farMorePopularNamesakeMatchesWithLowerConfidence() {
    assertThat(match("Titanic", null, null, both("Titanic", 1943, 10, 1997, 100)).match()).isNull();

    TitleMatch match = match("Titanic", null, null, both("Titanic", 1943, 4, 1997, 100));

    assertThat(match.match()).isNotNull().returns("Titanic 1997", Media::id);
    assertThat(match.confidence()).isLessThan(0.9);
  }

  @Test
  void obscureNamesakesDoNotHideAFamousWork() {
    List<Media> found = new ArrayList<>(List.of(popular("Heat", 1995, 60)));
    IntStream.range(0, 9).forEach(i -> found.add(popular("Heat", 2000 + i, 1)));

    assertThat(match("Heat", null, null, found).match())
        .isNotNull()
        .returns("Heat 1995", Media::id);
  }

  @Test
  void popularityDoesNotLiftALessSimilarTitle() {
    Media exact = popular("Ring", 1998, 1);
    Media popular = popular("Ringer", 2005, 1000);

    assertThat(match("Ring", null, null, List.of(popular, exact)).match()).isSameAs(exact);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a ",
        "2 ",
        "2019 ",
        "(",
        "- ",
        "s1e1 ",
        "x264 ",
        ". ",
        "é",
        "Part II ",
        "千",
        "𝒜"
      })
  void hostileTitleAmongHundredsOfCandidatesIsMatchedInTime(String piece) {
    String asked = piece.repeat(200 / piece.codePointCount(0, piece.length()));
    List<Media> found =
        IntStream.range(0, 300)
            .mapToObj(i -> film(piece.repeat(1 + i) + ": " + i, 1900 + i % 100))
            .toList();

    TitleMatch match = match(asked, null, null, found);

    assertThat(match.candidates()).hasSize(300);
    assertThat(match.candidates())
        .allSatisfy(candidate -> assertThat(candidate.confidence()).isBetween(0.0, 1.0));
  }

  private TitleMatch match(
      String title, @Nullable Integer year, @Nullable MediaKind type, List<Media> candidates) {
    return matcher.match(new TitleQuery(title, year, type), candidates);
  }

  private static List<Media> both(
      String title, int year, double popularity, int otherYear, double otherPopularity) {
    return List.of(popular(title, year, popularity), popular(title, otherYear, otherPopularity));
  }

  private static Media film(String title, int year) {
    return media(MediaKind.MOVIE, title, year).build();
  }

  private static Media series(String title, int year) {
    return media(MediaKind.SERIES, title, year).build();
  }

  private static Media from(String country, String title, int year) {
    return media(MediaKind.SERIES, title, year).country(country).build();
  }

  private static Media popular(String title, int year, double popularity) {
    return media(MediaKind.MOVIE, title, year).popularity(popularity).build();
  }

  private static MediaBuilder media(MediaKind kind, String title, int year) {
    String id = title + " " + year;
    return Media.builder(id, "tmdb", id, kind, Title.of(title)).year(year);
  }
}

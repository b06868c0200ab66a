package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.budget.Urgency;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.testing.FakeTmdb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TmdbMatchingTest {

  private static final int PER_PAGE = 20;

  private final List<Media> catalogue = new ArrayList<>();
  private final List<String> searches = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private @Nullable MediaSourceException alternativeTitlesFailure;

  /** Finds all that has the type and year, whatever the text. */
  private final FakeTmdb tmdb =
      new FakeTmdb(
          (detail, call) -> {
            throw new IllegalStateException("a match needs no details");
          },
          (search, call) -> {
            calls.add(call);
            searches.add("multi " + search.q());
            return Answer.of(page(catalogue));
          },
          (search, call) -> {
            calls.add(call);
            String year = search.year() == null ? "" : " " + search.year();
            searches.add(search.type() + " " + search.q() + year);
            return Answer.of(
                page(
                    catalogue.stream()
                        .filter(media -> media.kind() == search.type())
                        .filter(
                            media -> search.year() == null || search.year().equals(media.year()))
                        .toList()));
          },
          (detail, call) -> {
            calls.add(call);
            searches.add("titles of " + detail.kind() + " " + detail.id());
            if (alternativeTitlesFailure != null) {
              throw alternativeTitlesFailure;
            }
            return Answer.of(List.of("Shingeki no Kyojin"));
          });

  private static MediaPage page(List<Media> found) {
    List<Media> first = found.stream().limit(PER_PAGE).toList();
    return new MediaPage(first, 1, PER_PAGE, found.size() > PER_PAGE);
  }

  private void film(String title, int year) {
    add(title, MediaKind.MOVIE, year);
  }

  private void series(String title, int year) {
    add(title, MediaKind.SERIES, year);
  }

  private void add(String title, MediaKind kind, int year) {
    String id = Integer.toString(catalogue.size() + 1);
    catalogue.add(
        Media.builder("tmdb:" + kind + ":" + id, "tmdb", id, kind, Title.of(title))
            .year(year)
            .popularity(100.0 - catalogue.size())
            .build());
  }

  private TitleMatch match(String title, @Nullable Integer year, @Nullable MediaKind type) {
    Call call = Call.before(Instant.MAX);
    Answer<TitleMatch> answer =
        new TmdbMatching(tmdb).match(new TitleQuery(title, year, type), call);
    return answer.orElseThrow();
  }

  /** More films of the name than a page holds, all of other years. */
  private void manyFilms(String title) {
    for (int year = 1950; year < 1980; year++) {
      film(title, year);
    }
  }

  @ParameterizedTest
  @CsvSource({"MOVIE", "''"})
  void filmBehindTheFirstPageIsFoundByItsYear(String type) {
    manyFilms("Mary");
    film("Mary", 2019);

    TitleMatch match = match("Mary", 2019, type.isEmpty() ? null : MediaKind.valueOf(type));

    assertThat(match.match()).isNotNull().returns(2019, Media::year);
    assertThat(match.confidence()).isGreaterThan(0.95);
    assertThat(searches).first().isEqualTo("MOVIE Mary 2019");
  }

  @Test
  void seriesBehindTheFirstPageIsFoundByItsFirstAirYear() {
    manyFilms("Evil");
    series("Evil", 2019);

    assertThat(match("Evil", 2019, MediaKind.SERIES).match()).isNotNull();
    assertThat(searches).containsExactly("SERIES Evil 2019");
  }

  @Test
  void filmAndSeriesOfTheYearAreComparedWhenTheTypeIsUnknown() {
    film("Evil", 2019);
    series("Evil", 2019);

    assertThat(match("Evil", 2019, null).match()).isNull();
    assertThat(searches).startsWith("MOVIE Evil 2019", "SERIES Evil 2019");
  }

  @Test
  void titleThatIsOneYearOffIsFoundWithoutTheYear() {
    film("Harvest", 2024);

    TitleMatch match = match("Harvest", 2025, MediaKind.MOVIE);

    assertThat(match.match()).isNotNull().returns(2024, Media::year);
    assertThat(searches).containsExactly("MOVIE Harvest 2025", "MOVIE Harvest");
  }

  @Test
  void candidateOneYearOffIsNotSureWhileTheSearchHasMorePages() {
    Media close =
        Media.builder("tmdb:movie:1", "tmdb", "1", MediaKind.MOVIE, Title.of("Harvest"))
            .year(2024)
            .build();
    TitleQuery query = new TitleQuery("Harvest", 2025, null);

    assertThat(new TitleMatcher().match(query, List.of(close), false).confidence()).isLessThan(0.9);
    assertThat(new TitleMatcher().match(query, List.of(close), true).confidence())
        .isGreaterThan(0.9);
  }

  @ParameterizedTest
  @CsvSource({
    "One Punch Man Season 3, One Punch Man, 2015, 2025, 3",
    "Jujutsu Kaisen 2nd Season, Jujutsu Kaisen, 2020, 2023, 2",
    "Stranger Things S04E01, Stranger Things, 2016, 2022, 4",
    "Attack on Titan Final Season, Attack on Titan, 2013, 2020,",
    "Overlord IV, Overlord, 2015, 2022, 4",
  })
  void laterSeasonMatchesTheSeriesAndIsNamed(
      String asked, String title, int began, int year, @Nullable Integer season) {
    series(title, began);

    TitleMatch match = match(asked, year, MediaKind.SERIES);

    assertThat(match.match()).isNotNull().returns(began, Media::year);
    assertThat(match.season()).isEqualTo(season);
  }

  @Test
  void firstSeasonMustBeginInTheYear() {
    series("Fargo", 2014);

    assertThat(match("Fargo Season 1", 2014, null).season()).isEqualTo(1);
    assertThat(match("Fargo Season 1", 2020, null).match()).isNull();
    assertThat(match("Fargo", 2014, null).season()).isNull();
  }

  @Test
  void laterSeasonDoesNotMatchASeriesThatBeganAfterIt() {
    series("Fargo", 2014);

    assertThat(match("Fargo Season 2", 2010, null).match()).isNull();
  }

  @Test
  void alternativeTitleIsComparedWhenNoNameFits() {
    series("Attack on Titan", 2013);

    TitleMatch match = match("Shingeki no Kyojin", 2013, MediaKind.SERIES);

    assertThat(match.match()).isNotNull();
    assertThat(searches).containsExactly("SERIES Shingeki no Kyojin 2013", "titles of SERIES 1");
  }

  @Test
  void alternativeTitlesOfARemovedMediumAreNone() {
    alternativeTitlesFailure = new MediaSourceException(Kind.NOT_FOUND, "No such title.");
    series("Attack on Titan", 2013);

    assertThat(match("Shingeki no Kyojin", 2013, MediaKind.SERIES).match()).isNull();
  }

  @Test
  void failureOfTheUpstreamIsPassedOn() {
    alternativeTitlesFailure = new MediaSourceException(Kind.UNAVAILABLE, "TMDB unavailable.");
    series("Attack on Titan", 2013);

    assertThatThrownBy(() -> match("Shingeki no Kyojin", 2013, MediaKind.SERIES))
        .isSameAs(alternativeTitlesFailure);
  }

  @ParameterizedTest
  @CsvSource({"Dune 1951, ", "Overlord IV, 2022", "A / B [C], 2001", "X.2003.1080p.mkv, "})
  void matchTakesAtMostThreeCallsWithoutValidators(String title, @Nullable Integer year) {
    film("Something else", 2003);
    Call call = new Call(Instant.MAX, Urgency.FOREGROUND, "\"tag\"");
    for (MediaKind type : new @Nullable MediaKind[] {null, MediaKind.MOVIE, MediaKind.SERIES}) {
      calls.clear();
      new TmdbMatching(tmdb).match(new TitleQuery(title, year, type), call);

      assertThat(calls).hasSizeBetween(1, 3).allMatch(each -> each.validator() == null);
    }
  }

  @Test
  void halvesAreSearchedBothBeforeAMatch() {
    film("Alien", 1979);
    film("Overlord", 2018);

    assertThat(match("Alien / Overlord", null, null).match()).isNull();
    assertThat(searches).startsWith("multi Alien", "multi Overlord");
  }
}

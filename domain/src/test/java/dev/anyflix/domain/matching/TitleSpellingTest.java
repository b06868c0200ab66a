package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which spellings are one title and which are two, and what to search for. */
class TitleSpellingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AMELIE | Amélie",
        "howls moving castle | Howl’s Moving Castle",
        "Wall-E | WALL·E",
        "Spiderman | Spider-Man",
        "Batman and Robin | Batman & Robin",
        "Matrix | The Matrix",
        "Matrix, The | The Matrix",
        "Rocky 2 | Rocky II",
        "Rocky Ⅱ | Rocky II",
        "Alien³ | Alien 3",
        "The Godfather 2 | The Godfather Part II",
        "Kill Bill | Kill Bill: Vol. 1",
        "Ocean's 11 | Ocean's Eleven",
        "8 1/2 | 8½",
        "Mission Impossible Fallout | Mission: Impossible - Fallout",
        "Star Wars Episode V - The Empire Strikes Back | The Empire Strikes Back",
        "Terminator 2 | Terminator 2: Judgment Day",
        "The Shawshank Redemtion | The Shawshank Redemption",
        "千と千尋の神隠し | 千と千尋の神隠し",
        "амели | Амели",
        "M | M",
        "9 | 9",
        "300 | 300",
        "!!! | !!!",
      })
  void otherSpellingsOfATitleMatch(String asked, String title) {
    assertThat(match(asked, film(title))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Alien | Aliens",
        "Aliens | Alien",
        "Rocky II | Rocky",
        "Rocky | Rocky II",
        "Rocky III | Rocky II",
        "District 9 | District 13",
        "Blade Runner 2049 | Blade Runner",
        "Fahrenheit 9/11 | Fahrenheit 11/9",
        "Dune: Part Two | Dune",
        "Up | Us",
        "Z | X",
        "Cars | Cats",
        "Dark | Dark City",
        "The King and I | The King",
        "リング | リング2",
        "Spider-Man | Spider-Man: Homecoming",
      })
  void similarTitleOfAnotherWorkIsNoMatch(String asked, String title) {
    assertThat(match(asked, film(title))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Shingeki no Kyojin", "Attack on Titan", "進撃の巨人", "AoT", "Hajime's Titans"})
  void everyTitleOfAWorkMatches(String asked) {
    Media media =
        Media.builder(
                "anilist:1",
                "anilist",
                "1",
                MediaKind.ANIME,
                new Title("Titans", "Attack on Titan", "Shingeki no Kyojin", "進撃の巨人", "AoT"))
            .synonyms(List.of("Hajime's Titans"))
            .build();

    assertThat(match(asked, media)).isSameAs(media);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Heat | Heat",
        "Dune (2021) | Dune",
        "2012 | 2012",
        "M*A*S*H | M*A*S*H",
        "S.W.A.T. | S.W.A.T.",
        "千と千尋の神隠し | 千と千尋の神隠し",
        "Blade.Runner.2049.2017.2160p.BluRay.x265.mkv | Blade Runner 2049",
        "Breaking.Bad.S05E14.720p.mkv | Breaking Bad",
        "___ | ___",
        "some_file_name.1080p | some file name",
      })
  void searchTextIsTheTitleWithoutReleaseTags(String asked, String search) {
    assertThat(searches(new TitleQuery(asked, null, null)))
        .extracting(TitleSearch::text)
        .contains(search);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "One Punch Man Season 3 | One Punch Man",
        "Seven Deadly Sins 2nd Season | Seven Deadly Sins",
        "Two and a Half Men S02E03 | Two and a Half Men",
        "World War II in Colour Season 2 | World War II in Colour",
        "Overlord IV | Overlord",
        "Overlord 12 | Overlord",
        "Spice & Wolf Season 2 | Spice & Wolf",
        "Law + Order: S.V.U. - Season 4 | Law + Order: S.V.U.",
        "Grey's Anatomy (Season 5) | Grey's Anatomy",
        "Kaguya-sama: Love Is War? Season 2 | Kaguya-sama: Love Is War?",
        "Pokémon Season 2 | Pokémon",
        "Don't Look Up!, Series Two | Don't Look Up!",
        "Attack on Titan: The Final Season | Attack on Titan",
        "M*A*S*H Season 3 | M*A*S*H",
        "Mr. Robot S1 | Mr. Robot",
        "進撃の巨人第3期 | 進撃の巨人",
        "11.22.63 Season 2 | 11.22.63",
        "Spice & Wolf Season 2 (2024) | Spice & Wolf",
        "Mob Psycho 100 III | Mob Psycho 100",
      })
  void searchTextWithoutTheSeasonKeepsTheSpelling(String asked, String search) {
    var query = new TitleQuery(asked, 2020, MediaKind.SERIES);

    assertThat(TitleMatcher.readings(query))
        .filteredOn(reading -> reading.season() != null)
        .isNotEmpty()
        .allSatisfy(reading -> assertThat(reading.text()).isEqualTo(search));
    assertThat(searches(query)).extracting(TitleSearch::text).contains(search);
  }

  private static List<TitleSearch> searches(TitleQuery query) {
    return TitleSearch.plan(query, TitleMatcher.readings(query));
  }

  private static @Nullable Media match(String asked, Media candidate) {
    return new TitleMatcher().match(new TitleQuery(asked, null, null), List.of(candidate)).match();
  }

  private static Media film(String title) {
    return Media.builder("tmdb:movie:1", "tmdb", "1", MediaKind.MOVIE, Title.of(title)).build();
  }

  @Test
  void searchTextIsWithinTheLengthLimit() {
    var query = new TitleQuery("a&".repeat(95) + " season 2", null, null);

    assertThat(searches(query))
        .isNotEmpty()
        .allMatch(each -> each.text().length() <= TmdbSearch.MAX_LENGTH);
  }
}

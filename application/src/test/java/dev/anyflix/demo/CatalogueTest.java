package dev.anyflix.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.testing.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private static final Set<String> FORMATS = Set.of("TV", "MOVIE", "OVA", "ONA", "SPECIAL");

  private final List<Anime> anime = AnimeCatalogue.load(new ManualClock()).all();
  private final List<Work> works = WorkCatalogue.load().all();

  @Test
  void catalogueHasAHundredOfEachKind() {
    assertThat(anime).hasSizeGreaterThanOrEqualTo(100);
    assertThat(works).hasSizeGreaterThanOrEqualTo(100);
    assertThat(works.stream().filter(Work::isFilm)).hasSizeGreaterThan(50);
    assertThat(works.stream().filter(work -> !work.isFilm())).hasSizeGreaterThan(40);
  }

  @Test
  void catalogueHasTheExamplesAndNoDuplicates() {
    assertThat(anime)
        .extracting(Anime::id)
        .contains(1, 20, 21, 5114, 16498)
        .doesNotHaveDuplicates();
    assertThat(anime).extracting(Anime::malId).doesNotHaveDuplicates();
    assertThat(works)
        .extracting(Work::key)
        .contains(new Work.Key("movie", 603), new Work.Key("tv", 1396));
    assertThat(works).extracting(Work::imdb).doesNotHaveDuplicates();
  }

  @Test
  void animeFieldsAreInRange() {
    assertThat(anime)
        .allSatisfy(
            it -> {
              assertThat(FORMATS).contains(it.format());
              assertThat(it.start().getYear()).isBetween(1960, 2026);
              assertThat(it.end() == null).isEqualTo(it.status().equals("RELEASING"));
              assertThat(it.end() == null || !it.end().isBefore(it.start())).isTrue();
              assertThat(it.episodes() == null).isEqualTo(it.status().equals("RELEASING"));
              assertThat(it.minutes()).isBetween(3, 180);
              assertThat(it.score()).isBetween(40, 95);
              assertThat(it.popularity()).isBetween(10_000, 1_500_000);
              assertThat(it.genres()).isNotEmpty();
              assertThat(it.tags()).isNotEmpty();
            });
  }

  @Test
  void workFieldsAreInRange() {
    assertThat(works)
        .allSatisfy(
            it -> {
              assertThat(it.key().kind()).isIn("movie", "tv");
              assertThat(it.imdb()).matches("tt\\d{7,8}");
              assertThat(it.date().getYear()).isBetween(1920, 2026);
              assertThat(it.end() == null || !it.end().isBefore(it.date())).isTrue();
              assertThat(it.minutes()).isBetween(10, 240);
              assertThat(it.score()).isBetween(4.0, 9.5);
              assertThat(it.language()).hasSize(2);
              assertThat(it.country()).hasSize(2);
              assertThat(it.genres()).isNotEmpty();
              assertThat(it.genres())
                  .allSatisfy(genre -> assertThat(TmdbGenres.id(genre)).isPositive());
              assertThat(it.seasons() == null || it.seasons() > 0).isTrue();
              assertThat(it.isFilm() && !it.episodes().isEmpty()).isFalse();
            });
  }

  @Test
  void worksWithOneTitleDifferInYear() {
    assertThat(
            works.stream()
                .collect(Collectors.groupingBy(Work::title, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey))
        .contains("Dune", "The Thing", "Fargo", "Godzilla", "The Office");
    assertThat(works)
        .extracting(work -> work.title() + " " + work.date().getYear())
        .doesNotHaveDuplicates();
  }

  @Test
  void sequelRelationHasItsInverse() {
    AnimeCatalogue catalogue = AnimeCatalogue.load(new ManualClock());
    Anime second = catalogue.find(20958).orElseThrow();

    assertThat(catalogue.relations(second))
        .extracting(relation -> relation.type() + " " + relation.anime().id())
        .containsExactly("PREQUEL 16498", "SEQUEL 99147");
  }

  @Test
  void tenSeriesHaveEpisodeTitlesAsManyAsEpisodes() {
    WorkCatalogue catalogue = WorkCatalogue.load();
    int titled = 0;
    for (Work work : works) {
      for (int season = 1; season <= work.episodes().size(); season++) {
        int titles = catalogue.seasonTexts(work, season).titles().size();
        assertThat(titles).as(work.title()).isIn(0, catalogue.episodeCount(work, season));
        titled += season == 1 && titles > 0 ? 1 : 0;
      }
    }
    assertThat(titled).isEqualTo(10);
  }

  @Test
  void collectionsHaveFilmsOfTheCatalogueAndTranslationsBelongToThem() {
    WorkCatalogue catalogue = WorkCatalogue.load();

    assertThat(works.stream().flatMap(work -> catalogue.collectionOf(work).stream()).distinct())
        .hasSize(10)
        .allSatisfy(
            collection ->
                assertThat(collection.films())
                    .allSatisfy(key -> assertThat(catalogue.find(key)).isPresent()));
    assertThat(works.stream().mapToInt(work -> catalogue.translations(work).size()).sum())
        .isEqualTo(Table.read("/demo/translations.tsv").size());
  }

  @Test
  void knownForRefersToWorksOfTheCatalogue() {
    WorkCatalogue catalogue = WorkCatalogue.load();

    assertThat(catalogue.people()).hasSizeGreaterThan(10);
    assertThat(catalogue.people())
        .allSatisfy(
            person ->
                assertThat(person.knownFor())
                    .isNotEmpty()
                    .allSatisfy(key -> assertThat(catalogue.find(key)).isPresent()));
  }
}

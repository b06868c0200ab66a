package dev.anyflix.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anyflix.domain.matching.SearchMerge.Found;
import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.Title;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearchMergeTest {

  private static MediaBuilder media(String id, MediaKind kind, String title, Integer year) {
    String source = id.substring(0, id.indexOf(':'));
    return Media.builder(id, source, id.substring(id.lastIndexOf(':') + 1), kind, Title.of(title))
        .year(year);
  }

  private static Found found(String source, Media... items) {
    return new Found(source, source.equals("archive"), List.of(items));
  }

  private static List<String> merged(String text, Found... found) {
    return SearchMerge.merge(text, List.of(found), id -> null).stream().map(Media::id).toList();
  }

  @Test
  void sameTitleFormAndYearAreOneItemWithBothIds() {
    Media anime =
        media("anilist:1", MediaKind.ANIME, "Cowboy Bebop", 1998)
            .format(MediaFormat.TV)
            .externalIds(Map.of("mal", "1"))
            .build();
    Media series = media("tmdb:tv:30991", MediaKind.SERIES, "Cowboy Bebop", 1998).build();

    List<Media> items =
        SearchMerge.merge(
            "cowboy", List.of(found("anilist", anime), found("tmdb", series)), id -> null);

    assertThat(items).hasSize(1);
    assertThat(items.get(0).id()).isEqualTo("anilist:1");
    assertThat(items.get(0).externalIds()).isEqualTo(Map.of("mal", "1", "tmdb", "tv:30991"));
  }

  @Test
  void otherYearFormOrKindIsAnotherTitle() {
    Media film = media("tmdb:movie:1", MediaKind.MOVIE, "Dune", 2021).build();

    assertThat(
            merged(
                "dune",
                found("tmdb", film),
                found("archive", media("archive:dune", MediaKind.VIDEO, "Dune", 1984).build())))
        .hasSize(2);
    assertThat(
            merged(
                "dune",
                found("tmdb", film),
                found("jellyfin", media("jellyfin:1", MediaKind.SERIES, "Dune", 2021).build())))
        .hasSize(2);
    assertThat(
            merged(
                "dune",
                found("anilist", media("anilist:9", MediaKind.MANGA, "Dune", 2021).build()),
                found("tmdb", film)))
        .hasSize(2);
  }

  @Test
  void unknownYearIsNotTakenForTheSame() {
    assertThat(
            merged(
                "dune",
                found("tmdb", media("tmdb:movie:1", MediaKind.MOVIE, "Dune", null).build()),
                found("archive", media("archive:dune", MediaKind.VIDEO, "Dune", null).build())))
        .hasSize(2);
  }

  @Test
  void sharedIdMergesWhateverTheNames() {
    Media anime =
        media("anilist:1", MediaKind.ANIME, "Shingeki no Kyojin", 2013)
            .externalIds(Map.of("mal", "16498"))
            .build();
    Media kitsu =
        media("kitsu:7442", MediaKind.ANIME, "Attack on Titan", null)
            .externalIds(Map.of("mal", "16498"))
            .build();

    assertThat(merged("titan", found("anilist", anime), found("kitsu", kitsu)))
        .containsExactly("anilist:1");
  }

  @Test
  void otherIdAtTheSameSiteIsAnotherTitle() {
    Media one =
        media("tmdb:movie:1", MediaKind.MOVIE, "Dune", 2021)
            .externalIds(Map.of("imdb", "tt1"))
            .build();
    Media other =
        media("jellyfin:1", MediaKind.MOVIE, "Dune", 2021)
            .externalIds(Map.of("imdb", "tt2"))
            .build();

    assertThat(merged("dune", found("tmdb", one), found("jellyfin", other))).hasSize(2);
  }

  @Test
  void knownMapOfIdsMergesItsTitlesButNotALaterSeason() {
    Media anime = media("anilist:2", MediaKind.ANIME, "Kyojin", 2013).build();
    Media series = media("tmdb:tv:1429", MediaKind.SERIES, "Titan", 2013).build();
    Map<String, String> ids = Map.of("anilist", "2", "tmdb", "tv:1429");
    List<Found> found = List.of(found("anilist", anime), found("tmdb", series));

    assertThat(SearchMerge.merge("titan", found, id -> id.equals("anilist:2") ? map(ids, 1) : null))
        .hasSize(1);
    assertThat(SearchMerge.merge("titan", found, id -> id.equals("anilist:2") ? map(ids, 2) : null))
        .hasSize(2);
  }

  private static IdMap map(Map<String, String> ids, int season) {
    return new IdMap("anilist:2", ids, season, List.of(), List.of());
  }

  @Test
  void titlesOfOneSourceStayApartUnlessItHasCopies() {
    Media one = media("tmdb:movie:1", MediaKind.MOVIE, "Dune", 2021).build();
    Media two = media("tmdb:movie:2", MediaKind.MOVIE, "Dune", 2021).build();
    Media first = media("archive:a", MediaKind.VIDEO, "Dune", 2021).build();
    Media second = media("archive:b", MediaKind.VIDEO, "Dune", 2021).build();

    assertThat(merged("dune", found("tmdb", one, two))).hasSize(2);
    assertThat(merged("dune", found("archive", first, second))).containsExactly("archive:a");
  }

  @Test
  void filmWithActorsIsNotTheAnimeOfItsTitle() {
    Media anime =
        media("anilist:1", MediaKind.ANIME, "Death Note", 2006).format(MediaFormat.TV).build();
    Media acted =
        media("tmdb:tv:2", MediaKind.SERIES, "Death Note", 2006).genres(List.of("Drama")).build();

    assertThat(merged("death note", found("anilist", anime), found("tmdb", acted))).hasSize(2);
  }

  @Test
  void mostAlikeTitleIsFirstThenTheMostPopularOfItsSource() {
    Media exact = media("tmdb:movie:1", MediaKind.MOVIE, "Alien", 1979).popularity(1.0).build();
    Media longer =
        media("tmdb:movie:2", MediaKind.MOVIE, "Alien Nation", 1988).popularity(9.0).build();
    Media popular =
        media("archive:x", MediaKind.VIDEO, "Alien", 2003).popularity(1_000_000.0).build();

    assertThat(merged("alien", found("tmdb", longer, exact), found("archive", popular)))
        .containsExactly("archive:x", "tmdb:movie:1", "tmdb:movie:2");
  }

  @Test
  void answerOfAnotherSourceInItsPlaceKeepsTheIdOfTheSource() {
    Media inPlace =
        media("kitsu:7", MediaKind.ANIME, "Cowboy Bebop", 1998).build().withId("anilist", "1");
    Media kitsu =
        media("kitsu:7", MediaKind.ANIME, "Cowboy Bebop", 1998)
            .externalIds(Map.of("anilist", "1"))
            .build();

    assertThat(merged("cowboy", found("anilist", inPlace), found("kitsu", kitsu)))
        .containsExactly("anilist:1");
  }

  /**
   * A half of the catalogue. Duplicates of the half for tuning may be looked at to change the
   * rules; those of the held-out half are only counted. The hash of its name and year tells which
   * half a title is in, so that a new title moves no other.
   */
  enum Half {
    TUNING,
    HELD_OUT;

    List<Media> titles() {
      return Catalogue.read().all().stream().filter(media -> of(media) == this).toList();
    }

    private static Half of(Media media) {
      var hash = new CRC32();
      hash.update((media.title().preferred() + media.year()).getBytes(StandardCharsets.UTF_8));
      return values()[(int) (hash.getValue() % 2)];
    }
  }

  /**
   * The titles of the catalogue, told by two sources in different spellings: none is lost, and at
   * most 1 % come twice.
   */
  @ParameterizedTest
  @EnumSource(Half.class)
  void fewTitlesOfTheCatalogueComeTwiceAndNoneIsLost(Half half) {
    int titles = 0;
    int twice = 0;
    List<Media> all = half.titles();
    for (int from = 0; from < all.size(); from += 40) {
      List<Media> page =
          all.subList(from, Math.min(all.size(), from + 40)).stream()
              .map(media -> media.withId("tmdb", media.id()))
              .toList();
      List<Media> copies = new ArrayList<>();
      for (int i = 0; i < page.size(); i++) {
        copies.add(respelled(page.get(i), from + i));
      }
      List<Media> items =
          SearchMerge.merge(
              "x",
              List.of(new Found("tmdb", false, page), new Found("jellyfin", false, copies)),
              id -> null);
      Set<String> ids = new HashSet<>();
      items.forEach(item -> ids.add(item.id()));
      page.forEach(media -> assertThat(ids).contains(media.id()));
      titles += page.size();
      twice += items.size() - page.size();
    }
    System.out.printf("[search] %s: %d of %d titles come twice%n", half, twice, titles);
    assertThat(twice).isLessThanOrEqualTo(titles / 100);
  }

  @Test
  void titleOfAnEarlierPageIsLeftOut() {
    Media film = media("tmdb:movie:1", MediaKind.MOVIE, "Dune", 2021).build();
    Media remake = media("tmdb:movie:2", MediaKind.MOVIE, "Dune", 2021).build();
    Media copy = media("archive:dune", MediaKind.VIDEO, "Dune", 2021).build();
    Media other = media("archive:alien", MediaKind.VIDEO, "Alien", 1979).build();
    List<Found> earlier = List.of(found("tmdb", film));

    assertThat(later("dune", earlier, found("archive", copy, other)))
        .containsExactly("archive:alien");
    assertThat(later("dune", earlier, found("tmdb", film, remake))).containsExactly("tmdb:movie:2");
  }

  @Test
  void mediumThatASourceHasTwiceIsOneTitle() {
    Media film = media("tmdb:movie:1", MediaKind.MOVIE, "Dune", 2021).build();

    assertThat(merged("dune", found("tmdb", film, film))).containsExactly("tmdb:movie:1");
  }

  private static List<String> later(String text, List<Found> earlier, Found... found) {
    return SearchMerge.merge(text, List.of(found), earlier, id -> null).stream()
        .map(Media::id)
        .toList();
  }

  /**
   * Two sources tell the catalogue in spellings and orders of their own, in pages of 20: none is
   * lost, and at most 1 % come twice to a reader of all pages.
   */
  @ParameterizedTest
  @EnumSource(Half.class)
  void fewTitlesOfTheCatalogueComeTwiceToAReaderOfAllPages(Half half) {
    List<Media> all = half.titles();
    List<Media> films = all.stream().map(media -> media.withId("tmdb", media.id())).toList();
    List<Media> copies = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      copies.add(respelled(all.get(i), i));
    }
    var random = new Random(7);
    double[] places = all.stream().mapToDouble(each -> 60 * random.nextGaussian()).toArray();
    copies.sort(Comparator.comparingDouble(copy -> number(copy) + places[number(copy)]));
    List<Found> earlier = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    int items = 0;
    long nanos = 0;
    for (int page = 0; page * 20 < films.size(); page++) {
      List<Found> found = List.of(page("tmdb", films, page), page("jellyfin", copies, page));
      long begin = System.nanoTime();
      List<Media> merged =
          SearchMerge.merge(
              "x",
              found,
              earlier.subList(Math.max(0, earlier.size() - 20), earlier.size()),
              id -> null);
      nanos = Math.max(nanos, System.nanoTime() - begin);
      merged.forEach(media -> shown.add(media.id()));
      items += merged.size();
      earlier.addAll(found);
    }
    int twice = items - films.size();
    System.out.printf(
        "[search] %s: %d of %d titles come twice in %d pages; a page takes %d ms at most%n",
        half, twice, films.size(), earlier.size() / 2, nanos / 1_000_000);
    films.stream()
        .filter(film -> !shown.contains(film.id()))
        .forEach(film -> assertThat(shown).contains("jellyfin:" + films.indexOf(film)));
    assertThat(twice).isLessThanOrEqualTo(films.size() / 100);
  }

  private static int number(Media copy) {
    return Integer.parseInt(copy.sourceId());
  }

  private static Found page(String source, List<Media> media, int page) {
    return new Found(
        source, false, media.subList(page * 20, Math.min(media.size(), page * 20 + 20)));
  }

  private static Media respelled(Media media, int number) {
    String title = media.title().preferred();
    String original = media.title().original();
    String spelled =
        switch (number % 6) {
          case 0 -> title.toUpperCase(Locale.ROOT);
          case 1 -> title.replaceAll("[:.,!?'’]", "");
          case 2 -> title.contains("&") ? title.replace("&", "and") : title.replace(" and ", " & ");
          case 3 -> original == null ? title : original;
          case 4 -> title.replaceFirst("^The (.+)$", "$1, The");
          default -> title.replace(": ", " - ");
        };
    return media("jellyfin:" + number, media.kind(), spelled, media.year()).build();
  }
}

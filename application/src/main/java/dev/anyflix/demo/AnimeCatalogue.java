package dev.anyflix.demo;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The built-in anime and their relations. Immutable. */
final class AnimeCatalogue {

  /**
   * A relation to another anime.
   *
   * @param type AniList's relation type
   * @param anime the related anime
   */
  record Relation(String type, Anime anime) {}

  /**
   * Somebody who made an anime.
   *
   * @param name the name
   * @param role AniList's role, such as {@code Director}
   */
  record Staff(String name, String role) {}

  private static final Map<String, String> INVERSE =
      Map.of(
          "SEQUEL", "PREQUEL",
          "PREQUEL", "SEQUEL",
          "SIDE_STORY", "PARENT",
          "ALTERNATIVE", "ALTERNATIVE");

  private final Map<Integer, Anime> byId = new LinkedHashMap<>();
  private final Map<Integer, List<Relation>> relations = new LinkedHashMap<>();

  private final Map<Integer, List<Staff>> staff = new LinkedHashMap<>();

  private AnimeCatalogue() {}

  /** Reads the catalogue; the titles that air this season start in the present quarter. */
  static AnimeCatalogue load(Clock clock) {
    AnimeCatalogue catalogue = new AnimeCatalogue();
    Table.read("/demo/anime.tsv").stream().map(Anime::from).forEach(catalogue::add);
    LocalDate today = LocalDate.now(clock);
    LocalDate quarter = today.with(today.getMonth().firstMonthOfQuarter()).withDayOfMonth(1);
    for (Table.Row row : Table.read("/demo/anime-this-season.tsv")) {
      catalogue.add(Anime.airing(row, quarter));
    }
    for (Table.Row row : Table.read("/demo/anime-staff.tsv")) {
      catalogue
          .staff
          .computeIfAbsent(row.number("id"), id -> new ArrayList<>())
          .add(new Staff(row.text("name"), row.text("role")));
    }
    for (Table.Row row : Table.read("/demo/anime-relations.tsv")) {
      String type = row.text("relation");
      String inverse = Optional.ofNullable(INVERSE.get(type)).orElseThrow();
      catalogue.relate(row.number("id"), type, row.number("related"));
      catalogue.relate(row.number("related"), inverse, row.number("id"));
    }
    return catalogue;
  }

  private void add(Anime anime) {
    if (byId.put(anime.id(), anime) != null) {
      throw new IllegalStateException("duplicate anime id " + anime.id());
    }
  }

  private void relate(int from, String type, int to) {
    relations
        .computeIfAbsent(from, id -> new ArrayList<>())
        .add(new Relation(type, find(to).orElseThrow()));
  }

  List<Anime> all() {
    return List.copyOf(byId.values());
  }

  Optional<Anime> find(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<Relation> relations(Anime anime) {
    return relations.getOrDefault(anime.id(), List.of());
  }

  List<Staff> staff(Anime anime) {
    return staff.getOrDefault(anime.id(), List.of());
  }

  /** The episodes of all anime in a period by air time; the end is exclusive. */
  List<Airing> airings(Instant from, Instant to) {
    return byId.values().stream()
        .flatMap(anime -> anime.airings(from, to))
        .sorted(Comparator.comparing(Airing::at).thenComparingInt(it -> it.anime().id()))
        .toList();
  }

  /** Unrelated anime by the number of shared genres, then by popularity. */
  List<Anime> similar(Anime anime, int limit) {
    List<Integer> related =
        relations(anime).stream().map(relation -> relation.anime().id()).toList();
    return byId.values().stream()
        .filter(other -> other.id() != anime.id() && !related.contains(other.id()))
        .filter(other -> !Collections.disjoint(other.genres(), anime.genres()))
        .sorted(
            Comparator.comparingLong((Anime other) -> shared(anime.genres(), other.genres()))
                .thenComparingInt(Anime::popularity)
                .reversed())
        .limit(limit)
        .toList();
  }

  private static long shared(List<String> some, List<String> others) {
    return some.stream().filter(others::contains).count();
  }
}

package dev.anyflix.demo;

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

  private static final Map<String, String> INVERSE =
      Map.of(
          "SEQUEL", "PREQUEL",
          "PREQUEL", "SEQUEL",
          "SIDE_STORY", "PARENT",
          "ALTERNATIVE", "ALTERNATIVE");

  private final Map<Integer, Anime> byId = new LinkedHashMap<>();
  private final Map<Integer, List<Relation>> relations = new LinkedHashMap<>();

  private AnimeCatalogue() {}

  static AnimeCatalogue load() {
    AnimeCatalogue catalogue = new AnimeCatalogue();
    for (Table.Row row : Table.read("/demo/anime.tsv")) {
      Anime anime = Anime.from(row);
      if (catalogue.byId.put(anime.id(), anime) != null) {
        throw new IllegalStateException("duplicate anime id " + anime.id());
      }
    }
    for (Table.Row row : Table.read("/demo/anime-relations.tsv")) {
      String type = row.text("relation");
      String inverse = Optional.ofNullable(INVERSE.get(type)).orElseThrow();
      catalogue.relate(row.number("id"), type, row.number("related"));
      catalogue.relate(row.number("related"), inverse, row.number("id"));
    }
    return catalogue;
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

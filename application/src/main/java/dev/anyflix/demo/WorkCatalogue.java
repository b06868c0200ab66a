package dev.anyflix.demo;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The built-in films, series and people. Immutable. */
final class WorkCatalogue {

  /**
   * A person in search results.
   *
   * @param id TMDB's id
   * @param name the name
   * @param department TMDB's department, such as {@code Acting}
   * @param knownFor works listed with the person
   */
  record Person(int id, String name, String department, List<Work.Key> knownFor) {}

  private final Map<Work.Key, Work> works = new LinkedHashMap<>();
  private final Map<String, Person> people = new LinkedHashMap<>();

  private WorkCatalogue() {}

  static WorkCatalogue load() {
    WorkCatalogue catalogue = new WorkCatalogue();
    for (Table.Row row : Table.read("/demo/films-and-series.tsv")) {
      Work work = Work.from(row);
      if (catalogue.works.put(work.key(), work) != null) {
        throw new IllegalStateException("duplicate work " + work.key());
      }
    }
    for (Table.Row row : Table.read("/demo/people.tsv")) {
      List<Work.Key> knownFor = row.list("known_for").stream().map(Work.Key::parse).toList();
      Person person =
          new Person(row.number("id"), row.text("name"), row.text("department"), knownFor);
      catalogue.people.put(person.name(), person);
    }
    return catalogue;
  }

  List<Work> all() {
    return List.copyOf(works.values());
  }

  List<Person> people() {
    return List.copyOf(people.values());
  }

  Optional<Work> find(Work.Key key) {
    return Optional.ofNullable(works.get(key));
  }

  Optional<Person> person(String name) {
    return Optional.ofNullable(people.get(name));
  }

  /** Works of the same kind by the number of shared genres, then by votes. */
  List<Work> similar(Work work, int limit) {
    return works.values().stream()
        .filter(other -> other.isFilm() == work.isFilm() && !other.key().equals(work.key()))
        .filter(other -> !Collections.disjoint(other.genres(), work.genres()))
        .sorted(
            Comparator.comparingLong((Work other) -> shared(work.genres(), other.genres()))
                .thenComparingInt(Work::votes)
                .reversed())
        .limit(limit)
        .toList();
  }

  private static long shared(List<String> some, List<String> others) {
    return some.stream().filter(others::contains).count();
  }
}

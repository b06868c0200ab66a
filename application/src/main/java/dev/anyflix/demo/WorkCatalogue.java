package dev.anyflix.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The built-in films, series, people, collections, translations and episodes. Immutable. */
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

  /**
   * Films that belong together.
   *
   * @param id TMDB's id
   * @param name the name
   * @param overview one sentence
   * @param films its films, the oldest first
   */
  record FilmCollection(int id, String name, String overview, List<Work.Key> films) {}

  /**
   * A title in another language.
   *
   * @param language the ISO 639-1 code
   * @param title the title
   * @param overview one sentence; empty if it is not translated
   */
  record Translation(String language, String title, String overview) {}

  /**
   * The texts of a season's episodes.
   *
   * @param titles the titles, in order
   * @param overviews one sentence each; empty if there are none
   */
  record SeasonTexts(List<String> titles, List<String> overviews) {

    static final SeasonTexts NONE = new SeasonTexts(List.of(), List.of());
  }

  private record SeasonKey(int series, int number) {}

  private final Map<Work.Key, Work> works = new LinkedHashMap<>();
  private final Map<String, Person> people = new LinkedHashMap<>();

  private final Map<Integer, FilmCollection> collections = new LinkedHashMap<>();
  private final Map<Work.Key, List<Translation>> translations = new LinkedHashMap<>();
  private final Map<SeasonKey, SeasonTexts> seasons = new LinkedHashMap<>();

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
    for (Table.Row row : Table.read("/demo/collections.tsv")) {
      List<Work.Key> films =
          row.list("films").stream()
              .map(id -> new Work.Key("movie", Integer.parseInt(id)))
              .toList();
      int id = row.number("id");
      catalogue.collections.put(
          id, new FilmCollection(id, row.text("name"), row.text("overview"), films));
    }
    for (Table.Row row : Table.read("/demo/translations.tsv")) {
      catalogue
          .translations
          .computeIfAbsent(
              new Work.Key(row.text("kind"), row.number("id")), key -> new ArrayList<>())
          .add(
              new Translation(
                  row.text("language"),
                  row.text("title"),
                  Objects.requireNonNullElse(row.optional("overview"), "")));
    }
    for (Table.Row row : Table.read("/demo/episodes.tsv")) {
      catalogue.seasons.put(
          new SeasonKey(row.number("id"), row.number("season")),
          new SeasonTexts(row.lines("titles"), row.lines("overviews")));
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

  /** The directors of a film and the writers of a series. */
  List<Person> creators(Work work) {
    return people.values().stream()
        .filter(person -> !person.department().equals("Acting"))
        .filter(person -> person.knownFor().contains(work.key()))
        .toList();
  }

  Optional<FilmCollection> collection(int id) {
    return Optional.ofNullable(collections.get(id));
  }

  Optional<FilmCollection> collectionOf(Work work) {
    return collections.values().stream()
        .filter(collection -> collection.films().contains(work.key()))
        .findFirst();
  }

  List<Translation> translations(Work work) {
    return translations.getOrDefault(work.key(), List.of());
  }

  /** The texts of a work in a language; empty if it is not translated to it. */
  Optional<Translation> translation(Work work, String language) {
    return translations(work).stream().filter(it -> it.language().equals(language)).findFirst();
  }

  SeasonTexts seasonTexts(Work series, int number) {
    return seasons.getOrDefault(new SeasonKey(series.key().id(), number), SeasonTexts.NONE);
  }

  /** The number of episodes of a season; season 0 contains the specials. */
  int episodeCount(Work series, int number) {
    return number == 0 ? seasonTexts(series, 0).titles().size() : series.episodeCount(number);
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

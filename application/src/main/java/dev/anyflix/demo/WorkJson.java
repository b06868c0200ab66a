package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Writes films, series and people as TMDB's JSON. Immutable. */
final class WorkJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final WorkCatalogue catalogue;
  private final SeasonJson seasons;
  private final WorkParts parts;

  WorkJson(WorkCatalogue catalogue) {
    this.catalogue = catalogue;
    this.seasons = new SeasonJson(catalogue);
    this.parts = new WorkParts(catalogue, this);
  }

  /** The path of a person's picture. */
  static String portrait(String name) {
    return "/" + new Picture(Picture.Kind.PORTRAIT, "", name).file();
  }

  /**
   * The fields of a list item.
   *
   * @param language the ISO 639-1 code of its texts
   */
  ObjectNode brief(Work work, String language) {
    ObjectNode node = common(work, language);
    work.genres().forEach(genre -> node.withArray("genre_ids").add(TmdbGenres.id(genre)));
    return node.put("media_type", work.key().kind());
  }

  ObjectNode person(WorkCatalogue.Person person, String language) {
    ObjectNode node = JSON.objectNode();
    node.put("adult", false).put("id", person.id());
    node.put("name", person.name()).put("original_name", person.name());
    node.put("media_type", "person").put("known_for_department", person.department());
    node.put("popularity", 20.0).put("gender", 0);
    node.put("profile_path", portrait(person.name()));
    ArrayNode knownFor = node.putArray("known_for");
    person
        .knownFor()
        .forEach(
            key -> catalogue.find(key).map(it -> brief(it, language)).ifPresent(knownFor::add));
    return node;
  }

  /** A collection with its films. */
  ObjectNode collection(WorkCatalogue.FilmCollection collection, String language) {
    ObjectNode node = basics(collection).put("overview", collection.overview());
    ArrayNode films = node.putArray("parts");
    collection.films().stream()
        .map(key -> catalogue.find(key).orElseThrow())
        .forEach(film -> films.add(brief(film, language)));
    return node;
  }

  private ObjectNode basics(WorkCatalogue.FilmCollection collection) {
    Work first = catalogue.find(collection.films().get(0)).orElseThrow();
    String genre = first.genres().get(0);
    Picture poster = new Picture(Picture.Kind.POSTER, genre, collection.name());
    Picture backdrop = new Picture(Picture.Kind.BACKDROP, genre, collection.name());
    return JSON.objectNode()
        .put("id", collection.id())
        .put("name", collection.name())
        .put("poster_path", "/" + poster.file())
        .put("backdrop_path", "/" + backdrop.file());
  }

  /** A season with its episodes; empty if the series has no such season. */
  Optional<ObjectNode> season(Work series, int number) {
    return seasons.season(series, number);
  }

  /**
   * All fields.
   *
   * @param appended the parts named in {@code append_to_response}
   * @param language the ISO 639-1 code of its texts
   */
  ObjectNode details(Work work, Set<String> appended, String language) {
    ObjectNode node = common(work, language);
    ArrayNode genres = node.putArray("genres");
    for (String genre : work.genres()) {
      genres.addObject().put("id", TmdbGenres.id(genre)).put("name", genre);
    }
    node.put("homepage", "").put("tagline", "");
    node.putArray("production_countries")
        .addObject()
        .put("iso_3166_1", work.country())
        .put("name", country(work.country()));
    node.putArray("spoken_languages")
        .addObject()
        .put("iso_639_1", work.language())
        .put(
            "english_name",
            Locale.forLanguageTag(work.language()).getDisplayLanguage(Locale.ENGLISH));
    if (work.isFilm()) {
      film(work, node);
    } else {
      series(work, node);
    }
    for (String name : appended) {
      ObjectNode part = parts.part(work, name, language);
      if (part != null) {
        node.set(name, part);
      }
    }
    return node;
  }

  /** A text that is not translated is empty, a title in that case is the English one. */
  private ObjectNode common(Work work, String language) {
    Optional<WorkCatalogue.Translation> translation = catalogue.translation(work, language);
    String title =
        language.equals(work.language())
            ? work.originalTitle()
            : translation.map(WorkCatalogue.Translation::title).orElse(work.title());
    String overview =
        language.equals("en")
            ? Objects.requireNonNullElse(work.overview(), "")
            : translation.map(WorkCatalogue.Translation::overview).orElse("");
    ObjectNode node = JSON.objectNode();
    node.put("id", work.key().id()).put("adult", false);
    node.put("backdrop_path", "/" + work.picture(Picture.Kind.BACKDROP).file());
    node.put("poster_path", "/" + work.picture(Picture.Kind.POSTER).file());
    node.put("original_language", work.language());
    node.putArray("origin_country").add(work.country());
    node.put("overview", overview);
    node.put("popularity", work.popularity());
    node.put("vote_average", work.score()).put("vote_count", work.votes());
    String date = work.date().toString();
    return work.isFilm()
        ? node.put("title", title)
            .put("original_title", work.originalTitle())
            .put("release_date", date)
            .put("video", false)
        : node.put("name", title)
            .put("original_name", work.originalTitle())
            .put("first_air_date", date);
  }

  private void film(Work work, ObjectNode node) {
    node.put("imdb_id", work.imdb()).put("runtime", work.minutes()).put("status", "Released");
    node.put("budget", 0).put("revenue", 0);
    node.set("belongs_to_collection", catalogue.collectionOf(work).map(this::basics).orElse(null));
    node.set("production_companies", companies(work));
  }

  private void series(Work work, ObjectNode node) {
    ArrayNode creators = node.putArray("created_by");
    for (WorkCatalogue.Person creator : catalogue.creators(work)) {
      creators
          .addObject()
          .put("id", creator.id())
          .put("name", creator.name())
          .put("gender", 0)
          .put("profile_path", portrait(creator.name()));
    }
    node.putArray("episode_run_time").add(work.minutes());
    node.putArray("languages").add(work.language());
    node.put("in_production", work.end() == null);
    node.put("last_air_date", work.end() == null ? null : work.end().toString());
    node.put("status", work.end() == null ? "Returning Series" : "Ended").put("type", "Scripted");
    node.putNull("last_episode_to_air").putNull("next_episode_to_air");
    node.set("networks", companies(work));
    node.putArray("production_companies");
    node.put("number_of_seasons", work.seasons());
    node.put("number_of_episodes", work.episodes().isEmpty() ? null : work.episodeCount());
    node.set("seasons", seasons.seasons(work));
  }

  private static ArrayNode companies(Work work) {
    ArrayNode companies = JSON.arrayNode();
    if (work.studio() != null) {
      companies.addObject().put("id", 0).put("name", work.studio()).putNull("logo_path");
    }
    return companies;
  }

  /** TMDB's id of a person in the catalogue, else an id derived from the name. */
  int personId(String name) {
    return catalogue
        .person(name)
        .map(WorkCatalogue.Person::id)
        .orElse(9_000_000 + Math.floorMod(name.hashCode(), 900_000));
  }

  private static String country(String code) {
    return new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
  }
}

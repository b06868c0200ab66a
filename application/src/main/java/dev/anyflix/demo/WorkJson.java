package dev.anyflix.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Writes films, series and people as TMDB's JSON. Immutable. */
final class WorkJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int RECOMMENDED = 10;

  private final WorkCatalogue catalogue;

  WorkJson(WorkCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The fields of a list item. */
  ObjectNode brief(Work work) {
    ObjectNode node = common(work);
    work.genres().forEach(genre -> node.withArray("genre_ids").add(TmdbGenres.id(genre)));
    return node.put("media_type", work.key().kind());
  }

  ObjectNode person(WorkCatalogue.Person person) {
    ObjectNode node = JSON.objectNode();
    node.put("adult", false).put("id", person.id());
    node.put("name", person.name()).put("original_name", person.name());
    node.put("media_type", "person").put("known_for_department", person.department());
    node.put("popularity", 20.0).put("gender", 0).putNull("profile_path");
    ArrayNode knownFor = node.putArray("known_for");
    person.knownFor().forEach(key -> catalogue.find(key).map(this::brief).ifPresent(knownFor::add));
    return node;
  }

  /** All fields, with the parts named in {@code append_to_response}. */
  ObjectNode details(Work work, Set<String> appended) {
    ObjectNode node = common(work);
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
    appended.forEach(part -> append(work, part, node));
    return node;
  }

  private static ObjectNode common(Work work) {
    ObjectNode node = JSON.objectNode();
    node.put("id", work.key().id()).put("adult", false);
    node.putNull("backdrop_path").putNull("poster_path");
    node.put("original_language", work.language());
    node.putArray("origin_country").add(work.country());
    node.put("overview", Objects.requireNonNullElse(work.overview(), ""));
    node.put("popularity", work.popularity());
    node.put("vote_average", work.score()).put("vote_count", work.votes());
    String date = work.date().toString();
    return work.isFilm()
        ? node.put("title", work.title())
            .put("original_title", work.originalTitle())
            .put("release_date", date)
            .put("video", false)
        : node.put("name", work.title())
            .put("original_name", work.originalTitle())
            .put("first_air_date", date);
  }

  private static void film(Work work, ObjectNode node) {
    node.put("imdb_id", work.imdb()).put("runtime", work.minutes()).put("status", "Released");
    node.put("budget", 0).put("revenue", 0).putNull("belongs_to_collection");
    node.set("production_companies", companies(work));
  }

  private static void series(Work work, ObjectNode node) {
    node.putArray("created_by");
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
    node.set("seasons", seasons(work));
  }

  /** The seasons; empty if the number of episodes of each is unknown. */
  private static ArrayNode seasons(Work work) {
    ArrayNode seasons = JSON.arrayNode();
    List<Integer> episodes = work.episodes();
    if (work.seasons() == null || work.seasons() != episodes.size()) {
      return seasons;
    }
    for (int number = 1; number <= episodes.size(); number++) {
      seasons
          .addObject()
          .put("id", work.key().id() * 100 + number)
          .put("air_date", number == 1 ? work.date().toString() : null)
          .put("episode_count", episodes.get(number - 1))
          .put("name", "Season " + number)
          .put("overview", "")
          .put("season_number", number)
          .put("vote_average", work.score())
          .putNull("poster_path");
    }
    return seasons;
  }

  private static ArrayNode companies(Work work) {
    ArrayNode companies = JSON.arrayNode();
    if (work.studio() != null) {
      companies.addObject().put("id", 0).put("name", work.studio()).putNull("logo_path");
    }
    return companies;
  }

  private void append(Work work, String part, ObjectNode node) {
    switch (part) {
      case "credits" -> node.set(part, credits(work, false));
      case "aggregate_credits" -> {
        if (!work.isFilm()) {
          node.set(part, credits(work, true));
        }
      }
      case "videos" -> node.set(part, videos(work));
      case "external_ids" ->
          node.putObject(part)
              .put("imdb_id", work.imdb())
              .putNull("wikidata_id")
              .putNull("facebook_id")
              .putNull("instagram_id")
              .putNull("twitter_id");
      case "recommendations" -> {
        ObjectNode list = node.putObject(part).put("page", 1);
        ArrayNode results = list.putArray("results");
        catalogue.similar(work, RECOMMENDED).forEach(other -> results.add(brief(other)));
        list.put("total_pages", 1).put("total_results", results.size());
      }
      default -> {}
    }
  }

  private JsonNode credits(Work work, boolean aggregate) {
    ObjectNode credits = JSON.objectNode();
    ArrayNode cast = credits.putArray("cast");
    for (Map.Entry<String, String> entry : work.cast().entrySet()) {
      String name = entry.getKey();
      ObjectNode member = cast.addObject();
      member.put("id", personId(name)).put("name", name).put("original_name", name);
      member.put("adult", false).put("gender", 0).put("known_for_department", "Acting");
      member.put("order", cast.size() - 1).putNull("profile_path");
      if (aggregate) {
        member.put("total_episode_count", 0);
        member.putArray("roles").addObject().put("character", entry.getValue());
      } else {
        member.put("character", entry.getValue());
      }
    }
    credits.putArray("crew");
    return credits;
  }

  /** TMDB's id of a person in the catalogue, else an id derived from the name. */
  private int personId(String name) {
    return catalogue
        .person(name)
        .map(WorkCatalogue.Person::id)
        .orElse(9_000_000 + Math.floorMod(name.hashCode(), 900_000));
  }

  private static ObjectNode videos(Work work) {
    ObjectNode videos = JSON.objectNode();
    ArrayNode results = videos.putArray("results");
    if (work.trailer() != null) {
      results
          .addObject()
          .put("id", work.trailer())
          .put("iso_639_1", "en")
          .put("iso_3166_1", "US")
          .put("key", work.trailer())
          .put("name", "Trailer")
          .put("site", "YouTube")
          .put("size", 1080)
          .put("type", "Trailer")
          .put("official", true);
    }
    return videos;
  }

  private static String country(String code) {
    return new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
  }
}

package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of TMDB's details that {@code append_to_response} names. Age ratings, keywords
 * and services are derived from genres and ids and are not facts. Immutable.
 */
final class WorkParts {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int RECOMMENDED = 10;
  private static final List<String> SERVICES =
      List.of("Demo Stream", "Sample Cinema", "Example Plus", "Placeholder TV", "Test Video");
  private static final List<String> REGIONS = List.of("US", "GB", "DE", "FR", "JP");

  private final WorkCatalogue catalogue;
  private final WorkJson works;

  WorkParts(WorkCatalogue catalogue, WorkJson works) {
    this.catalogue = catalogue;
    this.works = works;
  }

  /** The value of a part; null if the kind of work has no such part. */
  @Nullable ObjectNode part(Work work, String name, String language) {
    return switch (name) {
      case "credits" -> credits(work, false);
      case "aggregate_credits" -> work.isFilm() ? null : credits(work, true);
      case "videos" -> videos(work);
      case "external_ids" -> externalIds(work);
      case "recommendations" -> recommendations(work, language);
      case "images" -> images(work);
      case "release_dates" -> work.isFilm() ? releaseDates(work) : null;
      case "content_ratings" -> work.isFilm() ? null : contentRatings(work);
      case "watch/providers" -> watchProviders(work);
      case "translations" -> translations(work);
      case "keywords" -> keywords(work);
      case "alternative_titles" -> list(work.isFilm() ? "titles" : "results", JSON.arrayNode());
      default -> null;
    };
  }

  private static ObjectNode list(String name, ArrayNode items) {
    return JSON.objectNode().set(name, items);
  }

  private ObjectNode credits(Work work, boolean aggregate) {
    ObjectNode credits = JSON.objectNode();
    ArrayNode cast = credits.putArray("cast");
    for (Map.Entry<String, String> entry : work.cast().entrySet()) {
      ObjectNode member = person(entry.getKey(), "Acting").put("order", cast.size());
      if (aggregate) {
        member.put("total_episode_count", work.episodeCount());
        member.putArray("roles").addObject().put("character", entry.getValue());
      } else {
        member.put("character", entry.getValue());
      }
      cast.add(member);
    }
    ArrayNode crew = credits.putArray("crew");
    for (WorkCatalogue.Person creator : catalogue.creators(work)) {
      boolean director = creator.department().equals("Directing");
      String job = director ? "Director" : "Writer";
      ObjectNode member =
          person(creator.name(), creator.department()).put("department", creator.department());
      if (aggregate) {
        member.putArray("jobs").addObject().put("job", job);
      } else {
        member.put("job", job);
      }
      crew.add(member);
    }
    return credits;
  }

  private ObjectNode person(String name, String department) {
    return JSON.objectNode()
        .put("id", works.personId(name))
        .put("name", name)
        .put("original_name", name)
        .put("adult", false)
        .put("gender", 0)
        .put("known_for_department", department)
        .put("profile_path", WorkJson.portrait(name));
  }

  private static ObjectNode videos(Work work) {
    ArrayNode results = JSON.arrayNode();
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
    return list("results", results);
  }

  private static ObjectNode externalIds(Work work) {
    return JSON.objectNode()
        .put("imdb_id", work.imdb())
        .putNull("wikidata_id")
        .putNull("facebook_id")
        .putNull("instagram_id")
        .putNull("twitter_id");
  }

  private ObjectNode recommendations(Work work, String language) {
    ArrayNode results = JSON.arrayNode();
    catalogue
        .similar(work, RECOMMENDED)
        .forEach(other -> results.add(works.brief(other, language)));
    return list("results", results)
        .put("page", 1)
        .put("total_pages", 1)
        .put("total_results", results.size());
  }

  private ObjectNode images(Work work) {
    ObjectNode images = JSON.objectNode();
    images.putArray("backdrops").add(image(work.picture(Picture.Kind.BACKDROP), null));
    images.putArray("posters").add(image(work.picture(Picture.Kind.POSTER), "en"));
    ArrayNode logos = images.putArray("logos");
    logos.add(image(work.picture(Picture.Kind.LOGO), "en"));
    for (WorkCatalogue.Translation translation : catalogue.translations(work)) {
      Picture logo = new Picture(Picture.Kind.LOGO, work.genres().get(0), translation.title());
      logos.add(image(logo, translation.language()));
    }
    return images;
  }

  private static ObjectNode image(Picture picture, @Nullable String language) {
    Picture.Kind kind = picture.kind();
    return JSON.objectNode()
        .put("aspect_ratio", kind.width / (double) kind.height)
        .put("width", kind.width)
        .put("height", kind.height)
        .put("iso_639_1", language)
        .put("file_path", "/" + picture.file())
        .put("vote_average", 5.5)
        .put("vote_count", 10);
  }

  private static ObjectNode releaseDates(Work work) {
    ArrayNode results = JSON.arrayNode();
    for (String region : List.of("US", "DE", "GB")) {
      ObjectNode release = results.addObject().put("iso_3166_1", region);
      release
          .putArray("release_dates")
          .addObject()
          .put("certification", rating(work, region))
          .put("iso_639_1", "")
          .put("note", "")
          .put("release_date", work.date() + "T00:00:00.000Z")
          .put("type", 3)
          .putArray("descriptors");
    }
    return list("results", results);
  }

  private static ObjectNode contentRatings(Work work) {
    ArrayNode results = JSON.arrayNode();
    for (String region : List.of("US", "DE")) {
      results
          .addObject()
          .put("iso_3166_1", region)
          .put("rating", rating(work, region))
          .putArray("descriptors");
    }
    return list("results", results);
  }

  private static String rating(Work work, String region) {
    boolean children = work.genres().contains("Family") || work.genres().contains("Animation");
    boolean adults =
        work.genres().stream().anyMatch(List.of("Horror", "Crime", "War", "Thriller")::contains);
    int level = children ? 0 : adults ? 2 : 1;
    return switch (region) {
      case "DE" -> List.of("6", "12", "16").get(level);
      case "GB" -> List.of("U", "12A", "15").get(level);
      default ->
          (work.isFilm() ? List.of("PG", "PG-13", "R") : List.of("TV-PG", "TV-14", "TV-MA"))
              .get(level);
    };
  }

  private static ObjectNode watchProviders(Work work) {
    ObjectNode regions = JSON.objectNode();
    int first = Math.floorMod(work.key().id(), SERVICES.size());
    for (String region : REGIONS) {
      ObjectNode services = regions.putObject(region);
      String page = work.key().kind() + "/" + work.key().id() + "/watch?locale=" + region;
      services.put("link", "https://www.themoviedb.org/" + page);
      services.putArray("flatrate").add(service(first));
      if (work.isFilm()) {
        services.putArray("rent").add(service(first + 1));
        services.putArray("buy").add(service(first + 1)).add(service(first + 2));
      }
    }
    return JSON.objectNode().set("results", regions);
  }

  private static ObjectNode service(int number) {
    int index = number % SERVICES.size();
    Picture logo = new Picture(Picture.Kind.ICON, "", SERVICES.get(index));
    return JSON.objectNode()
        .put("provider_id", 9001 + index)
        .put("provider_name", SERVICES.get(index))
        .put("display_priority", index)
        .put("logo_path", "/" + logo.file());
  }

  private ObjectNode translations(Work work) {
    ArrayNode results = JSON.arrayNode();
    String title = work.isFilm() ? "title" : "name";
    translation(results, "en", "US")
        .putObject("data")
        .put(title, work.title())
        .put("overview", Objects.requireNonNullElse(work.overview(), ""))
        .put("homepage", "")
        .put("tagline", "");
    for (WorkCatalogue.Translation translation : catalogue.translations(work)) {
      String language = translation.language();
      translation(
              results, language, language.equals("ja") ? "JP" : language.toUpperCase(Locale.ROOT))
          .putObject("data")
          .put(title, translation.title())
          .put("overview", translation.overview())
          .put("homepage", "")
          .put("tagline", "");
    }
    return list("translations", results);
  }

  private static ObjectNode translation(ArrayNode results, String language, String region) {
    Locale locale = Locale.forLanguageTag(language);
    return results
        .addObject()
        .put("iso_3166_1", region)
        .put("iso_639_1", language)
        .put("name", locale.getDisplayLanguage(locale))
        .put("english_name", locale.getDisplayLanguage(Locale.ENGLISH));
  }

  private static ObjectNode keywords(Work work) {
    ArrayNode keywords = JSON.arrayNode();
    for (String genre : work.genres()) {
      keywords
          .addObject()
          .put("id", 100_000 + TmdbGenres.id(genre))
          .put("name", genre.toLowerCase(Locale.ROOT));
    }
    return list(work.isFilm() ? "keywords" : "results", keywords);
  }
}

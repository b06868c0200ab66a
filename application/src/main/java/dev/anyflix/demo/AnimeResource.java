package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes anime as resources of Kitsu's JSON:API. Immutable. */
final class AnimeResource {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final AnimeCatalogue catalogue;
  private final PictureUrls pictures;

  AnimeResource(AnimeCatalogue catalogue, PictureUrls pictures) {
    this.catalogue = catalogue;
    this.pictures = pictures;
  }

  /**
   * An episode; it airs weekly from the first day of its anime, unless that is a film.
   *
   * @param number its number, from 1
   */
  ObjectNode episode(Anime anime, int number) {
    ObjectNode data =
        JSON.objectNode()
            .put("id", Long.toString(anime.id() * 10_000L + number))
            .put("type", "episodes");
    ObjectNode attributes = data.putObject("attributes");
    String title = "Episode " + number;
    attributes.putObject("titles").put("en_jp", title);
    attributes.put("canonicalTitle", title).putNull("description").putNull("synopsis");
    attributes.put("seasonNumber", 1).put("number", number).put("relativeNumber", number);
    attributes.put("airDate", anime.start().plusWeeks(number - 1L).toString());
    attributes.put("length", anime.minutes());
    Picture still =
        new Picture(Picture.Kind.STILL, anime.genres().get(0), anime.english() + " " + number);
    attributes.putObject("thumbnail").put("original", pictures.url("original", still));
    return data;
  }

  private ObjectNode sizes(Picture picture) {
    ObjectNode sizes = JSON.objectNode();
    for (String size : new String[] {"tiny", "small", "medium", "large", "original"}) {
      sizes.put(size, pictures.url(size, picture));
    }
    return sizes;
  }

  /** An anime with its related resources. */
  ObjectNode document(Anime anime) {
    ObjectNode document = JSON.objectNode();
    ObjectNode data = brief(anime);
    document.set("data", data);
    ArrayNode included = document.putArray("included");
    for (String genre : anime.genres()) {
      link(data, "genres", include(included, "genres", genre, "name"));
    }
    for (String tag : anime.tagNames()) {
      link(data, "categories", include(included, "categories", tag, "title"));
    }
    ObjectNode production = include(included, "animeProductions", "studio", "role");
    link(data, "animeProductions", production);
    ObjectNode studio = include(included, "producers", anime.studio(), "name");
    relationship(production, "producer").set("data", identity(studio));
    includeMappings(data, anime, included);
    for (AnimeCatalogue.Relation relation : catalogue.relations(anime)) {
      ObjectNode other = brief(relation.anime());
      ObjectNode role = include(included, "mediaRelationships", role(relation.type()), "role");
      role.put("id", other.path("id").asText());
      link(data, "mediaRelationships", role);
      relationship(role, "destination").set("data", identity(other));
      included.add(other);
    }
    return document;
  }

  /** The ids that other sites have for an anime, by Kitsu's names of the sites. */
  static Map<String, String> externalIds(Anime anime) {
    Map<String, String> ids = new TreeMap<>();
    ids.put("anilist/anime", Integer.toString(anime.id()));
    ids.put("myanimelist/anime", Integer.toString(anime.malId()));
    return ids;
  }

  /** Adds the mappings of an anime to the resources that a document includes. */
  void includeMappings(ObjectNode data, Anime anime, ArrayNode included) {
    externalIds(anime)
        .forEach(
            (site, id) -> {
              ObjectNode mapping = mapping(anime, site, id);
              included.add(mapping);
              link(data, "mappings", mapping);
            });
  }

  private static ObjectNode mapping(Anime anime, String site, String id) {
    ObjectNode mapping =
        JSON.objectNode()
            .put("id", anime.id() + (site.startsWith("anilist") ? "1" : "2"))
            .put("type", "mappings");
    mapping.putObject("attributes").put("externalSite", site).put("externalId", id);
    return mapping;
  }

  /** The mappings of an id with the anime that they stand for. */
  ObjectNode mappings(String site, String id, List<Anime> found) {
    ObjectNode document = JSON.objectNode();
    ArrayNode data = document.putArray("data");
    ArrayNode included = document.putArray("included");
    for (Anime anime : found) {
      ObjectNode item = brief(anime);
      ObjectNode mapping = mapping(anime, site, id);
      relationship(mapping, "item").set("data", identity(item));
      data.add(mapping);
      included.add(item);
    }
    document.putObject("meta").put("count", found.size());
    return document;
  }

  ObjectNode brief(Anime anime) {
    ObjectNode data =
        JSON.objectNode().put("id", Integer.toString(anime.id())).put("type", "anime");
    ObjectNode attributes = data.putObject("attributes");
    attributes
        .putObject("titles")
        .put("en", anime.english())
        .put("en_jp", anime.romaji())
        .put("ja_jp", anime.japanese());
    attributes.put("canonicalTitle", anime.romaji());
    anime.synonyms().forEach(attributes.putArray("abbreviatedTitles")::add);
    attributes.put("description", anime.description());
    attributes.put("averageRating", anime.score() + ".0").put("userCount", anime.popularity());
    attributes.put("startDate", anime.start().toString());
    attributes.put("endDate", anime.end() == null ? null : anime.end().toString());
    attributes.put("subtype", subtype(anime.format())).put("status", status(anime.status()));
    attributes.put("episodeCount", anime.episodes()).put("episodeLength", anime.minutes());
    attributes.put("youtubeVideoId", anime.trailer()).put("nsfw", false);
    attributes.putNull("nextRelease");
    attributes.set("posterImage", sizes(anime.picture(Picture.Kind.POSTER)));
    attributes.set("coverImage", sizes(anime.picture(Picture.Kind.BACKDROP)));
    return data;
  }

  /** Includes a resource with one attribute; its id is derived from the value. */
  private static ObjectNode include(
      ArrayNode included, String type, String value, String attribute) {
    String id = Integer.toString(1 + Math.floorMod(value.hashCode(), 1_000_000));
    ObjectNode resource = included.addObject().put("id", id).put("type", type);
    resource.putObject("attributes").put(attribute, value);
    return resource;
  }

  /** Adds a resource to a to-many relationship. */
  private static void link(ObjectNode from, String relationship, ObjectNode to) {
    relationship(from, relationship).withArray("data").add(identity(to));
  }

  private static ObjectNode relationship(ObjectNode from, String name) {
    return from.withObject("/relationships").withObject("/" + name);
  }

  private static ObjectNode identity(ObjectNode resource) {
    return JSON.objectNode()
        .put("type", resource.path("type").asText())
        .put("id", resource.path("id").asText());
  }

  private static String role(String relation) {
    return switch (relation) {
      case "ALTERNATIVE" -> "alternative_version";
      case "PARENT" -> "parent_story";
      default -> relation.toLowerCase(Locale.ROOT);
    };
  }

  private static String subtype(String format) {
    return switch (format) {
      case "MOVIE", "SPECIAL", "MUSIC" -> format.toLowerCase(Locale.ROOT);
      default -> format;
    };
  }

  private static String status(String status) {
    return switch (status) {
      case "RELEASING" -> "current";
      case "FINISHED" -> "finished";
      default -> "upcoming";
    };
  }
}

package dev.anyflix.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes anime as AniList's {@code Media}. Immutable. */
final class AnimeJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int RECOMMENDED = 5;

  private final AnimeCatalogue catalogue;
  private final PictureUrls pictures;
  private final Clock clock;
  private final List<String> studios;

  AnimeJson(AnimeCatalogue catalogue, PictureUrls pictures, Clock clock) {
    this.catalogue = catalogue;
    this.pictures = pictures;
    this.clock = clock;
    this.studios = catalogue.all().stream().map(Anime::studio).distinct().toList();
  }

  /** All fields, with relations, characters and recommendations. */
  ObjectNode full(Anime anime) {
    ObjectNode node = brief(anime);
    node.set("tags", tags(anime));
    node.set("studios", studios(anime));
    node.set("externalLinks", JSON.arrayNode());
    node.set("nextAiringEpisode", nextEpisode(anime));
    node.set("relations", relations(anime));
    node.set("characters", characters(anime.cast()));
    node.set("staff", staff(anime));
    node.set("recommendations", recommendations(anime));
    return node;
  }

  private ObjectNode brief(Anime anime) {
    ObjectNode node = JSON.objectNode();
    node.put("id", anime.id()).put("idMal", anime.malId());
    node.putObject("title")
        .put("userPreferred", anime.romaji())
        .put("romaji", anime.romaji())
        .put("english", anime.english())
        .put("native", anime.japanese());
    anime.synonyms().forEach(node.putArray("synonyms")::add);
    node.put("type", "ANIME").put("format", anime.format()).put("status", anime.status());
    node.set("startDate", date(anime.start()));
    node.set("endDate", date(anime.end()));
    node.put("season", anime.season()).put("seasonYear", anime.seasonYear());
    node.put("episodes", anime.episodes()).put("duration", anime.minutes());
    node.putNull("chapters").putNull("volumes");
    anime.genres().forEach(node.putArray("genres")::add);
    node.put("averageScore", anime.score()).put("meanScore", anime.score());
    node.put("popularity", anime.popularity());
    node.put("trending", anime.trending(LocalDate.now(clock).getYear()));
    node.put("isAdult", false).put("countryOfOrigin", "JP");
    node.put("description", anime.description());
    Picture cover = anime.picture(Picture.Kind.POSTER);
    node.putObject("coverImage")
        .put("extraLarge", pictures.url("xl", cover))
        .put("large", pictures.url("large", cover))
        .put("medium", pictures.url("medium", cover))
        .put("color", PictureSvg.color(anime.genres().get(0)));
    node.put("bannerImage", pictures.url("banner", anime.picture(Picture.Kind.BACKDROP)));
    node.put("siteUrl", "https://anilist.co/anime/" + anime.id());
    if (anime.trailer() == null) {
      node.putNull("trailer");
    } else {
      node.putObject("trailer")
          .put("id", anime.trailer())
          .put("site", "youtube")
          .putNull("thumbnail");
    }
    return node;
  }

  private static ObjectNode date(@Nullable LocalDate date) {
    ObjectNode node = JSON.objectNode();
    return date == null
        ? node.putNull("year").putNull("month").putNull("day")
        : node.put("year", date.getYear())
            .put("month", date.getMonthValue())
            .put("day", date.getDayOfMonth());
  }

  /** A tag without a medium. */
  static ObjectNode tag(String name) {
    return JSON.objectNode()
        .put("id", 1 + Math.floorMod(name.hashCode(), 5000))
        .put("name", name)
        .put("description", "")
        .put("category", "Demo")
        .put("isGeneralSpoiler", false)
        .put("isAdult", false);
  }

  private static ArrayNode tags(Anime anime) {
    ArrayNode tags = JSON.arrayNode();
    int rank = 95;
    for (String tag : anime.tags()) {
      tags.add(
          tag(tag.replace("!", "")).put("rank", rank).put("isMediaSpoiler", tag.endsWith("!")));
      rank -= 7;
    }
    return tags;
  }

  private ObjectNode studios(Anime anime) {
    ObjectNode studio =
        JSON.objectNode()
            .put("id", studios.indexOf(anime.studio()) + 1)
            .put("name", anime.studio())
            .put("isAnimationStudio", true);
    ObjectNode node = JSON.objectNode();
    node.putArray("edges").addObject().put("isMain", true).set("node", studio);
    node.putArray("nodes").add(studio);
    return node;
  }

  private @Nullable ObjectNode nextEpisode(Anime anime) {
    Instant now = clock.instant();
    return anime
        .airings(now.plusNanos(1), now.plus(Duration.ofDays(400)))
        .findFirst()
        .map(this::airing)
        .orElse(null);
  }

  /** An entry of the schedule with its anime. */
  ObjectNode schedule(Airing airing) {
    ObjectNode node = airing(airing);
    node.set("media", brief(airing.anime()));
    return node;
  }

  private ObjectNode airing(Airing airing) {
    int id = airing.anime().id();
    return JSON.objectNode()
        .put("id", id * 10_000L % 1_000_000_000 + airing.episode())
        .put("mediaId", id)
        .put("episode", airing.episode())
        .put("airingAt", airing.at().getEpochSecond())
        .put("timeUntilAiring", Duration.between(clock.instant(), airing.at()).toSeconds());
  }

  private ObjectNode relations(Anime anime) {
    ObjectNode node = JSON.objectNode();
    ArrayNode edges = node.putArray("edges");
    ArrayNode nodes = node.putArray("nodes");
    for (AnimeCatalogue.Relation relation : catalogue.relations(anime)) {
      ObjectNode other = brief(relation.anime());
      edges.addObject().put("relationType", relation.type()).set("node", other);
      nodes.add(other);
    }
    return node;
  }

  private ObjectNode staff(Anime anime) {
    ObjectNode node = JSON.objectNode();
    ArrayNode edges = node.putArray("edges");
    ArrayNode nodes = node.putArray("nodes");
    for (AnimeCatalogue.Staff member : catalogue.staff(anime)) {
      ObjectNode named = named(member.name());
      edges.addObject().put("id", edges.size()).put("role", member.role()).set("node", named);
      nodes.add(named);
    }
    return node;
  }

  private ObjectNode characters(Map<String, String> cast) {
    ObjectNode node = JSON.objectNode();
    ArrayNode edges = node.putArray("edges");
    ArrayNode nodes = node.putArray("nodes");
    cast.forEach(
        (character, voice) -> {
          ObjectNode named = named(character);
          ObjectNode edge = edges.addObject().put("role", "MAIN");
          edge.set("node", named);
          ObjectNode actor = named(voice).put("language", "JAPANESE").put("languageV2", "Japanese");
          edge.putArray("voiceActors").add(actor);
          edge.putArray("voiceActorRoles").addObject().set("voiceActor", actor);
          nodes.add(named);
        });
    return node;
  }

  /** A person or a character; its id is derived from the name because the catalogue has none. */
  private ObjectNode named(String name) {
    ObjectNode node = JSON.objectNode();
    node.put("id", 1_000_000 + Math.floorMod(name.hashCode(), 1_000_000));
    node.putObject("name").put("full", name).put("userPreferred", name).putNull("native");
    Picture portrait = new Picture(Picture.Kind.PORTRAIT, "", name);
    node.putObject("image")
        .put("large", pictures.url("large", portrait))
        .put("medium", pictures.url("medium", portrait));
    return node;
  }

  private ObjectNode recommendations(Anime anime) {
    ObjectNode node = JSON.objectNode();
    ArrayNode edges = node.putArray("edges");
    ArrayNode nodes = node.putArray("nodes");
    for (Anime other : catalogue.similar(anime, RECOMMENDED)) {
      ObjectNode recommendation = JSON.objectNode().put("rating", other.score());
      recommendation.set("mediaRecommendation", brief(other));
      edges.addObject().set("node", recommendation);
      nodes.add(recommendation);
    }
    return node;
  }
}

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
  private static final Duration WEEK = Duration.ofDays(7);
  private static final int RECOMMENDED = 5;

  private final AnimeCatalogue catalogue;
  private final Clock clock;
  private final List<String> studios;

  AnimeJson(AnimeCatalogue catalogue, Clock clock) {
    this.catalogue = catalogue;
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
    node.putObject("coverImage")
        .putNull("extraLarge")
        .putNull("large")
        .putNull("medium")
        .putNull("color");
    node.putNull("bannerImage");
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

  private static ArrayNode tags(Anime anime) {
    ArrayNode tags = JSON.arrayNode();
    int rank = 95;
    for (String tag : anime.tags()) {
      tags.addObject()
          .put("name", tag.replace("!", ""))
          .put("rank", rank)
          .put("isGeneralSpoiler", false)
          .put("isMediaSpoiler", tag.endsWith("!"))
          .put("isAdult", false);
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

  /** The next episode, extrapolated weekly from a known one; breaks are ignored. */
  private @Nullable ObjectNode nextEpisode(Anime anime) {
    String airing = anime.airing();
    if (airing == null) {
      return null;
    }
    String[] sides = airing.split("@", 2);
    Instant first = Instant.parse(sides[1]);
    Instant now = clock.instant();
    long weeks = now.isBefore(first) ? 0 : Duration.between(first, now).dividedBy(WEEK) + 1;
    Instant airs = first.plus(WEEK.multipliedBy(weeks));
    return JSON.objectNode()
        .put("id", anime.id())
        .put("mediaId", anime.id())
        .put("episode", Integer.parseInt(sides[0]) + weeks)
        .put("airingAt", airs.getEpochSecond())
        .put("timeUntilAiring", Duration.between(now, airs).toSeconds());
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

  private static ObjectNode characters(Map<String, String> cast) {
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
  private static ObjectNode named(String name) {
    ObjectNode node = JSON.objectNode();
    node.put("id", 1_000_000 + Math.floorMod(name.hashCode(), 1_000_000));
    node.putObject("name").put("full", name).put("userPreferred", name).putNull("native");
    node.putObject("image").putNull("large").putNull("medium");
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

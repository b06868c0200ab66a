package dev.anyflix.upstream.anilist;

import dev.anyflix.domain.media.CastMember;
import dev.anyflix.domain.media.Creator;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.upstream.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translates the parts of AniList's JSON that only one medium asked for by its id has. */
final class AniListDetails {

  /** The roles of those who shape a work as a whole; staff of single episodes has others. */
  private static final Set<String> CREATOR_ROLES =
      Set.of(
          "Original Creator",
          "Original Story",
          "Story & Art",
          "Story",
          "Art",
          "Director",
          "Chief Director",
          "Series Director",
          "Series Composition",
          "Script",
          "Character Design",
          "Original Character Design",
          "Music");

  private AniListDetails() {}

  static MediaBuilder add(MediaBuilder builder, Json media) {
    return builder
        .tags(tags(media))
        .trailer(trailer(media.at("trailer")))
        .studios(studios(media.at("studios")))
        .creators(creators(media.at("staff")))
        .relations(relations(media.at("relations")))
        .cast(cast(media.at("characters")))
        .recommendations(recommendations(media.at("recommendations")));
  }

  static Map<String, String> externalIds(Json media) {
    Integer mal = media.positive("idMal");
    return mal == null ? Map.of() : Map.of("mal", mal.toString());
  }

  /** AniList's own page first. */
  static List<Link> links(Json media) {
    List<Link> links = new ArrayList<>();
    addLink(links, "AniList", media.text("siteUrl"));
    for (Json link : media.list("externalLinks")) {
      if (!link.isTrue("isDisabled")) {
        addLink(links, link.text("site"), link.text("url"));
      }
    }
    return links;
  }

  /** The address of a picture, unless it is AniList's stand-in for a missing one. */
  static @Nullable String picture(@Nullable String url) {
    return url == null || url.endsWith("/default.jpg") ? null : webAddress(url);
  }

  private static @Nullable String webAddress(@Nullable String url) {
    boolean web = url != null && (url.startsWith("https://") || url.startsWith("http://"));
    return web ? url : null;
  }

  private static void addLink(List<Link> links, @Nullable String site, @Nullable String url) {
    String address = webAddress(url);
    if (site != null && address != null) {
      links.add(new Link(site, address));
    }
  }

  private static List<String> tags(Json media) {
    List<String> tags = new ArrayList<>();
    for (Json tag : media.list("tags")) {
      String name = tag.text("name");
      boolean spoiler = tag.isTrue("isGeneralSpoiler") || tag.isTrue("isMediaSpoiler");
      if (name != null && !spoiler) {
        tags.add(name);
      }
    }
    return tags;
  }

  private static @Nullable Trailer trailer(Json trailer) {
    String site = trailer.text("site");
    String id = trailer.text("id");
    if (site == null || id == null || !id.matches("[A-Za-z0-9_-]{1,64}")) {
      return null;
    }
    return switch (site) {
      case "youtube" -> new Trailer(site, "https://www.youtube.com/watch?v=" + id);
      case "dailymotion" -> new Trailer(site, "https://www.dailymotion.com/video/" + id);
      default -> null;
    };
  }

  private static List<String> studios(Json studios) {
    List<String> names = new ArrayList<>();
    for (Json edge : studios.list("edges")) {
      String name = edge.at("node").text("name");
      if (name != null && edge.isTrue("isMain")) {
        names.add(name);
      }
    }
    return names;
  }

  private static List<Creator> creators(Json staff) {
    List<Creator> creators = new ArrayList<>();
    for (Json edge : staff.list("edges")) {
      Json person = edge.at("node");
      String name = name(person);
      String role = edge.text("role");
      if (name != null && role != null && CREATOR_ROLES.contains(role)) {
        creators.add(new Creator(name, role, picture(person.at("image").text("large"))));
      }
    }
    return creators;
  }

  private static List<Related> relations(Json relations) {
    List<Related> related = new ArrayList<>();
    for (Json edge : relations.list("edges")) {
      addRelated(related, edge.text("relationType"), edge.at("node"));
    }
    return related;
  }

  private static List<Related> recommendations(Json recommendations) {
    List<Related> related = new ArrayList<>();
    for (Json node : recommendations.list("nodes")) {
      addRelated(related, null, node.at("mediaRecommendation"));
    }
    return related;
  }

  private static void addRelated(List<Related> related, @Nullable String relation, Json media) {
    if (media.positive("id") != null) {
      related.add(
          new Related(
              relation,
              AniListJson.id(media),
              AniListJson.title(media).preferred(),
              AniListJson.kind(media),
              media.constant("format", MediaFormat.class),
              media.at("startDate").positive("year"),
              picture(media.at("coverImage").text("large"))));
    }
  }

  private static @Nullable String name(Json someone) {
    Json name = someone.at("name");
    String full = name.text("full");
    return full == null ? name.text("userPreferred") : full;
  }

  private static List<CastMember> cast(Json characters) {
    List<CastMember> cast = new ArrayList<>();
    for (Json edge : characters.list("edges")) {
      Json character = edge.at("node");
      List<Json> actors = edge.list("voiceActors");
      String name = name(character);
      String person = actors.isEmpty() ? null : name(actors.get(0));
      if (name != null || person != null) {
        String image = picture(character.at("image").text("large"));
        cast.add(new CastMember(name, person, edge.text("role"), image));
      }
    }
    return cast;
  }
}

package dev.anyflix.upstream.kitsu;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Related;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.upstream.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translates Kitsu's JSON of one anime, with what it points at. */
final class KitsuDetails {

  private KitsuDetails() {}

  static Media media(Json body, String requestedId) {
    Json anime = body.at("data");
    if (!anime.isPresent()) {
      throw KitsuJson.notFound();
    }
    if (!requestedId.equals(anime.text("id"))) {
      throw new IllegalArgumentException("an anime with another id than requested");
    }
    KitsuDocument document = new KitsuDocument(body);
    return KitsuJson.basics(anime)
        .genres(names(document.related(anime, "genres"), "name"))
        .tags(names(document.related(anime, "categories"), "title"))
        .studios(studios(document, anime))
        .externalIds(KitsuMappings.externalIds(document.related(anime, "mappings")))
        .relations(relations(document, anime))
        .streams(streams(document, anime))
        .build();
  }

  private static List<String> names(List<Json> resources, String attribute) {
    Set<String> names = new LinkedHashSet<>();
    for (Json resource : resources) {
      String name = resource.at("attributes").text(attribute);
      if (name != null) {
        names.add(name);
      }
    }
    return List.copyOf(names);
  }

  private static List<String> studios(KitsuDocument document, Json anime) {
    List<Json> studios = new ArrayList<>();
    for (Json production : document.related(anime, "animeProductions")) {
      if ("studio".equals(production.at("attributes").text("role"))) {
        studios.addAll(document.related(production, "producer"));
      }
    }
    return names(studios, "name");
  }

  private static List<Related> relations(KitsuDocument document, Json anime) {
    List<Related> relations = new ArrayList<>();
    for (Json relationship : document.related(anime, "mediaRelationships")) {
      for (Json other : document.related(relationship, "destination")) {
        if (KitsuJson.isId(other.text("id"))) {
          Json attributes = other.at("attributes");
          PartialDate start = PartialDate.parse(attributes.text("startDate"));
          relations.add(
              new Related(
                  relation(relationship.at("attributes").text("role")),
                  KitsuJson.id(other),
                  KitsuJson.title(other).preferred(),
                  KitsuJson.isManga(other) ? MediaKind.MANGA : MediaKind.ANIME,
                  KitsuJson.format(attributes),
                  start == null ? null : start.year(),
                  KitsuJson.posters(attributes.at("posterImage")).large()));
        }
      }
    }
    return relations;
  }

  /** In AniList's terms. */
  private static String relation(@Nullable String role) {
    String known = role == null ? "other" : role;
    return switch (known) {
      case "alternative_setting", "alternative_version" -> "ALTERNATIVE";
      case "parent_story", "full_story" -> "PARENT";
      case "spinoff" -> "SPIN_OFF";
      default -> known.toUpperCase(Locale.ROOT);
    };
  }

  /** The pages of those who stream it. */
  private static List<StreamLink> streams(KitsuDocument document, Json anime) {
    List<StreamLink> streams = new ArrayList<>();
    for (Json link : document.related(anime, "streamingLinks")) {
      String url = link.at("attributes").text("url");
      List<String> sites = names(document.related(link, "streamer"), "siteName");
      if (url != null && url.matches("https?://.+")) {
        streams.add(new StreamLink(url, null, null, sites.isEmpty() ? null : sites.get(0)));
      }
    }
    return streams;
  }
}

package dev.anyflix.upstream.kitsu;

import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.upstream.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Translates Kitsu's mappings, which tell the ids that other sites have for an anime. */
final class KitsuMappings {

  /** The site of an id by Kitsu's name for it. */
  private static final Map<String, String> SITES =
      Map.of(
          "myanimelist/anime", "mal",
          "anilist/anime", "anilist",
          "anidb", "anidb",
          "thetvdb/series", "tvdb",
          "imdb", "imdb");

  /** Kitsu's names for the sites whose ids stand for one anime each. */
  static final Map<String, String> SEARCHABLE =
      Map.of("mal", "myanimelist/anime", "anilist", "anilist/anime");

  private KitsuMappings() {}

  /** The ids that mappings tell, by site. */
  static Map<String, String> externalIds(List<Json> mappings) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (Json mapping : mappings) {
      String site = SITES.get(String.valueOf(mapping.at("attributes").text("externalSite")));
      String id = mapping.at("attributes").text("externalId");
      if (site != null && id != null) {
        ids.putIfAbsent(site, id);
      }
    }
    return ids;
  }

  /** The anime of the first mapping that has one. */
  static Media anime(Json body, ExternalId id) {
    if (!body.at("data").isArray()) {
      throw new IllegalArgumentException("no mappings");
    }
    KitsuDocument document = new KitsuDocument(body);
    for (Json mapping : body.list("data")) {
      if (!id.id().equals(mapping.at("attributes").text("externalId"))) {
        throw new IllegalArgumentException("a mapping of another id than requested");
      }
      for (Json item : document.related(mapping, "item")) {
        if ("anime".equals(item.text("type")) && KitsuJson.isId(item.text("id"))) {
          return KitsuJson.basics(item).externalIds(Map.of(id.site(), id.id())).build();
        }
      }
    }
    throw KitsuJson.notFound();
  }
}

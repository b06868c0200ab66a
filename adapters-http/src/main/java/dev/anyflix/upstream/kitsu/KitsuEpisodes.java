package dev.anyflix.upstream.kitsu;

import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.upstream.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates Kitsu's JSON of the episodes of an anime. */
final class KitsuEpisodes {

  private KitsuEpisodes() {}

  static EpisodePage page(Json body, int page) {
    if (!body.at("data").isArray()) {
      throw new IllegalArgumentException("no page");
    }
    List<Episode> items = new ArrayList<>();
    for (Json episode : body.list("data")) {
      if (episode.at("attributes").isObject()) {
        items.add(episode(episode.at("attributes")));
      }
    }
    return new EpisodePage(
        items, page, KitsuJson.PER_PAGE, KitsuJson.hasNextPage(body), KitsuJson.total(body));
  }

  /** Kitsu counts through all seasons, and in the season only where it knows that number. */
  private static Episode episode(Json attributes) {
    Integer absolute = attributes.natural("number");
    Integer relative = attributes.natural("relativeNumber");
    return new Episode(
        relative == null ? absolute : relative,
        attributes.natural("seasonNumber"),
        attributes.positive("number"),
        title(attributes),
        KitsuJson.description(attributes),
        PartialDate.parse(attributes.text("airDate")),
        attributes.positive("length"),
        KitsuJson.image(attributes.at("thumbnail"), "original", "large", "medium", "small", "tiny"),
        null);
  }

  private static @Nullable String title(Json attributes) {
    String title = attributes.text("canonicalTitle");
    return title == null
        ? KitsuJson.first(attributes.at("titles"), "en", "en_us", "en_jp", "ja_jp")
        : title;
  }
}

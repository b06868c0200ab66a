package dev.anyflix.http.jellyfin;

import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Translates Jellyfin's list of a series' episodes.
 *
 * @param addresses where things are found on the server
 */
record JellyfinEpisodes(JellyfinAddresses addresses) {

  /**
   * @param page the episodes, in the order in which they are told
   */
  Media.Builder add(Media.Builder series, Json page) {
    if (!page.at("Items").isArray()) {
      throw new IllegalArgumentException("no episodes");
    }
    List<StreamLink> streams = new ArrayList<>();
    SortedMap<Integer, List<Json>> seasons = new TreeMap<>();
    for (Json episode : page.list("Items")) {
      String id = episode.text("Id");
      if (id != null && JellyfinJson.isId(id)) {
        streams.add(new StreamLink(addresses.stream(id), null, null, label(episode)));
      }
      Integer season = episode.integer("ParentIndexNumber");
      if (season != null) {
        seasons.computeIfAbsent(season, number -> new ArrayList<>()).add(episode);
      }
    }
    List<SeasonInfo> infos = new ArrayList<>();
    seasons.forEach((number, episodes) -> infos.add(season(number, episodes)));
    return series.seasons(infos).streams(streams);
  }

  private static SeasonInfo season(int number, List<Json> episodes) {
    Json first = episodes.get(0);
    String name = first.text("SeasonName");
    return new SeasonInfo(
        number,
        name == null ? "Season " + number : name,
        episodes.size(),
        PartialDate.parse(first.text("PremiereDate")),
        null);
  }

  /** Such as {@code S1:E2 The Hill}. */
  private static @Nullable String label(Json episode) {
    Integer season = episode.integer("ParentIndexNumber");
    Integer number = episode.integer("IndexNumber");
    String name = episode.text("Name");
    if (season == null || number == null) {
      return name;
    }
    String place = "S" + season + ":E" + number;
    return name == null ? place : place + " " + name;
  }
}

package dev.anyflix.upstream.jellyfin;

import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.SeasonInfo;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.upstream.Json;
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
   * The episodes received so far, in their order in the series.
   *
   * @param total the number of episodes, received or not
   */
  record Listing(List<Json> episodes, int total) {

    static final Listing NONE = new Listing(List.of(), 0);

    /** A page of the list; a page without a total is the whole list. */
    static Listing read(Json page) {
      if (!page.at("Items").isArray()) {
        throw new IllegalArgumentException("no episodes");
      }
      List<Json> episodes = page.list("Items");
      Integer total = page.integer("TotalRecordCount");
      return new Listing(episodes, total == null ? episodes.size() : total);
    }

    /** With the page that comes after it; an empty one is the last, whatever was announced. */
    Listing and(Listing page) {
      List<Json> all = new ArrayList<>(episodes);
      all.addAll(page.episodes);
      boolean last = page.episodes.isEmpty();
      return new Listing(all, last ? all.size() : Math.max(all.size(), page.total));
    }

    /** Where the page after it starts. */
    int next() {
      return episodes.size();
    }

    boolean more() {
      return episodes.size() < total;
    }
  }

  /** Adds the episodes of a listing. Does not count those of a season if the listing is cut off. */
  MediaBuilder add(MediaBuilder series, Listing listing) {
    List<StreamLink> streams = new ArrayList<>();
    SortedMap<Integer, List<Json>> seasons = new TreeMap<>();
    for (Json episode : listing.episodes()) {
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
    seasons.forEach(
        (number, episodes) ->
            infos.add(season(number, episodes, listing.more() ? null : episodes.size())));
    return series
        .episodes(listing.total() > 0 ? listing.total() : null)
        .seasons(infos)
        .streams(streams);
  }

  private static SeasonInfo season(int number, List<Json> episodes, @Nullable Integer count) {
    Json first = episodes.get(0);
    String name = first.text("SeasonName");
    return new SeasonInfo(
        null,
        number,
        name == null ? "Season " + number : name,
        count,
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

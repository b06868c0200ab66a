package dev.anyflix.upstream.anilist;

import dev.anyflix.domain.media.AniListGenres;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.SchedulePage;
import dev.anyflix.domain.media.ScheduledEpisode;
import dev.anyflix.upstream.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Translates AniList's lists into the media model; malformed items are left out. */
final class AniListLists {

  private AniListLists() {}

  static MediaPage page(Json body, int page, int perPage) {
    Json found = page(body, "media");
    List<Media> items = new ArrayList<>();
    for (Json media : found.list("media")) {
      if (media.positive("id") != null) {
        items.add(AniListJson.basics(media).build());
      }
    }
    return new MediaPage(items, page, perPage, hasNextPage(found));
  }

  /** A page of a schedule without the anime for adults only, which AniList cannot filter. */
  static SchedulePage schedule(Json body, int page, int perPage) {
    Json found = page(body, "airingSchedules");
    List<ScheduledEpisode> items = new ArrayList<>();
    for (Json airing : found.list("airingSchedules")) {
      Json media = airing.at("media");
      Instant airsAt = AniListJson.airsAt(airing);
      if (airsAt != null && media.positive("id") != null && !media.isTrue("isAdult")) {
        items.add(
            new ScheduledEpisode(
                airsAt, airing.positive("episode"), AniListJson.basics(media).build()));
      }
    }
    items.sort(Comparator.comparing(ScheduledEpisode::airsAt));
    return new SchedulePage(items, page, perPage, hasNextPage(found), null);
  }

  static AniListGenres genres(Json body) {
    Json data = body.at("data");
    if (!data.at("GenreCollection").isArray()) {
      throw new IllegalArgumentException("no genres");
    }
    List<AniListGenres.Tag> tags = new ArrayList<>();
    for (Json tag : data.list("MediaTagCollection")) {
      String name = tag.text("name");
      if (name != null) {
        tags.add(new AniListGenres.Tag(name, tag.text("category"), tag.isTrue("isAdult")));
      }
    }
    return new AniListGenres(data.texts("GenreCollection"), tags);
  }

  private static Json page(Json body, String list) {
    Json found = body.at("data").at("Page");
    if (!found.at(list).isArray()) {
      throw new IllegalArgumentException("no page");
    }
    return found;
  }

  private static boolean hasNextPage(Json page) {
    return page.at("pageInfo").isTrue("hasNextPage");
  }
}

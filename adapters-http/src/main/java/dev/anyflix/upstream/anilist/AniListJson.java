package dev.anyflix.upstream.anilist;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anyflix.domain.media.ImageSizes;
import dev.anyflix.domain.media.Images;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.SeasonOfYear;
import dev.anyflix.domain.media.Title;
import dev.anyflix.upstream.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates AniList's JSON into the media model. */
final class AniListJson {

  private static final List<String> ROOTS = List.of("Media", "Page", "GenreCollection");

  private AniListJson() {}

  /**
   * The status that an envelope tells: that of its first error, unless there are data all the same.
   */
  static int status(int http, Json body) {
    List<Json> errors = body.list("errors");
    Json data = body.at("data");
    boolean answered = ROOTS.stream().anyMatch(root -> data.at(root).isPresent());
    if (errors.isEmpty() || (http == 200 && answered)) {
      return http;
    }
    Integer told = errors.get(0).integer("status");
    if (told != null && told >= 400 && told < 600) {
      return told;
    }
    return http == 200 ? 502 : http;
  }

  static Media media(Json body, int requestedId) {
    return media(body, "id", requestedId);
  }

  static Media mediaByMal(Json body, int requestedId) {
    return media(body, "idMal", requestedId);
  }

  private static Media media(Json body, String idField, int requestedId) {
    Json data = body.at("data");
    Json media = data.at("Media");
    if (data.isObject() && !media.isPresent()) {
      throw new MediaSourceException(Kind.NOT_FOUND, "AniList has no such title.");
    }
    Integer id = media.positive(idField);
    if (id == null || id != requestedId) {
      throw new IllegalArgumentException("a medium with another id than requested");
    }
    return detail(media);
  }

  /**
   * The media of a batch by id. Fails unless the answer is complete: then an absent id is unknown.
   */
  static Map<Integer, Media> batch(Json body, List<Integer> ids) {
    if (!body.list("errors").isEmpty()) {
      throw new MediaSourceException(Kind.UNREADABLE, "AniList sent an incomplete answer.");
    }
    Json found = body.at("data").at("Page").at("media");
    if (!found.isArray()) {
      throw new IllegalArgumentException("no list of media");
    }
    Map<Integer, Media> byId = new LinkedHashMap<>();
    for (JsonNode node : found.node()) {
      Json media = new Json(node);
      Integer id = media.positive("id");
      if (id == null || !ids.contains(id)) {
        throw new IllegalArgumentException("a medium with another id than requested");
      }
      byId.put(id, detail(media));
    }
    return byId;
  }

  private static Media detail(Json media) {
    return AniListDetails.add(basics(media), media).build();
  }

  static String id(Json media) {
    Integer id = media.positive("id");
    if (id == null) {
      throw new IllegalArgumentException("no id");
    }
    return "anilist:" + id;
  }

  static MediaKind kind(Json media) {
    return "MANGA".equals(media.text("type")) ? MediaKind.MANGA : MediaKind.ANIME;
  }

  static Title title(Json media) {
    Json title = media.at("title");
    String english = title.text("english");
    String romaji = title.text("romaji");
    String original = title.text("native");
    String preferred = title.text("userPreferred");
    return Title.of(preferred, english, romaji, original, () -> id(media));
  }

  static @Nullable PartialDate date(Json date) {
    return PartialDate.ofParts(date.integer("year"), date.integer("month"), date.integer("day"));
  }

  static MediaBuilder basics(Json media) {
    String id = id(media);
    PartialDate start = date(media.at("startDate"));
    Integer seasonYear = media.year("seasonYear");
    Integer year = seasonYear == null && start != null ? Integer.valueOf(start.year()) : seasonYear;
    String sourceId = id.substring(id.indexOf(':') + 1);
    return Media.builder(id, "anilist", sourceId, kind(media), title(media))
        .synonyms(media.texts("synonyms"))
        .format(media.constant("format", MediaFormat.class))
        .status(media.constant("status", MediaStatus.class))
        .year(year)
        .startDate(start)
        .endDate(date(media.at("endDate")))
        .season(media.constant("season", SeasonOfYear.class))
        .episodes(media.positive("episodes"))
        .durationMinutes(media.positive("duration"))
        .genres(media.texts("genres"))
        .score(score(media))
        .popularity(media.number("popularity"))
        .adult(media.flag("isAdult"))
        .country(media.text("countryOfOrigin"))
        .description(AniListMarkdown.plainText(media.multiline("description")))
        .images(images(media))
        .nextEpisode(nextEpisode(media.at("nextAiringEpisode")))
        .externalIds(AniListDetails.externalIds(media))
        .links(AniListDetails.links(media));
  }

  private static @Nullable Double score(Json media) {
    Double score = media.number("averageScore");
    return score == null || score <= 0 || score > 100 ? null : score;
  }

  private static Images images(Json media) {
    Json cover = media.at("coverImage");
    String largest = AniListDetails.picture(cover.text("extraLarge"));
    ImageSizes posters =
        new ImageSizes(
            AniListDetails.picture(cover.text("medium")),
            AniListDetails.picture(cover.text("large")),
            largest,
            largest);
    ImageSizes backdrops = ImageSizes.of(AniListDetails.picture(media.text("bannerImage")));
    return new Images(
        posters.large(), backdrops.large(), null, color(cover.text("color")), posters, backdrops);
  }

  private static @Nullable String color(@Nullable String text) {
    return text != null && text.matches("#[0-9a-fA-F]{6}") ? text : null;
  }

  private static @Nullable NextEpisode nextEpisode(Json airing) {
    Instant airsAt = airsAt(airing);
    return airsAt == null ? null : new NextEpisode(airing.positive("episode"), airsAt);
  }

  static @Nullable Instant airsAt(Json airing) {
    Double at = airing.number("airingAt");
    return at == null || at <= 0 || at > 1e11 ? null : Instant.ofEpochSecond(at.longValue());
  }
}

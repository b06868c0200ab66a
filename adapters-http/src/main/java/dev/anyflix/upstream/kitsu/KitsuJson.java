package dev.anyflix.upstream.kitsu;

import dev.anyflix.domain.media.ImageSizes;
import dev.anyflix.domain.media.Images;
import dev.anyflix.domain.media.Link;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.NextEpisode;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.SeasonOfYear;
import dev.anyflix.domain.media.Title;
import dev.anyflix.domain.media.Trailer;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.PlainText;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Translates Kitsu's JSON into the media model. */
final class KitsuJson {

  static final String SOURCE = "kitsu";

  /** The most that Kitsu gives at once. */
  static final int PER_PAGE = 20;

  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,8}");

  private KitsuJson() {}

  /** The status that the first error tells, which may come with HTTP 200. */
  static int status(int http, Json body) {
    List<Json> errors = body.list("errors");
    if (errors.isEmpty()) {
      return http;
    }
    Double told = errors.get(0).numeric("status");
    if (told != null && told >= 400 && told < 600) {
      return told.intValue();
    }
    return http == 200 ? 502 : http;
  }

  static MediaSourceException notFound() {
    return new MediaSourceException(Kind.NOT_FOUND, "Kitsu has no such title.");
  }

  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** A page; anime in it that make no sense are left out. */
  static MediaPage page(Json body, int page) {
    if (!body.at("data").isArray()) {
      throw new IllegalArgumentException("no page");
    }
    KitsuDocument document = new KitsuDocument(body);
    List<Media> items = new ArrayList<>();
    for (Json anime : body.list("data")) {
      if (isId(anime.text("id"))) {
        items.add(
            basics(anime)
                .externalIds(KitsuMappings.externalIds(document.related(anime, "mappings")))
                .build());
      }
    }
    return new MediaPage(items, page, PER_PAGE, hasNextPage(body), total(body));
  }

  static boolean hasNextPage(Json body) {
    return body.at("links").text("next") != null;
  }

  static @Nullable Integer total(Json body) {
    Integer count = body.at("meta").integer("count");
    return count == null || count < 0 ? null : count;
  }

  static MediaBuilder basics(Json anime) {
    if (!isId(anime.text("id"))) {
      throw new IllegalArgumentException("no id");
    }
    String id = Objects.requireNonNull(anime.text("id"));
    Json attributes = anime.at("attributes");
    PartialDate start = PartialDate.parse(attributes.text("startDate"));
    return Media.builder(id(anime), SOURCE, id, MediaKind.ANIME, title(anime))
        .synonyms(attributes.texts("abbreviatedTitles"))
        .format(format(attributes))
        .status(status(attributes))
        .year(start == null ? null : start.year())
        .startDate(start)
        .endDate(PartialDate.parse(attributes.text("endDate")))
        .season(season(start))
        .episodes(attributes.positive("episodeCount"))
        .durationMinutes(attributes.positive("episodeLength"))
        .score(score(attributes))
        .popularity(attributes.number("userCount"))
        .adult(attributes.flag("nsfw"))
        .description(description(attributes))
        .images(images(attributes))
        .trailer(trailer(attributes))
        .links(List.of(new Link("Kitsu", "https://kitsu.app/anime/" + id)))
        .nextEpisode(nextEpisode(attributes));
  }

  /** A manga may have the number of an anime, of which alone the routes take the number. */
  static String id(Json media) {
    return SOURCE + (isManga(media) ? ":manga:" : ":") + media.text("id");
  }

  static boolean isManga(Json media) {
    return "manga".equals(media.text("type"));
  }

  static Title title(Json media) {
    Json titles = media.at("attributes").at("titles");
    String english = first(titles, "en", "en_us");
    String romaji = first(titles, "en_jp", "en_kr", "en_cn");
    String original = first(titles, "ja_jp", "ko_kr", "zh_cn");
    String preferred = media.at("attributes").text("canonicalTitle");
    return Title.of(preferred, english, romaji, original, () -> id(media));
  }

  static @Nullable MediaFormat format(Json attributes) {
    String subtype = attributes.text("subtype");
    return switch (subtype == null ? "" : subtype) {
      case "TV" -> MediaFormat.TV;
      case "movie" -> MediaFormat.MOVIE;
      case "special" -> MediaFormat.SPECIAL;
      case "OVA" -> MediaFormat.OVA;
      case "ONA" -> MediaFormat.ONA;
      case "music" -> MediaFormat.MUSIC;
      case "manga", "manhwa", "manhua", "doujin", "oel" -> MediaFormat.MANGA;
      case "novel" -> MediaFormat.NOVEL;
      case "oneshot" -> MediaFormat.ONE_SHOT;
      default -> null;
    };
  }

  private static Images images(Json attributes) {
    ImageSizes posters = posters(attributes.at("posterImage"));
    Json cover = attributes.at("coverImage");
    ImageSizes backdrops =
        new ImageSizes(
            image(cover, "tiny"),
            image(cover, "small"),
            image(cover, "large"),
            image(cover, "original"));
    return new Images(posters.large(), backdrops.large(), null, null, posters, backdrops);
  }

  static ImageSizes posters(Json sizes) {
    return new ImageSizes(
        image(sizes, "small", "tiny"),
        image(sizes, "medium"),
        image(sizes, "large"),
        image(sizes, "original"));
  }

  static @Nullable String image(Json sizes, String... names) {
    String url = first(sizes, names);
    return url != null && url.matches("https?://.+") ? url : null;
  }

  static @Nullable String first(Json texts, String... names) {
    for (String name : names) {
      String text = texts.text(name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  static @Nullable String description(Json attributes) {
    String description = PlainText.ofHtml(attributes.multiline("description"));
    return description == null ? PlainText.ofHtml(attributes.multiline("synopsis")) : description;
  }

  private static @Nullable MediaStatus status(Json attributes) {
    String status = attributes.text("status");
    return switch (status == null ? "" : status) {
      case "finished" -> MediaStatus.FINISHED;
      case "current" -> MediaStatus.RELEASING;
      case "tba", "unreleased", "upcoming" -> MediaStatus.NOT_YET_RELEASED;
      default -> null;
    };
  }

  /** The quarter of the year in which it started. */
  private static @Nullable SeasonOfYear season(@Nullable PartialDate start) {
    Integer month = start == null ? null : start.month();
    return month == null ? null : SeasonOfYear.ofMonth(month);
  }

  private static @Nullable Double score(Json attributes) {
    Double score = attributes.numeric("averageRating");
    return score == null || score <= 0 || score > 100 ? null : score;
  }

  private static @Nullable Trailer trailer(Json attributes) {
    String id = attributes.text("youtubeVideoId");
    return id != null && id.matches("[A-Za-z0-9_-]{1,64}")
        ? new Trailer("youtube", "https://www.youtube.com/watch?v=" + id)
        : null;
  }

  private static @Nullable NextEpisode nextEpisode(Json attributes) {
    String time = attributes.text("nextRelease");
    try {
      return time == null ? null : new NextEpisode(null, OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}

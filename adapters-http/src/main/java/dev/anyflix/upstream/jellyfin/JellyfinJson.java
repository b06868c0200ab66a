package dev.anyflix.upstream.jellyfin;

import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.EpisodePage;
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
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Title;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Translates Jellyfin's JSON into the media model. Immutable. */
final class JellyfinJson {

  static final String SOURCE = "jellyfin";
  static final int PER_PAGE = 20;

  /** More than of media, because an episode is small and most seasons then fit on a page. */
  static final int EPISODES_PER_PAGE = 50;

  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Jellyfin counts time in units of 100 ns. */
  private static final double TICKS_PER_MINUTE = 60 * 1e7;

  /** The most pixels across of each size of a picture. */
  private record Widths(int small, int medium, int large) {}

  private static final Widths POSTER_WIDTHS = new Widths(185, 342, 500);
  private static final Widths BACKDROP_WIDTHS = new Widths(300, 780, 1280);
  private static final int STILL_WIDTH = 500;

  private final JellyfinAddresses addresses;
  private final JellyfinDetails details;
  private final JellyfinEpisodes episodes;

  JellyfinJson(JellyfinAddresses addresses) {
    this.addresses = addresses;
    details = new JellyfinDetails(addresses);
    episodes = new JellyfinEpisodes(addresses);
  }

  static MediaSourceException notFound() {
    return new MediaSourceException(Kind.NOT_FOUND, "Jellyfin has no such title.");
  }

  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** A page of films, series and videos; all else in it is left out. */
  MediaPage page(Json body, int page) {
    if (!body.at("Items").isArray()) {
      throw new IllegalArgumentException("no page");
    }
    List<Media> items = new ArrayList<>();
    for (Json item : body.list("Items")) {
      String id = item.text("Id");
      MediaKind kind = kind(item);
      if (id != null && isId(id) && kind != null) {
        items.add(basics(item, id, kind).build());
      }
    }
    Integer total = body.integer("TotalRecordCount");
    boolean more = total != null && (long) page * PER_PAGE < total;
    return new MediaPage(items, page, PER_PAGE, more, body.natural("TotalRecordCount"));
  }

  /**
   * A page of the episodes of a series. For an id that is no folder, Jellyfin returns the episodes
   * of the whole server, which then belong to other series.
   */
  EpisodePage episodes(Json body, String series, int page) {
    if (!body.at("Items").isArray()) {
      throw new IllegalArgumentException("no episodes");
    }
    List<Episode> items = new ArrayList<>();
    for (Json episode : body.list("Items")) {
      String owner = episode.text("SeriesId");
      if (owner != null && !plain(owner).equals(plain(series))) {
        throw notFound();
      }
      items.add(episode(episode));
    }
    Integer total = body.natural("TotalRecordCount");
    boolean more = total != null && (long) page * EPISODES_PER_PAGE < total;
    return new EpisodePage(items, page, EPISODES_PER_PAGE, more, total);
  }

  private Episode episode(Json item) {
    String id = item.text("Id");
    String still = item.at("ImageTags").text("Primary");
    return new Episode(
        item.natural("IndexNumber"),
        item.natural("ParentIndexNumber"),
        null,
        item.text("Name"),
        PlainText.ofHtml(item.multiline("Overview")),
        PartialDate.parse(item.text("PremiereDate")),
        minutes(item),
        id == null || !isId(id) || still == null
            ? null
            : addresses.image(id, "Primary", still, STILL_WIDTH),
        score(item));
  }

  /** The medium of a list of one; of a series the episodes are asked for by themselves. */
  MediaBuilder details(Json body, String requestedId) {
    if (!body.at("Items").isArray()) {
      throw new IllegalArgumentException("no list");
    }
    List<Json> items = body.list("Items");
    if (items.isEmpty()) {
      throw notFound();
    }
    Json item = items.get(0);
    String id = item.text("Id");
    if (id == null || !isId(id) || !plain(id).equals(plain(requestedId))) {
      throw new IllegalArgumentException("an item with another id than requested");
    }
    MediaKind kind = kind(item);
    if (kind == null) {
      throw notFound();
    }
    return details.add(basics(item, id, kind), item, id);
  }

  private static String plain(String id) {
    return id.replace("-", "").toLowerCase(Locale.ROOT);
  }

  Media withEpisodes(MediaBuilder series, JellyfinEpisodes.Listing listing) {
    return episodes.add(series, listing).build();
  }

  /** Null for what is neither film nor series nor video. */
  private static @Nullable MediaKind kind(Json item) {
    String type = item.text("Type");
    return switch (type == null ? "" : type) {
      case "Movie" -> MediaKind.MOVIE;
      case "Series" -> MediaKind.SERIES;
      case "Video" -> MediaKind.VIDEO;
      default -> null;
    };
  }

  private MediaBuilder basics(Json item, String id, MediaKind kind) {
    PartialDate start = PartialDate.parse(item.text("PremiereDate"));
    Integer produced = item.year("ProductionYear");
    return Media.builder(SOURCE + ":" + id, SOURCE, id, kind, title(item, id))
        .format(format(kind))
        .status(status(item))
        .year(produced == null && start != null ? Integer.valueOf(start.year()) : produced)
        .startDate(start)
        .endDate(PartialDate.parse(item.text("EndDate")))
        .durationMinutes(minutes(item))
        .genres(item.texts("Genres"))
        .tags(item.texts("Tags"))
        .score(score(item))
        .description(PlainText.ofHtml(item.multiline("Overview")))
        .images(images(item, id))
        .studios(item.texts("Studios", "Name"))
        .externalIds(externalIds(item))
        .links(List.of(new Link("Jellyfin", addresses.page(id))));
  }

  private static Title title(Json item, String id) {
    String name = item.text("Name");
    String original = item.text("OriginalTitle");
    String preferred = name == null ? original : name;
    return new Title(preferred == null ? SOURCE + ":" + id : preferred, null, null, null, original);
  }

  private static @Nullable MediaFormat format(MediaKind kind) {
    return switch (kind) {
      case MOVIE -> MediaFormat.MOVIE;
      case SERIES -> MediaFormat.TV;
      default -> null;
    };
  }

  private static @Nullable MediaStatus status(Json item) {
    String status = item.text("Status");
    return switch (status == null ? "" : status) {
      case "Continuing" -> MediaStatus.RELEASING;
      case "Ended" -> MediaStatus.FINISHED;
      case "Unreleased" -> MediaStatus.NOT_YET_RELEASED;
      default -> null;
    };
  }

  private static @Nullable Integer minutes(Json item) {
    Double ticks = item.number("RunTimeTicks");
    long minutes = ticks == null ? 0 : Math.round(ticks / TICKS_PER_MINUTE);
    return minutes < 1 || minutes > 10_000 ? null : (int) minutes;
  }

  /** From 0 to 10. */
  private static @Nullable Double score(Json item) {
    Double rating = item.number("CommunityRating");
    return rating == null || rating <= 0 || rating > 10 ? null : Math.round(rating * 100) / 10.0;
  }

  private Images images(Json item, String id) {
    List<String> backdropTags = item.texts("BackdropImageTags");
    String logo = item.at("ImageTags").text("Logo");
    ImageSizes posters = sizes(id, "Primary", item.at("ImageTags").text("Primary"), POSTER_WIDTHS);
    ImageSizes backdrops =
        sizes(id, "Backdrop", backdropTags.isEmpty() ? null : backdropTags.get(0), BACKDROP_WIDTHS);
    return new Images(
        posters.large(),
        backdrops.large(),
        logo == null ? null : addresses.image(id, "Logo", logo, POSTER_WIDTHS.large()),
        null,
        posters,
        backdrops);
  }

  private ImageSizes sizes(String id, String type, @Nullable String tag, Widths widths) {
    return tag == null
        ? ImageSizes.NONE
        : new ImageSizes(
            addresses.image(id, type, tag, widths.small()),
            addresses.image(id, type, tag, widths.medium()),
            addresses.image(id, type, tag, widths.large()),
            addresses.image(id, type, tag));
  }

  private static Map<String, String> externalIds(Json item) {
    Map<String, String> ids = new LinkedHashMap<>();
    Json sites = item.at("ProviderIds");
    sites
        .node()
        .fieldNames()
        .forEachRemaining(
            site -> {
              String id = sites.text(site);
              if (id != null) {
                ids.put(site.toLowerCase(Locale.ROOT), id);
              }
            });
    return ids;
  }
}

package dev.anyflix.web.stremio;

import dev.anyflix.domain.media.CastMember;
import dev.anyflix.domain.media.Creator;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.StreamLink;
import dev.anyflix.domain.media.Trailer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Translates media into the objects of the protocol, to be written as JSON. */
public final class StremioJson {

  static final String MOVIE = "movie";
  static final String SERIES = "series";

  private static final Set<String> WRITERS = Set.of("writer", "screenplay", "story", "author");
  private static final String YOUTUBE = "https://www.youtube.com/watch?v=";
  private static final double MEBIBYTE = 1 << 20;

  private StremioJson() {}

  /** The protocol's type of a medium. */
  static String type(Media media) {
    boolean isSeries =
        media.kind() == MediaKind.SERIES
            || (media.kind() == MediaKind.ANIME && media.format() != MediaFormat.MOVIE);
    return isSeries ? SERIES : MOVIE;
  }

  /** A title as lists show it. */
  static JsonObject preview(Media media) {
    return new JsonObject()
        .with("id", StremioId.of(media))
        .with("type", type(media))
        .with("name", media.title().preferred())
        .with("poster", media.images().poster())
        .with("background", media.images().backdrop())
        .with("logo", media.images().logo())
        .with("description", media.description())
        .with("releaseInfo", releaseInfo(media))
        .with("genres", media.genres());
  }

  private static @Nullable String releaseInfo(Media media) {
    Integer start = media.year();
    if (start == null || type(media).equals(MOVIE)) {
      return start == null ? null : start.toString();
    }
    if (media.status() == MediaStatus.RELEASING) {
      return start + "-";
    }
    Integer end = media.endDate() == null ? null : media.endDate().year();
    return end == null || end.equals(start) ? start.toString() : start + "-" + end;
  }

  /**
   * A title with all that is known of it.
   *
   * @param videos the episodes of a series; none of a film, which is its own video
   */
  static JsonObject meta(Media media, Collection<JsonObject> videos) {
    Integer minutes = media.durationMinutes();
    JsonObject video =
        type(media).equals(MOVIE)
            ? new JsonObject().with("defaultVideoId", StremioId.of(media))
            : null;
    return preview(media)
        .with("released", instant(media.startDate()))
        .with("runtime", minutes == null ? null : minutes + " min")
        .with("country", media.country())
        .with("director", creators(media, Set.of("director")))
        .with("writer", creators(media, WRITERS))
        .with("cast", distinct(media.cast().stream().map(CastMember::person)))
        .with("trailers", trailers(media.trailer()))
        .with("videos", videos)
        .with("behaviorHints", video);
  }

  private static List<String> creators(Media media, Set<String> roles) {
    return distinct(
        media.creators().stream()
            .filter(each -> roles.contains(String.valueOf(each.role()).toLowerCase(Locale.ROOT)))
            .map(Creator::name));
  }

  private static List<String> distinct(Stream<@Nullable String> names) {
    return names.filter(Objects::nonNull).distinct().toList();
  }

  private static List<Object> trailers(@Nullable Trailer trailer) {
    return trailer != null && trailer.url().startsWith(YOUTUBE)
        ? List.of(
            new JsonObject()
                .with("source", trailer.url().substring(YOUTUBE.length()))
                .with("type", "Trailer"))
        : List.of();
  }

  /** The start of a day; null unless the day is known. */
  static @Nullable String instant(@Nullable PartialDate date) {
    return date == null || date.day() == null ? null : date + "T00:00:00.000Z";
  }

  /**
   * Something that can be played.
   *
   * @param provider the id of the provider
   * @param name the name of the provider
   */
  public static Object stream(String provider, String name, StreamLink link) {
    Long size = link.sizeBytes();
    String path = link.url().replaceFirst("[?#].*", "").toLowerCase(Locale.ROOT);
    boolean isMp4 = path.endsWith(".mp4") || "mp4".equalsIgnoreCase(link.format());
    String description =
        Stream.of(
                link.label(),
                link.format(),
                String.join(" ", link.languages()),
                size == null ? null : "%.0f MiB".formatted(Math.max(1, size / MEBIBYTE)))
            .filter(text -> text != null && !text.isBlank())
            .collect(Collectors.joining(", "));
    return new JsonObject()
        .with("name", name)
        .with("description", description)
        .with("url", link.url())
        .with(
            "behaviorHints",
            new JsonObject()
                .with("notWebReady", !isMp4 || !link.url().startsWith("https://"))
                .with("videoSize", size)
                .with("bingeGroup", "anyflix-" + provider + "-" + link.format()));
  }
}

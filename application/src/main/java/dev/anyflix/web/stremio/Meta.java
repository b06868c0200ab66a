package dev.anyflix.web.stremio;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.anyflix.domain.media.CastMember;
import dev.anyflix.domain.media.Creator;
import dev.anyflix.domain.media.Episode;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.PartialDate;
import dev.anyflix.domain.media.Trailer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A title with its videos, as the protocol shows it.
 *
 * @param preview what catalogs show of it
 * @param released the first day as an instant, or null
 * @param runtime such as {@code 136 min}, or null
 * @param country ISO 3166-1 code, or null
 * @param director the names of its directors
 * @param writer the names of its writers
 * @param cast the names of its actors
 * @param trailers trailers on YouTube
 * @param videos the episodes of a series; empty for a film
 * @param behaviorHints which video a film is
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Meta(
    @JsonUnwrapped MetaPreview preview,
    @Nullable String released,
    @Nullable String runtime,
    @Nullable String country,
    List<String> director,
    List<String> writer,
    List<String> cast,
    List<TrailerVideo> trailers,
    List<Video> videos,
    @Nullable BehaviorHints behaviorHints) {

  private static final Set<String> WRITERS = Set.of("writer", "screenplay", "story", "author");
  private static final String YOUTUBE = "https://www.youtube.com/watch?v=";

  /** A trailer by its id on YouTube. */
  record TrailerVideo(String source, String type) {}

  /** Names the video that is played when a film is. */
  record BehaviorHints(String defaultVideoId) {}

  /**
   * One episode.
   *
   * @param id the id that its streams are asked by
   * @param title its title
   * @param season the number of its season; 0 for specials
   * @param episode its number in the season
   * @param released when it is first broadcast, as an instant, or null
   * @param overview plain text, or null
   * @param thumbnail absolute URL of a picture, or null
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Video(
      String id,
      String title,
      int season,
      int episode,
      @Nullable String released,
      @Nullable String overview,
      @Nullable String thumbnail) {

    /**
     * An episode of a title.
     *
     * @param number its number where the episode itself has none
     */
    static Video of(String title, Episode episode, int number) {
      int season = Objects.requireNonNullElse(episode.seasonNumber(), 1);
      int own = Objects.requireNonNullElse(episode.number(), number);
      return new Video(
          title + ":" + season + ":" + own,
          Objects.requireNonNullElse(episode.title(), "Episode " + own),
          season,
          own,
          instant(episode.airDate()),
          episode.description(),
          episode.still());
    }

    /** An episode of which only the number is known. */
    static Video numbered(String title, int number, @Nullable String released) {
      return new Video(
          title + ":1:" + number, "Episode " + number, 1, number, released, null, null);
    }
  }

  static Meta of(Media media, List<Video> videos) {
    MetaPreview preview = MetaPreview.of(media);
    Integer minutes = media.durationMinutes();
    return new Meta(
        preview,
        instant(media.startDate()),
        minutes == null ? null : minutes + " min",
        media.country(),
        creators(media, Set.of("director")),
        creators(media, WRITERS),
        media.cast().stream().map(CastMember::person).filter(Objects::nonNull).distinct().toList(),
        trailers(media.trailer()),
        videos,
        preview.type().equals(MetaPreview.MOVIE) ? new BehaviorHints(preview.id()) : null);
  }

  private static List<String> creators(Media media, Set<String> roles) {
    return media.creators().stream()
        .filter(each -> roles.contains(String.valueOf(each.role()).toLowerCase(Locale.ROOT)))
        .map(Creator::name)
        .distinct()
        .toList();
  }

  private static List<TrailerVideo> trailers(@Nullable Trailer trailer) {
    return trailer != null && trailer.url().startsWith(YOUTUBE)
        ? List.of(new TrailerVideo(trailer.url().substring(YOUTUBE.length()), "Trailer"))
        : List.of();
  }

  /** The start of a day; null unless the day is known. */
  static @Nullable String instant(@Nullable PartialDate date) {
    return date == null || date.day() == null ? null : date + "T00:00:00.000Z";
  }
}

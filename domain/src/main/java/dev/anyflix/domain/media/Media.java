package dev.anyflix.domain.media;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A film, series, anime, manga or video, in the one shape that every source is translated to.
 *
 * <p>What is unknown is null or an empty list, the same for every source. Immutable.
 *
 * @param id this service's id: {@code anilist:1}, {@code tmdb:movie:603}
 * @param source the id of the source it came from, such as {@code anilist}
 * @param sourceId the upstream's own id, which the routes take
 * @param kind what it is
 * @param title its names
 * @param synonyms other names it is known by
 * @param format its format, or null when unknown
 * @param status how far its release has come, or null when unknown
 * @param year the year of its start, or null when unknown
 * @param startDate its first day, or null when unknown
 * @param endDate its last day, or null when unknown or not ended
 * @param season the season it started in, or null when unknown
 * @param episodes how many episodes it has, or null when unknown
 * @param durationMinutes minutes of the work, or of one episode; null when unknown
 * @param genres its genres, in the upstream's words
 * @param tags finer labels, without spoilers
 * @param score the mean rating, 0 to 100, or null when unrated
 * @param popularity the upstream's own measure of popularity, larger is more popular, or null
 * @param adult whether it is for adults only, or null when unknown
 * @param country ISO 3166-1 code of its country, or null when unknown
 * @param description plain text, or null when there is none
 * @param images its pictures
 * @param trailer a trailer, or null when there is none
 * @param studios the companies that made it
 * @param creators the people who made it, such as directors and authors
 * @param ageRating the age rating in the region of the request, such as {@code PG-13}, or null when
 *     unknown
 * @param collection the collection that it belongs to, or null when there is none
 * @param watch the services that offer it in the region of the request
 * @param externalIds ids elsewhere by the site's name in lower case, such as {@code imdb}
 * @param links pages about it elsewhere
 * @param nextEpisode the next episode to air, or null when there is none
 * @param relations prequels, sequels and other related media
 * @param cast roles and who plays them, the most important first
 * @param recommendations media that its viewers like too
 * @param seasons the seasons of a series
 * @param streams what can be played
 */
public record Media(
    String id,
    String source,
    String sourceId,
    MediaKind kind,
    Title title,
    List<String> synonyms,
    @Nullable MediaFormat format,
    @Nullable MediaStatus status,
    @Nullable Integer year,
    @Nullable PartialDate startDate,
    @Nullable PartialDate endDate,
    @Nullable SeasonOfYear season,
    @Nullable Integer episodes,
    @Nullable Integer durationMinutes,
    List<String> genres,
    List<String> tags,
    @Nullable Double score,
    @Nullable Double popularity,
    @Nullable Boolean adult,
    @Nullable String country,
    @Nullable String description,
    Images images,
    @Nullable Trailer trailer,
    List<String> studios,
    List<Creator> creators,
    @Nullable String ageRating,
    @Nullable CollectionRef collection,
    List<WatchOption> watch,
    Map<String, String> externalIds,
    List<Link> links,
    @Nullable NextEpisode nextEpisode,
    List<Related> relations,
    List<CastMember> cast,
    List<Related> recommendations,
    List<SeasonInfo> seasons,
    List<StreamLink> streams) {

  public Media {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(sourceId, "sourceId");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(title, "title");
    synonyms = List.copyOf(synonyms);
    genres = List.copyOf(genres);
    tags = List.copyOf(tags);
    studios = List.copyOf(studios);
    creators = List.copyOf(creators);
    watch = List.copyOf(watch);
    externalIds = Collections.unmodifiableMap(new LinkedHashMap<>(externalIds));
    links = List.copyOf(links);
    relations = List.copyOf(relations);
    cast = List.copyOf(cast);
    recommendations = List.copyOf(recommendations);
    seasons = List.copyOf(seasons);
    streams = List.copyOf(streams);
    if (score != null && !(score >= 0 && score <= 100)) {
      throw new IllegalArgumentException("score must be 0 to 100: " + score);
    }
  }

  /** This medium with the given synonyms in place of its own. */
  public Media withSynonyms(List<String> synonyms) {
    return new MediaBuilder(this).synonyms(synonyms).build();
  }

  /** This medium with the given ids elsewhere in place of its own. */
  public Media withExternalIds(Map<String, String> externalIds) {
    return new MediaBuilder(this).externalIds(externalIds).build();
  }

  /** This medium under the id that another source has for it, with its own among the others. */
  public Media withId(String otherSource, String otherSourceId) {
    Map<String, String> ids = new LinkedHashMap<>(externalIds);
    ids.put(source, sourceId);
    ids.remove(otherSource);
    return new MediaBuilder(this)
        .id(otherSource + ":" + otherSourceId, otherSourceId)
        .externalIds(ids)
        .build();
  }

  /** Starts a medium of which nothing is known but what it is. */
  public static MediaBuilder builder(
      String id, String source, String sourceId, MediaKind kind, Title title) {
    return new MediaBuilder(id, source, sourceId, kind, title);
  }
}

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
 * @param studios who made it
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
    @Nullable Season season,
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
    synonyms = List.copyOf(synonyms);
    genres = List.copyOf(genres);
    tags = List.copyOf(tags);
    studios = List.copyOf(studios);
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
    return new Media(
        id,
        source,
        sourceId,
        kind,
        title,
        synonyms,
        format,
        status,
        year,
        startDate,
        endDate,
        season,
        episodes,
        durationMinutes,
        genres,
        tags,
        score,
        popularity,
        adult,
        country,
        description,
        images,
        trailer,
        studios,
        externalIds,
        links,
        nextEpisode,
        relations,
        cast,
        recommendations,
        seasons,
        streams);
  }

  /** Starts a medium of which nothing is known but what it is. */
  public static Builder builder(
      String id, String source, String sourceId, MediaKind kind, Title title) {
    return new Builder(id, source, sourceId, kind, title);
  }

  /** Collects the parts of a {@link Media}; what is not given is unknown. Not thread safe. */
  public static final class Builder {
    private final String id;
    private final String source;
    private final String sourceId;
    private final MediaKind kind;
    private final Title title;
    private List<String> synonyms = List.of();
    private @Nullable MediaFormat format;
    private @Nullable MediaStatus status;
    private @Nullable Integer year;
    private @Nullable PartialDate startDate;
    private @Nullable PartialDate endDate;
    private @Nullable Season season;
    private @Nullable Integer episodes;
    private @Nullable Integer durationMinutes;
    private List<String> genres = List.of();
    private List<String> tags = List.of();
    private @Nullable Double score;
    private @Nullable Double popularity;
    private @Nullable Boolean adult;
    private @Nullable String country;
    private @Nullable String description;
    private Images images = Images.NONE;
    private @Nullable Trailer trailer;
    private List<String> studios = List.of();
    private Map<String, String> externalIds = Map.of();
    private List<Link> links = List.of();
    private @Nullable NextEpisode nextEpisode;
    private List<Related> relations = List.of();
    private List<CastMember> cast = List.of();
    private List<Related> recommendations = List.of();
    private List<SeasonInfo> seasons = List.of();
    private List<StreamLink> streams = List.of();

    private Builder(String id, String source, String sourceId, MediaKind kind, Title title) {
      this.id = id;
      this.source = source;
      this.sourceId = sourceId;
      this.kind = kind;
      this.title = title;
    }

    public Builder synonyms(List<String> synonyms) {
      this.synonyms = synonyms;
      return this;
    }

    public Builder format(@Nullable MediaFormat format) {
      this.format = format;
      return this;
    }

    public Builder status(@Nullable MediaStatus status) {
      this.status = status;
      return this;
    }

    public Builder year(@Nullable Integer year) {
      this.year = year;
      return this;
    }

    public Builder startDate(@Nullable PartialDate startDate) {
      this.startDate = startDate;
      return this;
    }

    public Builder endDate(@Nullable PartialDate endDate) {
      this.endDate = endDate;
      return this;
    }

    public Builder season(@Nullable Season season) {
      this.season = season;
      return this;
    }

    public Builder episodes(@Nullable Integer episodes) {
      this.episodes = episodes;
      return this;
    }

    public Builder durationMinutes(@Nullable Integer durationMinutes) {
      this.durationMinutes = durationMinutes;
      return this;
    }

    public Builder genres(List<String> genres) {
      this.genres = genres;
      return this;
    }

    public Builder tags(List<String> tags) {
      this.tags = tags;
      return this;
    }

    public Builder score(@Nullable Double score) {
      this.score = score;
      return this;
    }

    public Builder popularity(@Nullable Double popularity) {
      this.popularity = popularity;
      return this;
    }

    public Builder adult(@Nullable Boolean adult) {
      this.adult = adult;
      return this;
    }

    public Builder country(@Nullable String country) {
      this.country = country;
      return this;
    }

    public Builder description(@Nullable String description) {
      this.description = description;
      return this;
    }

    public Builder images(Images images) {
      this.images = images;
      return this;
    }

    public Builder trailer(@Nullable Trailer trailer) {
      this.trailer = trailer;
      return this;
    }

    public Builder studios(List<String> studios) {
      this.studios = studios;
      return this;
    }

    public Builder externalIds(Map<String, String> externalIds) {
      this.externalIds = externalIds;
      return this;
    }

    public Builder links(List<Link> links) {
      this.links = links;
      return this;
    }

    public Builder nextEpisode(@Nullable NextEpisode nextEpisode) {
      this.nextEpisode = nextEpisode;
      return this;
    }

    public Builder relations(List<Related> relations) {
      this.relations = relations;
      return this;
    }

    public Builder cast(List<CastMember> cast) {
      this.cast = cast;
      return this;
    }

    public Builder recommendations(List<Related> recommendations) {
      this.recommendations = recommendations;
      return this;
    }

    public Builder seasons(List<SeasonInfo> seasons) {
      this.seasons = seasons;
      return this;
    }

    public Builder streams(List<StreamLink> streams) {
      this.streams = streams;
      return this;
    }

    public Media build() {
      return new Media(
          id,
          source,
          sourceId,
          kind,
          title,
          synonyms,
          format,
          status,
          year,
          startDate,
          endDate,
          season,
          episodes,
          durationMinutes,
          genres,
          tags,
          score,
          popularity,
          adult,
          country,
          description,
          images,
          trailer,
          studios,
          externalIds,
          links,
          nextEpisode,
          relations,
          cast,
          recommendations,
          seasons,
          streams);
    }
  }
}

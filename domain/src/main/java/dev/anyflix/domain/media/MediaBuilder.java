package dev.anyflix.domain.media;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a {@link Media}; what is not given is unknown. Not thread safe. */
public final class MediaBuilder {
  private String id;
  private final String source;
  private String sourceId;
  private final MediaKind kind;
  private final Title title;
  private List<String> synonyms = List.of();
  private @Nullable MediaFormat format;
  private @Nullable MediaStatus status;
  private @Nullable Integer year;
  private @Nullable PartialDate startDate;
  private @Nullable PartialDate endDate;
  private @Nullable SeasonOfYear season;
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
  private List<Creator> creators = List.of();
  private @Nullable String ageRating;
  private @Nullable CollectionRef collection;
  private List<WatchOption> watch = List.of();
  private Map<String, String> externalIds = Map.of();
  private List<Link> links = List.of();
  private @Nullable NextEpisode nextEpisode;
  private List<Related> relations = List.of();
  private List<CastMember> cast = List.of();
  private List<Related> recommendations = List.of();
  private List<SeasonInfo> seasons = List.of();
  private List<StreamLink> streams = List.of();

  MediaBuilder(String id, String source, String sourceId, MediaKind kind, Title title) {
    this.id = id;
    this.source = source;
    this.sourceId = sourceId;
    this.kind = kind;
    this.title = title;
  }

  /** Starts from a medium. */
  MediaBuilder(Media media) {
    this(media.id(), media.source(), media.sourceId(), media.kind(), media.title());
    synonyms = media.synonyms();
    format = media.format();
    status = media.status();
    year = media.year();
    startDate = media.startDate();
    endDate = media.endDate();
    season = media.season();
    episodes = media.episodes();
    durationMinutes = media.durationMinutes();
    genres = media.genres();
    tags = media.tags();
    score = media.score();
    popularity = media.popularity();
    adult = media.adult();
    country = media.country();
    description = media.description();
    images = media.images();
    trailer = media.trailer();
    studios = media.studios();
    creators = media.creators();
    ageRating = media.ageRating();
    collection = media.collection();
    watch = media.watch();
    externalIds = media.externalIds();
    links = media.links();
    nextEpisode = media.nextEpisode();
    relations = media.relations();
    cast = media.cast();
    recommendations = media.recommendations();
    seasons = media.seasons();
    streams = media.streams();
  }

  MediaBuilder id(String id, String sourceId) {
    this.id = id;
    this.sourceId = sourceId;
    return this;
  }

  public MediaBuilder synonyms(List<String> synonyms) {
    this.synonyms = synonyms;
    return this;
  }

  public MediaBuilder format(@Nullable MediaFormat format) {
    this.format = format;
    return this;
  }

  public MediaBuilder status(@Nullable MediaStatus status) {
    this.status = status;
    return this;
  }

  public MediaBuilder year(@Nullable Integer year) {
    this.year = year;
    return this;
  }

  public MediaBuilder startDate(@Nullable PartialDate startDate) {
    this.startDate = startDate;
    return this;
  }

  public MediaBuilder endDate(@Nullable PartialDate endDate) {
    this.endDate = endDate;
    return this;
  }

  public MediaBuilder season(@Nullable SeasonOfYear season) {
    this.season = season;
    return this;
  }

  public MediaBuilder episodes(@Nullable Integer episodes) {
    this.episodes = episodes;
    return this;
  }

  public MediaBuilder durationMinutes(@Nullable Integer durationMinutes) {
    this.durationMinutes = durationMinutes;
    return this;
  }

  public MediaBuilder genres(List<String> genres) {
    this.genres = genres;
    return this;
  }

  public MediaBuilder tags(List<String> tags) {
    this.tags = tags;
    return this;
  }

  public MediaBuilder score(@Nullable Double score) {
    this.score = score;
    return this;
  }

  public MediaBuilder popularity(@Nullable Double popularity) {
    this.popularity = popularity;
    return this;
  }

  public MediaBuilder adult(@Nullable Boolean adult) {
    this.adult = adult;
    return this;
  }

  public MediaBuilder country(@Nullable String country) {
    this.country = country;
    return this;
  }

  public MediaBuilder description(@Nullable String description) {
    this.description = description;
    return this;
  }

  public MediaBuilder images(Images images) {
    this.images = images;
    return this;
  }

  public MediaBuilder trailer(@Nullable Trailer trailer) {
    this.trailer = trailer;
    return this;
  }

  public MediaBuilder studios(List<String> studios) {
    this.studios = studios;
    return this;
  }

  public MediaBuilder creators(List<Creator> creators) {
    this.creators = creators;
    return this;
  }

  public MediaBuilder ageRating(@Nullable String ageRating) {
    this.ageRating = ageRating;
    return this;
  }

  public MediaBuilder collection(@Nullable CollectionRef collection) {
    this.collection = collection;
    return this;
  }

  public MediaBuilder watch(List<WatchOption> watch) {
    this.watch = watch;
    return this;
  }

  public MediaBuilder externalIds(Map<String, String> externalIds) {
    this.externalIds = externalIds;
    return this;
  }

  public MediaBuilder links(List<Link> links) {
    this.links = links;
    return this;
  }

  public MediaBuilder nextEpisode(@Nullable NextEpisode nextEpisode) {
    this.nextEpisode = nextEpisode;
    return this;
  }

  public MediaBuilder relations(List<Related> relations) {
    this.relations = relations;
    return this;
  }

  public MediaBuilder cast(List<CastMember> cast) {
    this.cast = cast;
    return this;
  }

  public MediaBuilder recommendations(List<Related> recommendations) {
    this.recommendations = recommendations;
    return this;
  }

  public MediaBuilder seasons(List<SeasonInfo> seasons) {
    this.seasons = seasons;
    return this;
  }

  public MediaBuilder streams(List<StreamLink> streams) {
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
        creators,
        ageRating,
        collection,
        watch,
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

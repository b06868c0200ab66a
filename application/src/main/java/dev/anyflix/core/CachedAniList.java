package dev.anyflix.core;

import dev.anyflix.domain.media.AniListGenres;
import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.SchedulePage;

/**
 * The operations of AniList, read in process through the cache. Each method waits for the answer
 * and throws what {@link CachedReader#read} throws. Thread safe.
 */
public record CachedAniList(CachedReader reader, Operations operations) {

  /** The medium with an id of AniList. */
  public Media media(int id) {
    return media(new MediaById(id));
  }

  /** See {@link AniListSource#media}. */
  public Media media(MediaById request) {
    return reader.read(operations.anilistMedia, request);
  }

  /** See {@link AniListSource#mediaByMal}. */
  public Media mediaByMal(MediaById request) {
    return reader.read(operations.anilistMediaByMal, request);
  }

  /** See {@link AniListSource#search}. */
  public MediaPage search(AniListSearch request) {
    return reader.read(operations.anilistSearch, request);
  }

  /** See {@link AniListSource#searchAnime}. */
  public MediaPage searchAnime(AnimeSearch request) {
    return reader.read(operations.anilistSearchAnime, request);
  }

  /** See {@link AniListSource#trending}. */
  public MediaPage trending(PageRequest request) {
    return reader.read(operations.anilistTrending, request);
  }

  /** See {@link AniListSource#popular}. */
  public MediaPage popular(PageRequest request) {
    return reader.read(operations.anilistPopular, request);
  }

  /** See {@link AniListSource#season}. */
  public MediaPage season(AniListSeason request) {
    return reader.read(operations.anilistSeason, request);
  }

  /** See {@link AniListSource#schedule}. */
  public SchedulePage schedule(AniListSchedule request) {
    return reader.read(operations.anilistSchedule, request);
  }

  /** See {@link AniListSource#genres}. */
  public AniListGenres genres() {
    return reader.read(operations.anilistGenres, new Operations.NoParameters());
  }
}

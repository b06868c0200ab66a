package dev.anyflix.domain.media;

import java.util.Map;

/** Port to AniList: anime and manga. */
public interface AniListSource extends MediaSource {

  /** One medium with its relations, cast and recommendations. */
  Answer<Media> media(MediaById request, Call call);

  /** The anime that MyAnimeList has under an id, as complete as {@link #media} returns it. */
  Answer<Media> mediaByMal(MediaById request, Call call);

  /**
   * Up to 50 media in one upstream call, each as complete as {@link #media} returns it.
   *
   * @return the media by id, never {@link Answer.NotModified}; an id that is absent does not exist
   * @throws MediaSourceException when the call fails, in part or as a whole; then nothing is known
   *     about any of the ids
   */
  Answer<Map<Integer, Media>> mediaBatch(MediaBatch request, Call call);

  /** Media that pass all filters. */
  Answer<MediaPage> search(AniListSearch request, Call call);

  /** Anime whose title is similar to the given text. */
  Answer<MediaPage> searchAnime(AnimeSearch request, Call call);

  /** The anime that are watched most at present. */
  Answer<MediaPage> trending(PageRequest request, Call call);

  /** The anime that are watched most of all time. */
  Answer<MediaPage> popular(PageRequest request, Call call);

  /** The anime that started in one quarter of a year, without those for adults only. */
  Answer<MediaPage> season(AniListSeason request, Call call);

  /**
   * The episodes that air in a period, the earliest first, without those of anime for adults only;
   * a page may so have fewer items than asked for.
   */
  Answer<SchedulePage> schedule(AniListSchedule request, Call call);

  /** The genres and tags that {@link #search} takes. */
  Answer<AniListGenres> genres(Call call);
}

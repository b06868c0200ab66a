package dev.anyflix.domain.media;

/** AniList: anime and manga. */
public interface AniListSource extends MediaSource {

  /** One medium with its relations, cast and recommendations. */
  Answer<Media> media(MediaById request, Call call);

  /** Media that pass all filters. */
  Answer<MediaPage> search(AniListSearch request, Call call);

  /** Anime whose title is like the one given. */
  Answer<MediaPage> searchAnime(AnimeSearch request, Call call);

  /** The anime most watched these days. */
  Answer<MediaPage> trending(PageRequest request, Call call);

  /** The anime most watched of all time. */
  Answer<MediaPage> popular(PageRequest request, Call call);
}

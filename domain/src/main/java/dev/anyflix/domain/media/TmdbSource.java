package dev.anyflix.domain.media;

import java.util.List;

/** Port to TMDB: films and series. */
public interface TmdbSource extends MediaSource {

  /** The language of the answers, an IETF tag such as {@code en-US}. */
  String language();

  /** The base URLs and sizes of the images. */
  Answer<ImageConfiguration> configuration(Call call);

  /** Films and series whose title is similar to the given text; people are left out. */
  Answer<MediaPage> search(TmdbSearch request, Call call);

  /** Films or series whose title is similar to the given text. */
  Answer<MediaPage> searchByType(TmdbTypedSearch request, Call call);

  /**
   * The other titles of a film or series, in all languages.
   *
   * @param type {@link MediaKind#MOVIE} or {@link MediaKind#SERIES}
   */
  Answer<List<String>> alternativeTitles(MediaKind type, MediaById request, Call call);

  /** One film with its cast, trailer and external ids. */
  Answer<Media> movie(MediaById request, Call call);

  /** One series with its cast, trailer and external ids. */
  Answer<Media> series(MediaById request, Call call);
}

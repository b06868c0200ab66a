package dev.anyflix.domain.media;

/** TMDB: films and series. */
public interface TmdbSource extends MediaSource {

  /** The language of its answers as an IETF tag such as {@code en-US}; part of what is asked. */
  String language();

  /** Where its pictures are served. */
  Answer<ImageConfiguration> configuration(Call call);

  /** Films and series whose title is like the one given; people are left out. */
  Answer<MediaPage> search(TmdbSearch request, Call call);

  /** One film with its cast, trailer and external ids. */
  Answer<Media> movie(MediaById request, Call call);

  /** One series with its cast, trailer and external ids. */
  Answer<Media> series(MediaById request, Call call);
}

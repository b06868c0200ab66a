package dev.anyflix.domain.media;

import java.util.List;

/** Port to TMDB: films and series. */
public interface TmdbSource extends MediaSource {

  /** The language of the texts of requests that name none. */
  LanguageTag language();

  /** The region of requests that name none. */
  Region region();

  /** The base URLs and sizes of the images. */
  Answer<ImageConfiguration> configuration(Call call);

  /** The genres of films and of series. */
  Answer<TmdbGenres> genres(TmdbGenreList request, Call call);

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

  /**
   * The films and series that another site has under an id, as complete as in a list.
   *
   * @throws MediaSourceException of kind {@code NOT_FOUND} when there are none
   */
  Answer<MediaPage> find(TmdbFind request, Call call);

  /** Films and series that are watched most at present. */
  Answer<MediaPage> trending(TmdbTrending request, Call call);

  /** A list of films. */
  Answer<MediaPage> movieList(TmdbMovieList request, Call call);

  /** A list of series. */
  Answer<MediaPage> seriesList(TmdbSeriesList request, Call call);

  /** Films that pass all filters; none when a genre is unknown. */
  Answer<MediaPage> discoverMovies(TmdbDiscover request, Call call);

  /** Series that pass all filters; none when a genre is unknown. */
  Answer<MediaPage> discoverSeries(TmdbDiscover request, Call call);

  /** One film with all that a title page shows. */
  Answer<Media> movie(TmdbTitle request, Call call);

  /** One series with all that a title page shows, its episodes excepted. */
  Answer<Media> series(TmdbTitle request, Call call);

  /** One season with its episodes. */
  Answer<Season> season(TmdbSeason request, Call call);

  /** One collection with its films. */
  Answer<MediaCollection> collection(TmdbCollection request, Call call);
}

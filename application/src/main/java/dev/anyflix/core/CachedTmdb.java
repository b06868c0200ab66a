package dev.anyflix.core;

import dev.anyflix.domain.matching.TmdbMatching;
import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaCollection;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.Season;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbCollection;
import dev.anyflix.domain.media.TmdbDiscover;
import dev.anyflix.domain.media.TmdbFind;
import dev.anyflix.domain.media.TmdbGenreList;
import dev.anyflix.domain.media.TmdbGenres;
import dev.anyflix.domain.media.TmdbMovieList;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSeason;
import dev.anyflix.domain.media.TmdbSeriesList;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.domain.media.TmdbTitle;
import dev.anyflix.domain.media.TmdbTrending;

/**
 * The operations of TMDB, read in process through the cache. Each method waits for the answer and
 * throws what {@link CachedReader#read} throws. Thread safe.
 */
public record CachedTmdb(CachedReader reader, Operations operations) {

  /** The film with an id of TMDB, in the language and for the region of the settings. */
  public Media movie(int id) {
    return movie(title(id));
  }

  /** The series with an id of TMDB, in the language and for the region of the settings. */
  public Media series(int id) {
    return series(title(id));
  }

  private TmdbTitle title(int id) {
    return new TmdbTitle(id, operations.tmdbLanguage(), operations.tmdbRegion());
  }

  /** See {@link TmdbMatching#match}. */
  public TitleMatch match(TitleQuery request) {
    return reader.read(operations.tmdbMatch, request);
  }

  /** See {@link TmdbSource#configuration}. */
  public ImageConfiguration configuration() {
    return reader.read(operations.tmdbConfiguration, new Operations.NoParameters());
  }

  /** See {@link TmdbSource#search}. */
  public MediaPage search(TmdbSearch request) {
    return reader.read(operations.tmdbSearch, request);
  }

  /** See {@link TmdbSource#movie}. */
  public Media movie(TmdbTitle request) {
    return reader.read(operations.tmdbMovie, request);
  }

  /** See {@link TmdbSource#series}. */
  public Media series(TmdbTitle request) {
    return reader.read(operations.tmdbSeries, request);
  }

  /** See {@link TmdbSource#season}. */
  public Season season(TmdbSeason request) {
    return reader.read(operations.tmdbSeason, request);
  }

  /** See {@link TmdbSource#collection}. */
  public MediaCollection collection(TmdbCollection request) {
    return reader.read(operations.tmdbCollection, request);
  }

  /** See {@link TmdbSource#genres}. */
  public TmdbGenres genres(TmdbGenreList request) {
    return reader.read(operations.tmdbGenres, request);
  }

  /** See {@link TmdbSource#trending}. */
  public MediaPage trending(TmdbTrending request) {
    return reader.read(operations.tmdbTrending, request);
  }

  /** See {@link TmdbSource#movieList}. */
  public MediaPage movieList(TmdbMovieList request) {
    return reader.read(operations.tmdbMovieList, request);
  }

  /** See {@link TmdbSource#seriesList}. */
  public MediaPage seriesList(TmdbSeriesList request) {
    return reader.read(operations.tmdbSeriesList, request);
  }

  /** See {@link TmdbSource#discoverMovies}. */
  public MediaPage discoverMovies(TmdbDiscover request) {
    return reader.read(operations.tmdbMovieDiscover, request);
  }

  /** See {@link TmdbSource#discoverSeries}. */
  public MediaPage discoverSeries(TmdbDiscover request) {
    return reader.read(operations.tmdbSeriesDiscover, request);
  }

  /** See {@link TmdbSource#find}. */
  public MediaPage find(TmdbFind request) {
    return reader.read(operations.tmdbFind, request);
  }
}

package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Genre;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.TmdbDiscover;
import dev.anyflix.domain.media.TmdbGenres;
import dev.anyflix.domain.media.TmdbTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Writes the filters of a {@link TmdbDiscover} as TMDB's parameters.
 *
 * @param kind {@link MediaKind#MOVIE} or {@link MediaKind#SERIES}
 */
record TmdbDiscoverQuery(TmdbDiscover request, MediaKind kind) {

  /**
   * TMDB's ids of the genres.
   *
   * @return null when TMDB has no genre of one of the names
   * @throws MediaSourceException if a name cannot be looked up
   */
  @Nullable List<Integer> genreIds(TmdbTables tables, Call call) {
    List<Integer> ids = new ArrayList<>();
    for (String genre : request.genres()) {
      Integer id = genre.matches("[0-9]{1,9}") ? Integer.valueOf(genre) : find(genre, tables, call);
      if (id == null) {
        return null;
      }
      ids.add(id);
    }
    return ids.stream().distinct().sorted().toList();
  }

  private @Nullable Integer find(String name, TmdbTables tables, Call call) {
    for (LanguageTag language : List.of(request.language(), LanguageTag.ENGLISH)) {
      TmdbGenres genres = tables.genres(language, call);
      if (genres == null) {
        throw new MediaSourceException(
            Kind.UNAVAILABLE, "TMDB's genres are not available. Give the ids of genres.");
      }
      for (Genre genre : kind == MediaKind.MOVIE ? genres.movie() : genres.tv()) {
        if (genre.name().toLowerCase(Locale.ROOT).equals(name)) {
          return genre.id();
        }
      }
    }
    return null;
  }

  void addTo(HttpUrl.Builder address, List<Integer> genreIds) {
    boolean isMovie = kind == MediaKind.MOVIE;
    String date = isMovie ? "primary_release_date" : "first_air_date";
    add(address, isMovie ? "primary_release_year" : "first_air_date_year", request.year());
    add(address, date + ".gte", request.from());
    add(address, date + ".lte", request.to());
    add(address, "sort_by", request.sort());
    add(address, "include_adult", false);
    add(address, "with_genres", genreIds.isEmpty() ? null : joined(genreIds, ","));
    Integer minScore = request.minScore();
    add(address, "vote_average.gte", minScore == null ? null : minScore / 10.0);
    add(address, "vote_count.gte", request.minVotes());
    add(address, "with_original_language", request.originalLanguage());
    add(address, "with_origin_country", request.country());
    if (!request.watchProviders().isEmpty()) {
      add(address, "with_watch_providers", joined(request.watchProviders(), "|"));
      add(address, "watch_region", request.region());
    }
    add(address, "with_runtime.gte", request.runtimeMin());
    add(address, "with_runtime.lte", request.runtimeMax());
  }

  private static void add(HttpUrl.Builder address, String name, @Nullable Object value) {
    if (value != null) {
      address.addQueryParameter(name, value.toString());
    }
  }

  private static String joined(List<Integer> ids, String separator) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(separator));
  }
}

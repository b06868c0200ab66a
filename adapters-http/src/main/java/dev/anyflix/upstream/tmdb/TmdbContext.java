package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Genre;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.TmdbGenres;
import dev.anyflix.domain.media.TmdbTables;
import dev.anyflix.upstream.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the decoding of an answer depends on beside its JSON.
 *
 * @param language the language that was requested
 * @param images builds the URLs of images
 * @param genres the genres in that language, or null when they are not available or not needed
 * @param isComplete whether all tables that are needed are available
 */
record TmdbContext(
    LanguageTag language, TmdbImages images, @Nullable TmdbGenres genres, boolean isComplete) {

  /** How long an answer is fresh that lacks names or images, because a table was not available. */
  static final Duration INCOMPLETE_FRESH_FOR = Duration.ofMinutes(1);

  /** The context of details, which name their genres. */
  static TmdbContext ofDetails(LanguageTag language, TmdbTables tables, Call call) {
    var images = new TmdbImages(tables.images(call));
    return new TmdbContext(language, images, null, images.configuration() != null);
  }

  /** The context of lists, which have the ids of genres only. */
  static TmdbContext ofList(LanguageTag language, TmdbTables tables, Call call) {
    var images = new TmdbImages(tables.images(call));
    TmdbGenres genres = tables.genres(language, call);
    boolean isComplete = images.configuration() != null && genres != null;
    return new TmdbContext(language, images, genres, isComplete);
  }

  /**
   * An answer that was decoded in this context. An incomplete one is soon loaded again, and without
   * a validator, so that it is not confirmed.
   */
  <T> Answer<T> limited(Answer<T> answer) {
    return !isComplete && answer instanceof Answer.Value<T> value
        ? new Answer.Value<>(value.value(), null, INCOMPLETE_FRESH_FOR)
        : answer;
  }

  /** The names of an item's genres; ids that TMDB's table lacks are left out. */
  List<String> genreNames(Json item, MediaKind kind) {
    if (genres == null) {
      return List.of();
    }
    List<Genre> table = kind == MediaKind.MOVIE ? genres.movie() : genres.tv();
    List<String> names = new ArrayList<>();
    for (Json id : item.list("genre_ids")) {
      table.stream()
          .filter(genre -> id.node().isIntegralNumber() && genre.id() == id.node().asInt())
          .map(Genre::name)
          .forEach(names::add);
    }
    return names;
  }
}

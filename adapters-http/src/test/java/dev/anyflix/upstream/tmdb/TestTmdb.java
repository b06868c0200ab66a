package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Genre;
import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.TmdbGenres;
import dev.anyflix.domain.media.TmdbTables;
import dev.anyflix.domain.media.TmdbTitle;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import java.time.Instant;
import java.util.List;

/** TMDB's adapter with tables that are always available. */
public final class TestTmdb {

  public static final String IMAGES = "https://images.example/t/p/";

  static final ImageConfiguration CONFIGURATION =
      new ImageConfiguration(
          "http://images.example/t/p/",
          IMAGES,
          List.of("w92", "w154", "w185", "w342", "w500", "w780", "original"),
          List.of("w300", "w780", "w1280", "original"),
          List.of("w45", "w185", "h632", "original"),
          List.of("w45", "w92", "w500", "original"),
          List.of("w92", "w185", "w300", "original"));
  static final TmdbGenres GENRES =
      new TmdbGenres(
          List.of(new Genre(28, "Action"), new Genre(18, "Drama")),
          List.of(new Genre(18, "Drama"), new Genre(10765, "Sci-Fi & Fantasy")));

  static final TmdbTables TABLES =
      new TmdbTables() {
        @Override
        public ImageConfiguration images(Call call) {
          return CONFIGURATION;
        }

        @Override
        public TmdbGenres genres(LanguageTag language, Call call) {
          return GENRES;
        }
      };

  private TestTmdb() {}

  /** A source of the region US. */
  public static TmdbHttpSource source(
      SharedHttp http, UpstreamConfig config, String key, String language) {
    return source(http, config, key, language, TABLES);
  }

  static TmdbHttpSource source(
      SharedHttp http, UpstreamConfig config, String key, String language, TmdbTables tables) {
    var defaults = new TmdbHttpSource.Defaults(new LanguageTag(language), new Region("US"));
    return new TmdbHttpSource(http, config, key, defaults, tables);
  }

  /** A request in English for the region US. */
  public static TmdbTitle title(int id) {
    return new TmdbTitle(id, LanguageTag.ENGLISH, new Region("US"));
  }

  static TmdbTitle title(int id, String language) {
    return new TmdbTitle(id, new LanguageTag(language), new Region("US"));
  }

  static TmdbContext context(String language) {
    return TmdbContext.ofList(new LanguageTag(language), TABLES, Call.before(Instant.MAX));
  }
}

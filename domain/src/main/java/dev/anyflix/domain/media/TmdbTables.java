package dev.anyflix.domain.media;

import org.jspecify.annotations.Nullable;

/**
 * TMDB's tables that complete its other answers. They change rarely, and each is a cached operation
 * of its own, so that an answer costs no call for them.
 */
public interface TmdbTables {

  /** No tables, as when TMDB is not reachable. */
  TmdbTables NONE =
      new TmdbTables() {
        @Override
        public @Nullable ImageConfiguration images(Call call) {
          return null;
        }

        @Override
        public @Nullable TmdbGenres genres(LanguageTag language, Call call) {
          return null;
        }
      };

  /**
   * The addresses and sizes of the images.
   *
   * @param call the call that is to be completed; its time is not exceeded
   * @return null when they are not available in time
   */
  @Nullable ImageConfiguration images(Call call);

  /**
   * The genres.
   *
   * @param call the call that is to be completed; its time is not exceeded
   * @return null when they are not available in time
   */
  @Nullable TmdbGenres genres(LanguageTag language, Call call);
}

package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the sources know about ids. A title that does not exist is empty, as is every title of a
 * source that is not configured. A future fails with a {@link
 * dev.anyflix.domain.media.MediaSourceException} when its source does.
 */
public interface IdSources {

  /** AniList's title. */
  CompletableFuture<Optional<Media>> anilist(int id);

  /** AniList's anime by MyAnimeList's id. */
  CompletableFuture<Optional<Media>> anilistByMal(int id);

  /** AniList's anime with a title like the one given. */
  CompletableFuture<List<Media>> searchAniList(String title);

  /** Kitsu's anime with its mappings. */
  CompletableFuture<Optional<Media>> kitsu(String id);

  /** Kitsu's anime by the id of another site. */
  CompletableFuture<Optional<Media>> kitsuBy(ExternalId id);

  /** TMDB's film or series. */
  CompletableFuture<Optional<Media>> tmdb(TitleId id);

  /** TMDB's films and series by an id of IMDb or TVDB. */
  CompletableFuture<List<Media>> tmdbBy(ExternalId id);

  /** TMDB's film or series by its title. */
  CompletableFuture<TitleMatch> matchTmdb(TitleQuery query);
}

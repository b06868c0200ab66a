package dev.anyflix.core;

import dev.anyflix.domain.matching.IdSources;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbFind;
import dev.anyflix.domain.media.TmdbTitle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the sources know about ids, read through the cache. Thread safe. */
record CachedIdSources(Operations operations, Lookups lookups) implements IdSources {

  private static final int CANDIDATES = 20;

  @Override
  public CompletableFuture<Optional<Media>> anilist(int id) {
    return lookups.find(operations.anilistMedia, new MediaById(id));
  }

  @Override
  public CompletableFuture<Optional<Media>> anilistByMal(int id) {
    return lookups.find(operations.anilistMediaByMal, new MediaById(id));
  }

  @Override
  public CompletableFuture<List<Media>> searchAniList(String title) {
    return lookups
        .find(operations.anilistSearchAnime, new AnimeSearch(title, 1, CANDIDATES))
        .thenApply(CachedIdSources::items);
  }

  @Override
  public CompletableFuture<Optional<Media>> kitsu(String id) {
    var kitsu = kitsu();
    return kitsu == null
        ? CompletableFuture.completedFuture(Optional.empty())
        : lookups.find(kitsu.detail, new ProviderItem(id));
  }

  @Override
  public CompletableFuture<Optional<Media>> kitsuBy(ExternalId id) {
    var kitsu = kitsu();
    return kitsu == null
        ? CompletableFuture.completedFuture(Optional.empty())
        : lookups.find(kitsu.byExternalId, id);
  }

  private Operations.@Nullable ProviderOperations kitsu() {
    return operations.providers().get(TitleId.KITSU);
  }

  @Override
  public CompletableFuture<Optional<Media>> tmdb(TitleId id) {
    var request = new TmdbTitle(id.number(), operations.tmdbLanguage(), operations.tmdbRegion());
    return lookups.find(id.isTmdbMovie() ? operations.tmdbMovie : operations.tmdbSeries, request);
  }

  @Override
  public CompletableFuture<List<Media>> tmdbBy(ExternalId id) {
    var request = new TmdbFind(id.site(), id.id(), operations.tmdbLanguage());
    return lookups.find(operations.tmdbFind, request).thenApply(CachedIdSources::items);
  }

  @Override
  public CompletableFuture<TitleMatch> matchTmdb(TitleQuery query) {
    return lookups
        .find(operations.tmdbMatch, query)
        .thenApply(match -> match.orElse(TitleMatch.NONE));
  }

  private static List<Media> items(Optional<MediaPage> page) {
    return page.map(MediaPage::items).orElse(List.of());
  }
}

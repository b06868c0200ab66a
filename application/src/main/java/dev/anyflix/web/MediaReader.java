package dev.anyflix.web;

import dev.anyflix.core.CachedAnswer;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TmdbFind;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a medium by its id in this service, or by its id at MyAnimeList, IMDb or TVDB. Thread safe.
 *
 * <p>A title of MyAnimeList is AniList's, or Kitsu's where AniList has none or fails; a title of
 * IMDb or TVDB is TMDB's.
 */
final class MediaReader {

  private static final Set<String> FOREIGN_SITES = Set.of(TitleId.MAL, TitleId.IMDB, TitleId.TVDB);

  private final ApiRoutes routes;
  private final Operations operations;
  private final ReadThrough readThrough;

  MediaReader(ApiRoutes routes, Operations operations, ReadThrough readThrough) {
    this.routes = routes;
    this.operations = operations;
    this.readThrough = readThrough;
  }

  /** Whether an id is one of a site that is no source of this service. */
  static boolean isForeign(String id) {
    int colon = id.indexOf(':');
    return colon > 0 && FOREIGN_SITES.contains(id.substring(0, colon));
  }

  /**
   * Reads a medium, without decoding it where it is cached.
   *
   * @param client the name of the client
   * @throws InvalidRequestException if the id is malformed
   */
  CompletableFuture<CachedResponse> read(String id, ApiRoutes.MediaQuery query, String client) {
    return read(id, query, request -> undecoded(request, client), client)
        .thenApply(CachedAnswer::response);
  }

  /** As {@link #read(String, ApiRoutes.MediaQuery, String)}, with the medium. */
  CompletableFuture<CachedAnswer<Media>> readAnswer(
      String id, ApiRoutes.MediaQuery query, String client) {
    return read(id, query, request -> decoded(request, client), client);
  }

  /** Reads the answer for the client, which others have led to. */
  private interface LastStep {
    CompletableFuture<CachedAnswer<Media>> read(CachedRequest<?, ?> request);
  }

  private CompletableFuture<CachedAnswer<Media>> decoded(
      CachedRequest<?, ?> request, String client) {
    return readThrough.readAnswer(request, client).thenApply(answer -> answer.as(Media.class));
  }

  private CompletableFuture<CachedAnswer<Media>> undecoded(
      CachedRequest<?, ?> request, String client) {
    CachedResponse near = readThrough.readNear(request);
    return near != null
        ? CompletableFuture.completedFuture(CachedAnswer.undecoded(near))
        : readThrough.readAsync(request, client).thenApply(CachedAnswer::undecoded);
  }

  private CompletableFuture<CachedAnswer<Media>> read(
      String id, ApiRoutes.MediaQuery query, LastStep last, String client) {
    if (!isForeign(id)) {
      return last.read(routes.media(id, query));
    }
    TitleId foreign = TitleId.parse(id);
    return foreign.site().equals(TitleId.MAL)
        ? byMal(foreign, last, client)
        : byTmdb(foreign, query, last, client);
  }

  private CompletableFuture<CachedAnswer<Media>> byMal(TitleId id, LastStep last, String client) {
    CompletableFuture<CachedAnswer<Media>> ofAniList =
        last.read(CachedRequest.of(operations.anilistMediaByMal, new MediaById(id.number())));
    var kitsu = operations.providers().get(TitleId.KITSU);
    if (kitsu == null) {
      return ofAniList;
    }
    return Async.handleCompose(
        ofAniList,
        (answer, failure) ->
            answer != null && !answer.isNegative()
                ? CompletableFuture.completedFuture(answer)
                : Async.handleCompose(
                    byKitsu(kitsu, id, last, client),
                    (found, none) ->
                        found != null && !found.isNegative()
                            ? CompletableFuture.completedFuture(found)
                            : ofAniList));
  }

  private CompletableFuture<CachedAnswer<Media>> byKitsu(
      Operations.ProviderOperations kitsu, TitleId id, LastStep last, String client) {
    var request = CachedRequest.of(kitsu.byExternalId, new ExternalId(id.site(), id.value()));
    return readThrough
        .lookUpAnswer(request, client)
        .thenCompose(
            found -> {
              Media mapped = found.value();
              return mapped == null
                  ? CompletableFuture.completedFuture(found)
                  : last.read(CachedRequest.of(kitsu.detail, new ProviderItem(mapped.sourceId())));
            });
  }

  private CompletableFuture<CachedAnswer<Media>> byTmdb(
      TitleId id, ApiRoutes.MediaQuery query, LastStep last, String client) {
    var request = new TmdbFind(id.site(), id.value(), operations.tmdbLanguage());
    return readThrough
        .lookUpAnswer(CachedRequest.of(operations.tmdbFind, request), client)
        .thenCompose(
            found -> {
              MediaPage page = found.value();
              return page == null
                  ? CompletableFuture.completedFuture(CachedAnswer.undecoded(found.response()))
                  : last.read(routes.media(firstIn(page), query));
            });
  }

  private static String firstIn(MediaPage page) {
    return page.items().stream()
        .findFirst()
        .map(Media::id)
        .orElseThrow(ProblemException::unknownId);
  }
}

package dev.anyflix.web;

import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.CachedResponse;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.cache.CacheEntry;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.TitleId;
import dev.anyflix.domain.media.TmdbFind;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
  private final JsonCodec codec = new JsonCodec();

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
   * Reads a medium.
   *
   * @param client the name of the client
   * @throws InvalidRequestException if the id is malformed
   */
  CompletableFuture<CachedResponse> read(String id, ApiRoutes.MediaQuery query, String client) {
    if (!isForeign(id)) {
      return read(routes.media(id, query), client);
    }
    TitleId foreign = TitleId.parse(id);
    return foreign.site().equals(TitleId.MAL)
        ? byMal(foreign, client)
        : byTmdb(foreign, query, client);
  }

  /** Reads an answer as one to the client. */
  CompletableFuture<CachedResponse> read(CachedRequest<?, ?> request, String client) {
    CachedResponse near = readThrough.readNear(request);
    return near != null
        ? CompletableFuture.completedFuture(near)
        : readThrough.readAsync(request, client);
  }

  private CompletableFuture<CachedResponse> byMal(TitleId id, String client) {
    CompletableFuture<CachedResponse> ofAniList =
        read(CachedRequest.of(operations.anilistMediaByMal, new MediaById(id.number())), client);
    var kitsu = operations.providers().get(TitleId.KITSU);
    if (kitsu == null) {
      return ofAniList;
    }
    return Async.handleCompose(
        ofAniList,
        (answer, failure) ->
            answer != null && !answer.entry().negative()
                ? CompletableFuture.completedFuture(answer)
                : Async.handleCompose(
                    byKitsu(kitsu, id, client),
                    (found, none) ->
                        found != null && !found.entry().negative()
                            ? CompletableFuture.completedFuture(found)
                            : ofAniList));
  }

  private CompletableFuture<CachedResponse> byKitsu(
      Operations.ProviderOperations kitsu, TitleId id, String client) {
    return lookUp(kitsu.byExternalId, new ExternalId(id.site(), id.value()), client)
        .thenCompose(
            found ->
                found.entry().negative()
                    ? CompletableFuture.completedFuture(found)
                    : read(
                        CachedRequest.of(
                            kitsu.detail, new ProviderItem(decoded(found, Media.class).sourceId())),
                        client));
  }

  private CompletableFuture<CachedResponse> byTmdb(
      TitleId id, ApiRoutes.MediaQuery query, String client) {
    var request = new TmdbFind(id.site(), id.value(), operations.tmdbLanguage());
    return lookUp(operations.tmdbFind, request, client)
        .thenCompose(
            found ->
                found.entry().negative()
                    ? CompletableFuture.completedFuture(found)
                    : read(routes.media(first(found), query), client));
  }

  private String first(CachedResponse found) {
    return decoded(found, MediaPage.class).items().stream()
        .findFirst()
        .map(Media::id)
        .orElseThrow(ProblemException::unknownId);
  }

  /** Reads an answer that leads to the one for the client. */
  <Q extends Record> CompletableFuture<CachedResponse> lookUp(
      CachedOperation<Q, ?> operation, Q request, String client) {
    return readThrough.lookUp(CachedRequest.of(operation, request), client);
  }

  <T extends Record> T decoded(CachedResponse response, Class<T> type) {
    return codec.decode(response.entry().body().bytes(), type);
  }

  /** The answer that memory holds for a request; null when there is none. */
  <R extends Record> @Nullable R peek(CachedRequest<?, R> request) {
    return decoded(request, readThrough.peek(request));
  }

  /**
   * The answer that memory or the shared cache holds for a request; null when there is none. No
   * source is asked.
   */
  <R extends Record> CompletableFuture<@Nullable R> peekAsync(CachedRequest<?, R> request) {
    return readThrough.peekAsync(request).thenApplyAsync(entry -> decoded(request, entry));
  }

  private <R extends Record> @Nullable R decoded(
      CachedRequest<?, R> request, @Nullable CacheEntry entry) {
    try {
      return entry == null ? null : codec.decode(entry.body().bytes(), request.operation().type());
    } catch (UncheckedIOException e) {
      return null; // Somebody has edited the entry.
    }
  }
}

package dev.anyflix.web;

import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.domain.media.IdMap;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.TitleId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The maps of the ids of some media, as far as the cache holds them. No source is asked for one.
 * Thread safe.
 */
final class CachedIdMaps {

  private final Operations operations;
  private final ReadThrough readThrough;
  private final Map<String, IdMap> maps = new ConcurrentHashMap<>();

  CachedIdMaps(Operations operations, ReadThrough readThrough) {
    this.operations = operations;
    this.readThrough = readThrough;
  }

  /** Reads the maps of media from memory. */
  void addNear(List<Media> media) {
    requests(media).forEach(request -> put(request, readThrough.peek(request)));
  }

  /** Reads the maps of media from memory and the shared cache, all at once. */
  CompletableFuture<?> add(List<Media> media) {
    return CompletableFuture.allOf(
        requests(media)
            .map(request -> readThrough.peekAsync(request).thenAccept(map -> put(request, map)))
            .toArray(CompletableFuture<?>[]::new));
  }

  private void put(CachedRequest<TitleId, IdMap> request, @Nullable IdMap map) {
    if (map != null) {
      maps.put(request.request().toString(), map);
    }
  }

  private Stream<CachedRequest<TitleId, IdMap>> requests(List<Media> media) {
    return media.stream()
        .map(each -> TitleId.ofMedium(each.id()))
        .filter(Objects::nonNull)
        .filter(title -> !maps.containsKey(title.toString()))
        .map(title -> CachedRequest.of(operations.idMap, title));
  }

  /** The map of the ids of a medium; null when the cache holds none. */
  @Nullable IdMap of(String id) {
    return maps.get(id);
  }
}

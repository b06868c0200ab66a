package dev.anyflix.web.stremio;

import dev.anyflix.core.CachedAnswer;
import dev.anyflix.core.CachedRequest;
import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.InvalidRequestException;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.TmdbSearch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers the resources of the Stremio add-on protocol from the cached operations. Thread safe.
 *
 * <p>Every answer is made anew of cached answers and is not cached itself. A method is completed
 * with null when there is no such thing, and exceptionally when what the answer cannot do without
 * cannot be read.
 *
 * @param version the version of the service
 * @param requests the requests that addresses of the API stand for
 * @param clock tells the current season
 * @see <a href="https://github.com/Stremio/stremio-addon-sdk/blob/master/docs/protocol.md">The
 *     protocol</a>
 */
public record StremioAddon(
    String version,
    Operations operations,
    Function<String, CachedRequest<?, ?>> requests,
    ReadThrough readThrough,
    Clock clock) {

  private static final JsonObject SEARCH = new JsonObject().with("name", "search");
  private static final JsonObject SKIP = new JsonObject().with("name", "skip");

  /** The name of a content provider for people. */
  public String nameOf(String provider) {
    return Objects.requireNonNull(operations.providers().get(provider)).name();
  }

  /** The description of the add-on; without genres where those cannot be read. */
  public CompletableFuture<StremioResponse> manifest() {
    PartReader reader = new PartReader(readThrough, requests);
    List<Catalog> catalogs = Catalog.all(operations, clock.instant());
    return Async.all(catalogs.stream().map(each -> each.genres().apply(reader)).toList())
        .thenApply(genres -> reader.response(manifest(catalogs, genres)));
  }

  private JsonObject manifest(List<Catalog> catalogs, List<List<String>> genres) {
    List<JsonObject> entries = new ArrayList<>();
    for (Catalog catalog : catalogs) {
      List<String> options = genres.get(entries.size());
      JsonObject genre = new JsonObject().with("name", "genre").with("options", options);
      entries.add(
          new JsonObject()
              .with("type", catalog.type())
              .with("id", catalog.id())
              .with("name", catalog.name())
              .with(
                  "extra",
                  options.isEmpty() ? List.of(SEARCH, SKIP) : List.of(SEARCH, genre, SKIP)));
    }
    return new JsonObject()
        .with("id", "dev.anyflix")
        .with("version", version)
        .with("name", "Anyflix")
        .with("description", "Films, series and anime from the sources of this Anyflix service")
        .with("resources", List.of("catalog", "meta", "stream"))
        .with("types", List.of(StremioJson.MOVIE, StremioJson.SERIES))
        .with("idPrefixes", List.of(StremioId.IMDB_PREFIX, StremioId.OWN_PREFIX))
        .with("catalogs", entries);
  }

  /**
   * One page of a list.
   *
   * @param extra the parameters of the protocol by name: {@code search}, {@code genre}, {@code
   *     skip}; others are ignored
   * @throws InvalidRequestException if {@code skip} is no number
   */
  public CompletableFuture<@Nullable StremioResponse> catalog(
      String type, String id, Map<String, String> extra, String client) {
    Catalog catalog =
        Catalog.all(operations, clock.instant()).stream()
            .filter(each -> each.type().equals(type) && each.id().equals(id))
            .findFirst()
            .orElse(null);
    if (catalog == null) {
      return CompletableFuture.completedFuture(null);
    }
    PartReader reader = new PartReader(readThrough, requests);
    int page = page(extra.getOrDefault("skip", "0"));
    if (page > TmdbSearch.MAX_PAGE) {
      return CompletableFuture.completedFuture(reader.response(Map.of("metas", List.of())));
    }
    return reader
        .read(catalog.address(extra, page), MediaPage.class, client)
        .thenCompose(found -> Async.all(previews(catalog, found, reader)))
        .thenApply(metas -> reader.response(Map.of("metas", metas)));
  }

  /** The page that follows what the client has; one that was not full counts as a whole. */
  static int page(String skip) {
    if (!skip.matches("[0-9]{1,9}")) {
      throw new InvalidRequestException(
          List.of(new InvalidRequestException.Problem("skip", "must be a number from 0")));
    }
    return (Integer.parseInt(skip) + Catalog.PAGE - 1) / Catalog.PAGE + 1;
  }

  /**
   * The titles of a page. TMDB's pages may mix types, and lack the ids of IMDb, so that the details
   * are read, which are likely to be asked for next.
   */
  private static List<CompletableFuture<JsonObject>> previews(
      Catalog catalog, @Nullable MediaPage page, PartReader reader) {
    List<CompletableFuture<JsonObject>> previews = new ArrayList<>();
    for (Media item : page == null ? List.<Media>of() : page.items()) {
      if (!item.source().equals("tmdb")) {
        previews.add(CompletableFuture.completedFuture(StremioJson.preview(item)));
      } else if (StremioJson.type(item).equals(catalog.type())) {
        previews.add(
            reader
                .tryRead("/api/media/" + item.id(), Media.class)
                .thenApply(detail -> StremioJson.preview(detail == null ? item : detail)));
      }
    }
    return previews;
  }

  /**
   * A title with its videos.
   *
   * @param id the id in the API that it was read by
   * @param title what the API answers
   */
  public CompletableFuture<@Nullable StremioResponse> meta(
      String type, String id, CachedAnswer<Media> title) {
    PartReader reader = new PartReader(readThrough, requests);
    Media media = reader.add(id, title);
    boolean isOtherType =
        media != null && id.startsWith("imdb:") && !StremioJson.type(media).equals(type);
    if (media == null || media.kind() == MediaKind.MANGA || isOtherType) {
      return CompletableFuture.completedFuture(null);
    }
    return new Videos(operations)
        .of(media, reader)
        .thenApply(found -> reader.response(Map.of("meta", StremioJson.meta(media, found))));
  }
}

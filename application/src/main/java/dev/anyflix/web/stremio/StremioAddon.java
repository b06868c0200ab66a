package dev.anyflix.web.stremio;

import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.core.concurrent.Async;
import dev.anyflix.domain.media.AniListGenres;
import dev.anyflix.domain.media.Genre;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.TmdbGenres;
import dev.anyflix.domain.media.TmdbSearch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Answers the resources of the Stremio add-on protocol from the cached operations. Thread safe.
 *
 * <p>Every answer is made anew of cached answers and is not cached itself. A method is completed
 * with null when there is no such thing, and exceptionally when what the answer cannot do without
 * cannot be read.
 *
 * @see <a href="https://github.com/Stremio/stremio-addon-sdk/blob/master/docs/protocol.md">The
 *     protocol</a>
 */
public final class StremioAddon {

  private final String version;
  private final Operations operations;
  private final Addresses addresses;
  private final ReadThrough readThrough;
  private final List<Catalog> catalogs;
  private final Titles titles;
  private final StreamFinder streams;

  /** The body of an answer about a list. */
  record Metas(List<MetaPreview> metas) {}

  /** The body of an answer about a title. */
  record OneMeta(Meta meta) {}

  /** The body of an answer about what can be played. */
  record StreamList(List<StremioStream> streams) {}

  /**
   * @param version the version of the service
   * @param clock tells the current season
   */
  public StremioAddon(
      String version,
      Operations operations,
      Addresses addresses,
      ReadThrough readThrough,
      StreamFinder streams,
      Clock clock) {
    this.version = version;
    this.operations = operations;
    this.addresses = addresses;
    this.readThrough = readThrough;
    this.catalogs = Catalog.all(operations, clock);
    this.titles = new Titles(operations);
    this.streams = streams;
  }

  private PartReader reader(String client) {
    return new PartReader(addresses, readThrough, client);
  }

  /** The description of the add-on; without genres where those cannot be read. */
  public CompletableFuture<StremioResponse> manifest(String client) {
    PartReader reader = reader(client);
    CompletableFuture<@Nullable TmdbGenres> tmdb =
        operations.tmdbEnabled()
            ? reader.tryRead("/api/tmdb/genres", TmdbGenres.class)
            : CompletableFuture.completedFuture(null);
    CompletableFuture<@Nullable AniListGenres> anilist =
        reader.tryRead("/api/anilist/genres", AniListGenres.class);
    return tmdb.thenCombine(
        anilist,
        (tmdbGenres, anilistGenres) ->
            reader.response(
                Manifest.of(
                    version,
                    catalogs.stream()
                        .map(each -> entry(each, genres(each, tmdbGenres, anilistGenres)))
                        .toList())));
  }

  private static List<String> genres(
      Catalog catalog, @Nullable TmdbGenres tmdb, @Nullable AniListGenres anilist) {
    return switch (catalog.genres()) {
      case NONE -> List.of();
      case TMDB_FILMS -> tmdb == null ? List.of() : tmdb.movie().stream().map(Genre::name).toList();
      case TMDB_SERIES -> tmdb == null ? List.of() : tmdb.tv().stream().map(Genre::name).toList();
      case ANILIST -> anilist == null ? List.of() : anilist.genres();
    };
  }

  private static Manifest.CatalogEntry entry(Catalog catalog, List<String> genres) {
    List<Manifest.Extra> extra = new ArrayList<>();
    extra.add(Manifest.Extra.any("search"));
    if (!genres.isEmpty()) {
      extra.add(new Manifest.Extra("genre", genres));
    }
    extra.add(Manifest.Extra.any("skip"));
    return new Manifest.CatalogEntry(catalog.type(), catalog.id(), catalog.name(), extra);
  }

  /**
   * One page of a list.
   *
   * @param extra the parameters of the protocol by name: {@code search}, {@code genre}, {@code
   *     skip}
   * @throws dev.anyflix.domain.media.InvalidRequestException if a parameter is malformed
   */
  public CompletableFuture<@Nullable StremioResponse> catalog(
      String type, String id, Map<String, String> extra, String client) {
    Catalog catalog =
        catalogs.stream()
            .filter(each -> each.type().equals(type) && each.id().equals(id))
            .findFirst()
            .orElse(null);
    if (catalog == null) {
      return CompletableFuture.completedFuture(null);
    }
    PartReader reader = reader(client);
    CatalogQuery query = CatalogQuery.of(extra);
    if (query.page() > TmdbSearch.MAX_PAGE) {
      return CompletableFuture.completedFuture(reader.response(new Metas(List.of())));
    }
    return reader
        .read(catalog.address(query), MediaPage.class)
        .thenCompose(
            page ->
                Async.all(
                    page == null
                        ? List.of()
                        : page.items().stream()
                            .filter(catalog.filter())
                            .map(item -> titles.preview(item, reader))
                            .toList()))
        .thenApply(metas -> reader.response(new Metas(metas)));
  }

  /** A title with its videos. */
  public CompletableFuture<@Nullable StremioResponse> meta(String type, String id, String client) {
    StremioId parsed = StremioId.parse(id);
    if (parsed == null) {
      return CompletableFuture.completedFuture(null);
    }
    PartReader reader = reader(client);
    return titles
        .read(type, parsed, reader)
        .thenCompose(
            media ->
                media == null
                    ? CompletableFuture.completedFuture(null)
                    : titles
                        .videos(media, reader)
                        .thenApply(videos -> reader.response(new OneMeta(Meta.of(media, videos)))));
  }

  /**
   * What can be played of a title or an episode; an empty list when nothing is known.
   *
   * @return completed exceptionally when the title cannot be read
   */
  public CompletableFuture<StremioResponse> streams(String id, String client) {
    StremioId parsed = StremioId.parse(id);
    if (parsed == null) {
      return CompletableFuture.completedFuture(
          new StremioResponse(new StreamList(List.of()), List.of(), true));
    }
    return streams
        .find(parsed.isImdb() ? "imdb:" + parsed.title() : parsed.ownId(), client)
        .thenApply(
            found ->
                new StremioResponse(
                    new StreamList(
                        found.files().stream()
                            .filter(file -> StremioStream.isOf(parsed, file))
                            .map(file -> StremioStream.of(nameOf(file.provider()), file))
                            .toList()),
                    found.parts(),
                    found.isComplete()));
  }

  private static String nameOf(String provider) {
    return provider.equals("archive") ? "Internet Archive" : "Jellyfin";
  }
}

package dev.anyflix.boot;

import dev.anyflix.core.CachedAniList;
import dev.anyflix.core.CachedOperation;
import dev.anyflix.core.CachedProvider;
import dev.anyflix.core.CachedReader;
import dev.anyflix.core.CachedTmdb;
import dev.anyflix.core.Operations;
import dev.anyflix.core.tier.ClearResult;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.settings.ListenAddress;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A running service. {@link #close} lets requests in flight finish, then closes all parts that the
 * service has created, in reverse order of their creation. Thread safe.
 */
public final class App implements AutoCloseable {

  private final OpenParts open = new OpenParts();
  private final Composition parts;
  private final CachedReader reader;
  private final String host;

  /** Starts the assembly of a service with these settings. */
  public static Assembly with(Settings settings) {
    return new Assembly(settings);
  }

  App(Assembly assembly) {
    host = assembly.settings.get(SettingTable.HOST);
    try {
      parts = new Composition(assembly, open);
    } catch (RuntimeException | Error e) {
      open.close();
      throw e;
    }
    reader = parts.reader();
  }

  /**
   * Reads an answer in process, through the cache, and waits for it.
   *
   * @param operation a row of {@link #operations()}
   * @throws MediaSourceException if there is no answer, not even a stale one; of kind {@code
   *     NOT_FOUND} if the source knows no such thing
   */
  public <Q extends Record, R> R read(CachedOperation<Q, R> operation, Q request) {
    return reader.read(operation, request);
  }

  /** As {@link #read}, without waiting. */
  public <Q extends Record, R> CompletableFuture<R> readAsync(
      CachedOperation<Q, R> operation, Q request) {
    return reader.readAsync(operation, request);
  }

  /** The table of the cached operations. */
  public Operations operations() {
    return parts.operations();
  }

  /** The operations of AniList, read in process. */
  public CachedAniList anilist() {
    return new CachedAniList(reader, operations());
  }

  /** The operations of TMDB, read in process. */
  public CachedTmdb tmdb() {
    return new CachedTmdb(reader, operations());
  }

  /**
   * The operations of a content provider, read in process.
   *
   * @throws IllegalArgumentException if there is no such provider
   */
  public CachedProvider provider(String id) {
    return CachedProvider.of(reader, operations(), id);
  }

  /**
   * Clears the entries of a prefix, and of those that continue it after an underscore.
   *
   * @throws IllegalArgumentException if no operation has such a prefix
   */
  public ClearResult clear(String prefix) {
    Set<String> prefixes = operations().prefixesUnder(prefix);
    if (prefixes.isEmpty()) {
      throw new IllegalArgumentException(
          "no operation has the prefix " + prefix + "; known are " + operations().prefixes());
    }
    return parts.cache().clear(prefixes);
  }

  /**
   * The port that the service listens on.
   *
   * @throws IllegalStateException if it was assembled without one
   */
  public int port() {
    return parts.web().port();
  }

  /** The routes served, each as method and path: {@code GET /api/tmdb/movies/{id}}. */
  public Set<String> routes() {
    return parts.web().routes();
  }

  /** The URL of the service on this machine. */
  public URI url() {
    return new ListenAddress(host, port()).url();
  }

  @Override
  public void close() {
    open.close();
  }
}

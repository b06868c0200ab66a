package dev.anyflix.core;

import dev.anyflix.core.Operations.ProviderOperations;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderEpisodes;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;

/**
 * The operations of a content provider, read in process through the cache. Each method waits for
 * the answer and throws what {@link CachedReader#read} throws. Thread safe.
 */
public record CachedProvider(CachedReader reader, ProviderOperations operations) {

  /**
   * The operations of a provider.
   *
   * @throws IllegalArgumentException if there is no such provider
   */
  public static CachedProvider of(CachedReader reader, Operations all, String provider) {
    ProviderOperations operations = all.providers().get(provider);
    if (operations == null) {
      throw new IllegalArgumentException(
          "there is no provider " + provider + "; known are " + all.providers().keySet());
    }
    return new CachedProvider(reader, operations);
  }

  /** The medium with an id of the provider. */
  public Media detail(String id) {
    return detail(new ProviderItem(id));
  }

  /** See {@link ContentProvider#popular}. */
  public MediaPage popular(ProviderPage request) {
    return reader.read(operations.popular, request);
  }

  /** See {@link ContentProvider#trending}. */
  public MediaPage trending(ProviderPage request) {
    return reader.read(operations.trending, request);
  }

  /** See {@link ContentProvider#latest}. */
  public MediaPage latest(ProviderPage request) {
    return reader.read(operations.latest, request);
  }

  /** See {@link ContentProvider#search}. */
  public MediaPage search(ProviderSearch request) {
    return reader.read(operations.search, request);
  }

  /** See {@link ContentProvider#detail}. */
  public Media detail(ProviderItem request) {
    return reader.read(operations.detail, request);
  }

  /** See {@link ContentProvider#episodes}. */
  public EpisodePage episodes(ProviderEpisodes request) {
    return reader.read(operations.episodes, request);
  }

  /** See {@link ContentProvider#byExternalId}. */
  public Media byExternalId(ExternalId request) {
    return reader.read(operations.byExternalId, request);
  }
}

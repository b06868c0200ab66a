package dev.anyflix.core;

import static dev.anyflix.core.CachedOperation.row;

import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.TitleMatch;
import dev.anyflix.domain.media.TitleQuery;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.settings.SettingTable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of all cached operations: one row each. Immutable. */
public final class Operations {

  /** A request without parameters. */
  public record Nothing() {}

  public final CachedOperation<MediaById, Media> anilistMedia;
  public final CachedOperation<AniListSearch, MediaPage> anilistSearch;
  public final CachedOperation<AnimeSearch, MediaPage> anilistSearchAnime;
  public final CachedOperation<PageRequest, MediaPage> anilistTrending;
  public final CachedOperation<PageRequest, MediaPage> anilistPopular;
  public final CachedOperation<Nothing, ImageConfiguration> tmdbConfiguration;
  public final CachedOperation<TmdbSearch, MediaPage> tmdbSearch;
  public final CachedOperation<MediaById, Media> tmdbMovie;
  public final CachedOperation<MediaById, Media> tmdbSeries;
  public final CachedOperation<TitleQuery, TitleMatch> tmdbMatch;

  private final TmdbSource tmdb;
  private final Map<String, ProviderOperations> providers = new LinkedHashMap<>();
  private final List<CachedOperation<?, ?>> all;

  /** The operations of one content provider; the provider is part of their keys. */
  public static final class ProviderOperations {
    public final CachedOperation<ProviderPage, MediaPage> popular;
    public final CachedOperation<ProviderPage, MediaPage> latest;
    public final CachedOperation<ProviderSearch, MediaPage> search;
    public final CachedOperation<ProviderItem, Media> detail;
    private final ContentProvider provider;

    // spotless:off
    private ProviderOperations(ContentProvider provider) {
      this.provider = provider;
      String id = provider.status().id();
      String catalogue = provider.catalogue().isEmpty() ? id : id + ' ' + provider.catalogue();
      popular = row("provider_popular", SettingTable.PROVIDER_POPULAR_TTL, "ContentProvider.popular", provider::popular).within("provider", catalogue);
      latest  = row("provider_latest",  SettingTable.PROVIDER_LATEST_TTL,  "ContentProvider.latest",  provider::latest).within("provider", catalogue);
      search  = row("provider_search",  SettingTable.PROVIDER_SEARCH_TTL,  "ContentProvider.search",  provider::search).within("provider", catalogue);
      detail  = row("provider_detail",  SettingTable.PROVIDER_DETAIL_TTL,  "ContentProvider.detail",  provider::detail).within("provider", catalogue);
    }
    // spotless:on

    /** Whether the provider has all the settings without which it cannot be asked. */
    public boolean enabled() {
      return provider.status().configured();
    }

    private Stream<CachedOperation<?, ?>> rows() {
      return Stream.of(popular, latest, search, detail);
    }
  }

  // spotless:off
  public Operations(AniListSource anilist, TmdbSource tmdb, List<? extends ContentProvider> contentProviders) {
    this.tmdb = tmdb;
    var matching = new TmdbMatching(tmdb);
    String language = tmdb.language();

    anilistMedia       = row("anilist_media_by_id",   SettingTable.ANILIST_MEDIA_TTL,    "AniListSource.media",       anilist::media);
    anilistSearch      = row("anilist_search",        SettingTable.ANILIST_SEARCH_TTL,   "AniListSource.search",      anilist::search);
    anilistSearchAnime = row("anilist_search_anime",  SettingTable.ANILIST_SEARCH_TTL,   "AniListSource.searchAnime", anilist::searchAnime);
    anilistTrending    = row("anilist_trending",      SettingTable.ANILIST_TRENDING_TTL, "AniListSource.trending",    anilist::trending);
    anilistPopular     = row("anilist_popular",       SettingTable.ANILIST_TRENDING_TTL, "AniListSource.popular",     anilist::popular);
    tmdbConfiguration  = row("tmdb_configuration",    SettingTable.TMDB_CONFIG_TTL,      "TmdbSource.configuration",  (Nothing none, Call call) -> tmdb.configuration(call));
    tmdbSearch         = row("tmdb_search_multi",     SettingTable.TMDB_SEARCH_TTL,      "TmdbSource.search",         tmdb::search).within("language", language);
    tmdbMovie          = row("tmdb_movie_details",    SettingTable.TMDB_DETAILS_TTL,     "TmdbSource.movie",          tmdb::movie).within("language", language);
    tmdbSeries         = row("tmdb_tv_details",       SettingTable.TMDB_DETAILS_TTL,     "TmdbSource.series",         tmdb::series).within("language", language);
    tmdbMatch          = row("tmdb_search_and_match", SettingTable.TMDB_SEARCH_TTL,      "TmdbMatching.match",        matching::match).within("language", language);
    // spotless:on

    contentProviders.forEach(
        provider -> providers.put(provider.status().id(), new ProviderOperations(provider)));
    all =
        Stream.concat(
                Stream.of(
                    anilistMedia,
                    anilistSearch,
                    anilistSearchAnime,
                    anilistTrending,
                    anilistPopular,
                    tmdbConfiguration,
                    tmdbSearch,
                    tmdbMovie,
                    tmdbSeries,
                    tmdbMatch),
                providers.values().stream().flatMap(ProviderOperations::rows))
            .toList();
  }

  /** Whether TMDB has all the settings without which it cannot be asked. */
  public boolean tmdbEnabled() {
    return tmdb.status().configured();
  }

  /** Every row; the four rows of each provider share their prefixes. */
  public List<CachedOperation<?, ?>> all() {
    return all;
  }

  /** The operations of the content providers by the provider's id. */
  public Map<String, ProviderOperations> providers() {
    return Map.copyOf(providers);
  }

  /** Every prefix, in the order of the table. */
  public Set<String> prefixes() {
    return all.stream()
        .map(CachedOperation::prefix)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The prefixes that clearing the given one clears: itself, and those that continue it after an
   * underscore. The prefix is taken by the letter, never as a pattern.
   *
   * @return empty when no operation has such a prefix
   */
  public Set<String> prefixesUnder(String prefix) {
    return prefixes().stream()
        .filter(candidate -> candidate.equals(prefix) || candidate.startsWith(prefix + "_"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}

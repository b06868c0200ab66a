package dev.anyflix.boot;

import dev.anyflix.core.Operations;
import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.LanguageTag;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.Region;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.domain.media.TmdbTables;
import dev.anyflix.settings.Setting;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import dev.anyflix.settings.Version;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamListener;
import dev.anyflix.upstream.UpstreamProxies;
import dev.anyflix.upstream.anilist.AniListHttpSource;
import dev.anyflix.upstream.archive.ArchiveHttpProvider;
import dev.anyflix.upstream.jellyfin.JellyfinHttpProvider;
import dev.anyflix.upstream.kitsu.KitsuHttpProvider;
import dev.anyflix.upstream.tmdb.TmdbHttpSource;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The sources of a service. The part of the composition root that knows the upstream adapters. */
record Sources(AniListSource anilist, TmdbSource tmdb, List<ContentProvider> providers) {

  /** Ids that no content provider may have. */
  private static final Set<String> RESERVED = Set.of("anilist", "tmdb", "composed");

  private static final Pattern ID = Pattern.compile("[a-z0-9-]+");

  Sources {
    providers = List.copyOf(providers);
  }

  /** Creates the budget of an upstream. */
  interface Budgets {
    Budget of(String upstream, Quota quota);
  }

  /**
   * The built-in sources, including those that are not configured.
   *
   * @param tables completes TMDB's answers
   */
  static Sources of(Settings settings, SharedHttp http, Budgets budgets, TmdbTables tables) {
    return new Sources(
        anilist(settings, http, budgets),
        tmdb(settings, http, budgets, tables),
        providers(settings, http, budgets));
  }

  /**
   * The sources of an assembly: its own ones, and the built-in ones that it does not replace.
   *
   * @param open takes over the providers that are created for the service
   * @throws IllegalStateException if the id of a provider is invalid or not unique
   */
  static Sources of(
      Assembly assembly,
      Supplier<SharedHttp> http,
      Budgets budgets,
      TmdbTables tables,
      ProviderFactory.Context context,
      OpenParts open) {
    Settings settings = assembly.settings;
    AniListSource anilist =
        assembly.anilist != null ? assembly.anilist : anilist(settings, http.get(), budgets);
    TmdbSource tmdb =
        assembly.tmdb != null ? assembly.tmdb : tmdb(settings, http.get(), budgets, tables);
    List<ContentProvider> providers = new ArrayList<>();
    if (assembly.hasBuiltInProviders) {
      providers.addAll(providers(settings, http.get(), budgets));
    }
    for (Assembly.Provider provider : assembly.providers) {
      ContentProvider created = provider.factory().create(context);
      if (provider.isOwned() && created instanceof AutoCloseable closeable) {
        AutoCloseable unused = open.add(closeable);
      }
      providers.add(created);
    }
    providers.replaceAll(assembly.providerDecorator);
    requireIds(providers);
    return new Sources(
        assembly.anilistDecorator.apply(anilist), assembly.tmdbDecorator.apply(tmdb), providers);
  }

  private static void requireIds(List<ContentProvider> providers) {
    Set<String> ids = new HashSet<>(RESERVED);
    for (ContentProvider provider : providers) {
      String id = provider.status().id();
      if (!ID.matcher(id).matches()) {
        throw new IllegalStateException(
            "The provider id \""
                + id
                + "\" is invalid. Use lower-case letters, digits and hyphens");
      }
      if (!ids.add(id)) {
        throw new IllegalStateException(
            "The provider id \"" + id + "\" is already in use. Choose another one");
      }
    }
  }

  /**
   * Requires a source for each budget, because calls wait for the budget with the source's id.
   *
   * @throws IllegalStateException if a budget belongs to no source
   */
  void requireBudgets(Set<String> budgets) {
    Set<String> others = new TreeSet<>(budgets);
    all().forEach(source -> others.remove(source.status().id()));
    if (!others.isEmpty()) {
      throw new IllegalStateException(
          "No source has the id of the budgets "
              + others
              + ". Name each budget after the id in the status of its provider");
    }
  }

  /** The proxies for the calls of all sources. */
  static UpstreamProxies proxies(Settings settings) {
    return UpstreamProxies.of(
        settings.get(SettingTable.HTTPS_PROXY),
        settings.get(SettingTable.HTTP_PROXY),
        settings.get(SettingTable.NO_PROXY));
  }

  /** The proxies for the calls of all sources, without credentials; empty for none. */
  static String proxyDescription(Settings settings) {
    return proxies(settings).description();
  }

  /** Sources that describe themselves but cannot send a request. */
  static Sources offline(Settings settings) {
    Clock clock = Clock.systemUTC();
    try (var http = new SharedHttp(Version.current(), clock, UpstreamListener.NONE)) {
      return of(settings, http, (name, quota) -> new TokenBucket(quota, clock), TmdbTables.NONE);
    }
  }

  /** The cached operations over these sources. */
  Operations operations(Settings settings) {
    return new Operations(
        anilist,
        tmdb,
        providers,
        CacheSettings.ttls(settings),
        settings.get(SettingTable.ANILIST_FALLBACK));
  }

  /** All sources, AniList and TMDB first. */
  List<MediaSource> all() {
    List<MediaSource> all = new ArrayList<>(List.of(anilist, tmdb));
    all.addAll(providers);
    return all;
  }

  private static List<ContentProvider> providers(
      Settings settings, SharedHttp http, Budgets budgets) {
    return List.of(
        new ArchiveHttpProvider(
            http,
            at(
                SettingTable.INTERNET_ARCHIVE_URL,
                settings,
                budgets.of("archive", ArchiveHttpProvider.QUOTA))),
        new KitsuHttpProvider(
            http,
            at(SettingTable.KITSU_URL, settings, budgets.of("kitsu", KitsuHttpProvider.QUOTA))),
        jellyfin(settings, http, budgets));
  }

  private static AniListSource anilist(Settings settings, SharedHttp http, Budgets budgets) {
    Quota quota = Quota.perMinute(settings.get(SettingTable.ANILIST_REQUESTS_PER_MINUTE));
    return new AniListHttpSource(
        http, at(SettingTable.ANILIST_URL, settings, budgets.of("anilist", quota)));
  }

  private static TmdbSource tmdb(
      Settings settings, SharedHttp http, Budgets budgets, TmdbTables tables) {
    Quota quota = Quota.perSecond(settings.get(SettingTable.TMDB_REQUESTS_PER_SECOND));
    return new TmdbHttpSource(
        http,
        at(SettingTable.TMDB_URL, settings, budgets.of("tmdb", quota)),
        settings.get(SettingTable.TMDB_API_KEY),
        new TmdbHttpSource.Defaults(
            new LanguageTag(settings.get(SettingTable.TMDB_LANGUAGE)),
            new Region(settings.get(SettingTable.TMDB_REGION))),
        tables);
  }

  private static ContentProvider jellyfin(Settings settings, SharedHttp http, Budgets budgets) {
    Duration timeout = settings.get(SettingTable.UPSTREAM_TIMEOUT_MS);
    return new JellyfinHttpProvider(
        http,
        settings.get(SettingTable.JELLYFIN_URL),
        timeout,
        budgets.of("jellyfin", JellyfinHttpProvider.QUOTA),
        settings.get(SettingTable.JELLYFIN_API_KEY));
  }

  private static UpstreamConfig at(Setting<URI> url, Settings settings, Budget budget) {
    return new UpstreamConfig(
        settings.get(url), settings.get(SettingTable.UPSTREAM_TIMEOUT_MS), budget);
  }
}

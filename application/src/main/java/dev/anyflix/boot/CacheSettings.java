package dev.anyflix.boot;

import dev.anyflix.core.Operations;
import dev.anyflix.core.ReadThrough;
import dev.anyflix.settings.SettingTable;
import dev.anyflix.settings.Settings;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates settings into the cache's own configuration. */
final class CacheSettings {

  private static final Logger log = LoggerFactory.getLogger(CacheSettings.class);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final long MEBIBYTE = 1 << 20;

  private CacheSettings() {}

  static Operations.Ttls ttls(Settings settings) {
    return new Operations.Ttls(
        settings.get(SettingTable.ANILIST_MEDIA_TTL),
        settings.get(SettingTable.ANILIST_SEARCH_TTL),
        settings.get(SettingTable.ANILIST_TRENDING_TTL),
        settings.get(SettingTable.ANILIST_GENRES_TTL),
        settings.get(SettingTable.TMDB_CONFIG_TTL),
        settings.get(SettingTable.TMDB_SEARCH_TTL),
        settings.get(SettingTable.TMDB_DETAILS_TTL),
        settings.get(SettingTable.TMDB_LIST_TTL),
        settings.get(SettingTable.PROVIDER_POPULAR_TTL),
        settings.get(SettingTable.PROVIDER_LATEST_TTL),
        settings.get(SettingTable.PROVIDER_SEARCH_TTL),
        settings.get(SettingTable.PROVIDER_DETAIL_TTL),
        settings.get(SettingTable.ID_MAP_TTL));
  }

  static ReadThrough.Policy policy(Settings settings) {
    Duration timeout = settings.get(SettingTable.UPSTREAM_TIMEOUT_MS);
    return new ReadThrough.Policy(
        settings.get(SettingTable.ENABLE_CACHING),
        settings.get(SettingTable.CACHE_NEGATIVE_TTL),
        settings.get(SettingTable.CACHE_COMPRESSION),
        settings.get(SettingTable.CACHE_TTL_JITTER_PERCENT),
        timeout,
        timeout.plus(GRACE),
        settings.get(SettingTable.CACHE_PREFETCH));
  }

  /** The bound of the memory tier in bytes: CACHE_MEMORY_MAX_MB, but at most half of the heap. */
  static long memoryBytes(Settings settings) {
    long wanted = settings.get(SettingTable.CACHE_MEMORY_MAX_MB) * MEBIBYTE;
    long half = Runtime.getRuntime().maxMemory() / 2;
    if (wanted <= half) {
      return wanted;
    }
    log.warn(
        "CACHE_MEMORY_MAX_MB is {}, more than half of the heap; using {} MiB. Lower it or raise the"
            + " heap with -Xmx",
        wanted / MEBIBYTE,
        half / MEBIBYTE);
    return half;
  }
}

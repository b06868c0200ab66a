package dev.anyflix.settings;

import static dev.anyflix.settings.Values.flag;
import static dev.anyflix.settings.Values.host;
import static dev.anyflix.settings.Values.ipRanges;
import static dev.anyflix.settings.Values.key;
import static dev.anyflix.settings.Values.language;
import static dev.anyflix.settings.Values.logLevel;
import static dev.anyflix.settings.Values.milliseconds;
import static dev.anyflix.settings.Values.optional;
import static dev.anyflix.settings.Values.orEmpty;
import static dev.anyflix.settings.Values.origins;
import static dev.anyflix.settings.Values.positiveNumber;
import static dev.anyflix.settings.Values.proxy;
import static dev.anyflix.settings.Values.redisUrl;
import static dev.anyflix.settings.Values.region;
import static dev.anyflix.settings.Values.seconds;
import static dev.anyflix.settings.Values.text;
import static dev.anyflix.settings.Values.webAddress;
import static dev.anyflix.settings.Values.wholeNumber;

import dev.anyflix.settings.Setting.Secrecy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** All settings. */
public final class SettingTable {

  /**
   * A group of settings.
   *
   * @param title its heading
   * @param settings its settings in display order
   */
  public record Group(String title, List<Setting<?>> settings) {

    public Group {
      settings = List.copyOf(settings);
    }

    private static Group of(String title, Setting<?>... settings) {
      return new Group(title, List.of(settings));
    }
  }

  public static final Setting<String> HOST =
      open("HOST", "0.0.0.0", host(), "Address to listen on");
  public static final Setting<Integer> PORT =
      open("PORT", "8000", wholeNumber(0, 65535), "Port to listen on; 0 selects any free port");
  public static final Setting<Level> LOG_LEVEL =
      open("LOG_LEVEL", "INFO", logLevel(), "Log level: TRACE, DEBUG, INFO, WARN or ERROR");
  public static final Setting<@Nullable String> ADMIN_TOKEN =
      secret(
          "ADMIN_TOKEN",
          key(),
          "Bearer token for /admin, required behind any proxy; not set: this machine only");
  public static final Setting<List<String>> CORS_ORIGINS =
      open(
          "CORS_ORIGINS",
          "*",
          origins(),
          "Comma-separated origins that may use the API; * means any");
  public static final Setting<List<IpRange>> TRUSTED_PROXIES =
      open(
          "TRUSTED_PROXIES",
          "",
          ipRanges(),
          "Comma-separated IP addresses or ranges of proxies whose X-Forwarded-For names the client");

  public static final Setting<Boolean> STREMIO_ENABLED =
      open(
          "STREMIO_ENABLED",
          "true",
          flag(),
          "Serve the Stremio add-on at /stremio/manifest.json, to every origin");

  public static final Setting<Duration> SHUTDOWN_DELAY_MS =
      open(
          "SHUTDOWN_DELAY_MS",
          "0",
          milliseconds(0),
          "Milliseconds that the service goes on serving after SIGTERM, while /health/ready answers 503");

  public static final Setting<Boolean> ENABLE_CACHING =
      open(
          "ENABLE_CACHING",
          "true",
          flag(),
          "Cache answers; false sends every request to its upstream");
  public static final Setting<Duration> CACHE_STALE_IF_ERROR =
      open(
          "CACHE_STALE_IF_ERROR",
          "86400",
          seconds(0),
          "Seconds past its TTL that a stale entry may be served when its upstream fails");
  public static final Setting<Duration> CACHE_NEGATIVE_TTL =
      open("CACHE_NEGATIVE_TTL", "300", seconds(1), "TTL in seconds of \"not found\" answers");
  public static final Setting<Integer> CACHE_TTL_JITTER_PERCENT =
      open(
          "CACHE_TTL_JITTER_PERCENT",
          "10",
          wholeNumber(0, 90),
          "Maximum random reduction of a TTL in percent");
  public static final Setting<Integer> CACHE_MEMORY_MAX_MB =
      open(
          "CACHE_MEMORY_MAX_MB",
          "128",
          wholeNumber(1, 1_048_576),
          "Maximum size of the memory cache in MiB; at most half of the heap is used");
  public static final Setting<Boolean> CACHE_COMPRESSION =
      open(
          "CACHE_COMPRESSION",
          "false",
          flag(),
          "Compress entries of 1 kB and more; they are then not readable in Redis Commander");
  public static final Setting<Boolean> CACHE_PREFETCH =
      open(
          "CACHE_PREFETCH",
          "true",
          flag(),
          "Load the details of AniList lists ahead while more than half of the budget is free");
  public static final Setting<Boolean> WARM_ON_START =
      open(
          "WARM_ON_START",
          "false",
          flag(),
          "Load popular entries at start and again before they expire");

  public static final Setting<String> REDIS_HOST =
      open(
          "REDIS_HOST",
          "localhost",
          orEmpty(host()),
          "Host of Redis; set but empty: memory cache only");
  public static final Setting<Integer> REDIS_PORT =
      open("REDIS_PORT", "6379", wholeNumber(1, 65535), "Port of Redis");
  public static final Setting<Integer> REDIS_DB =
      open("REDIS_DB", "0", wholeNumber(0), "Number of the Redis database");
  public static final Setting<@Nullable String> REDIS_USERNAME =
      open("REDIS_USERNAME", "", optional(text()), "Redis user; not set: the default user");
  public static final Setting<@Nullable String> REDIS_PASSWORD =
      secret("REDIS_PASSWORD", text(), "Redis password");
  public static final Setting<@Nullable String> REDIS_URL =
      new Setting<>(
          "REDIS_URL",
          "",
          optional(redisUrl()),
          "redis://, rediss:// (TLS), redis-sentinel://, rediss-sentinel:// or redis-socket:// URL; several hosts for a cluster or sentinels; overrides the settings above; user and password may be separate",
          Secrecy.IN_URL);
  public static final Setting<@Nullable String> REDIS_SENTINEL_PASSWORD =
      secret("REDIS_SENTINEL_PASSWORD", text(), "Password of the sentinels");
  public static final Setting<@Nullable Path> REDIS_CA_FILE =
      open(
          "REDIS_CA_FILE",
          "",
          optional(PemFiles.certificates()),
          "PEM file of the CA that issued the certificate of Redis; not set: the CAs of Java");
  public static final Setting<@Nullable Path> REDIS_CERT_FILE =
      open(
          "REDIS_CERT_FILE",
          "",
          optional(PemFiles.certificates()),
          "PEM file of the client certificate, with its chain");
  public static final Setting<@Nullable Path> REDIS_KEY_FILE =
      open(
          "REDIS_KEY_FILE",
          "",
          optional(PemFiles.key()),
          "PEM file of the client certificate's key, unencrypted PKCS#8");
  public static final Setting<Duration> REDIS_TIMEOUT_MS =
      open(
          "REDIS_TIMEOUT_MS",
          "200",
          milliseconds(1),
          "Maximum milliseconds that a request waits for Redis");

  public static final Setting<Duration> ANILIST_MEDIA_TTL =
      ttl("ANILIST_MEDIA_TTL", "3600", "an AniList title");
  public static final Setting<Duration> ANILIST_SEARCH_TTL =
      ttl("ANILIST_SEARCH_TTL", "1800", "an AniList search");
  public static final Setting<Duration> ANILIST_TRENDING_TTL =
      ttl("ANILIST_TRENDING_TTL", "900", "a list or schedule of AniList");
  public static final Setting<Duration> ANILIST_GENRES_TTL =
      ttl("ANILIST_GENRES_TTL", "86400", "AniList's list of genres and tags");
  public static final Setting<Duration> TMDB_CONFIG_TTL =
      ttl("TMDB_CONFIG_TTL", "86400", "TMDB's configuration or genre list");
  public static final Setting<Duration> TMDB_SEARCH_TTL =
      ttl("TMDB_SEARCH_TTL", "1800", "a TMDB search or match");
  public static final Setting<Duration> TMDB_DETAILS_TTL =
      ttl("TMDB_DETAILS_TTL", "7200", "a TMDB movie, series, season or collection");
  public static final Setting<Duration> TMDB_LIST_TTL = ttl("TMDB_LIST_TTL", "1800", "a TMDB list");
  public static final Setting<Duration> PROVIDER_POPULAR_TTL =
      ttl("PROVIDER_POPULAR_TTL", "900", "a provider's popular list");
  public static final Setting<Duration> PROVIDER_LATEST_TTL =
      ttl("PROVIDER_LATEST_TTL", "600", "a provider's latest list");
  public static final Setting<Duration> PROVIDER_SEARCH_TTL =
      ttl("PROVIDER_SEARCH_TTL", "1800", "a provider's search");
  public static final Setting<Duration> PROVIDER_DETAIL_TTL =
      ttl("PROVIDER_DETAIL_TTL", "3600", "a provider's title");
  public static final Setting<Duration> ID_MAP_TTL =
      ttl("ID_MAP_TTL", "604800", "what links a title's ids");

  public static final Setting<URI> ANILIST_URL =
      open(
          "ANILIST_URL",
          "https://graphql.anilist.co",
          webAddress(),
          "URL of AniList's GraphQL API");
  public static final Setting<Double> ANILIST_REQUESTS_PER_MINUTE =
      open(
          "ANILIST_REQUESTS_PER_MINUTE",
          "25",
          positiveNumber(),
          "Maximum requests to AniList per minute");
  public static final Setting<Boolean> ANILIST_FALLBACK =
      open(
          "ANILIST_FALLBACK",
          "true",
          flag(),
          "Answer with Kitsu's anime while AniList is unavailable and no stale entry is held");
  public static final Setting<URI> TMDB_URL =
      open("TMDB_URL", "https://api.themoviedb.org/3", webAddress(), "URL of TMDB's REST API");
  public static final Setting<@Nullable String> TMDB_API_KEY =
      secret(
          "TMDB_API_KEY",
          key(),
          "TMDB API key (v3) or read access token (v4); not set: TMDB routes answer 503");
  public static final Setting<Double> TMDB_REQUESTS_PER_SECOND =
      open(
          "TMDB_REQUESTS_PER_SECOND",
          "35",
          positiveNumber(),
          "Maximum requests to TMDB per second");
  public static final Setting<String> TMDB_LANGUAGE =
      open("TMDB_LANGUAGE", "en-US", language(), "Default language of TMDB texts");
  public static final Setting<String> TMDB_REGION =
      open("TMDB_REGION", "US", region(), "Default region of TMDB lists, age ratings and offers");
  public static final Setting<URI> KITSU_URL =
      open("KITSU_URL", "https://kitsu.io/api/edge", webAddress(), "URL of Kitsu's API");
  public static final Setting<URI> INTERNET_ARCHIVE_URL =
      open(
          "INTERNET_ARCHIVE_URL",
          "https://archive.org",
          webAddress(),
          "URL of the Internet Archive");
  public static final Setting<@Nullable URI> JELLYFIN_URL =
      open(
          "JELLYFIN_URL",
          "",
          optional(webAddress()),
          "URL of a Jellyfin server; not set: Jellyfin is off");
  public static final Setting<@Nullable String> JELLYFIN_API_KEY =
      secret("JELLYFIN_API_KEY", key(), "API key of the Jellyfin server");
  public static final Setting<Duration> UPSTREAM_TIMEOUT_MS =
      open(
          "UPSTREAM_TIMEOUT_MS",
          "8000",
          milliseconds(1),
          "Timeout in milliseconds of a call to an upstream");
  public static final Setting<Duration> UPSTREAM_QUEUE_MS =
      open(
          "UPSTREAM_QUEUE_MS",
          "5000",
          milliseconds(0),
          "Maximum milliseconds that a request waits for the rate limit of an upstream; 0 refuses at once");

  public static final Setting<@Nullable String> HTTPS_PROXY =
      new Setting<>(
          "HTTPS_PROXY",
          "",
          optional(proxy()),
          "HTTP proxy for https URLs of upstreams, http://[user:password@]host:port",
          Secrecy.IN_URL);
  public static final Setting<@Nullable String> HTTP_PROXY =
      new Setting<>(
          "HTTP_PROXY",
          "",
          optional(proxy()),
          "HTTP proxy for http URLs of upstreams, in the same form",
          Secrecy.IN_URL);
  public static final Setting<@Nullable String> NO_PROXY =
      open(
          "NO_PROXY",
          "",
          optional(text()),
          "Comma-separated hosts that are called without a proxy, with their subdomains; * means all");

  /** All settings, in groups. */
  public static final List<Group> GROUPS =
      List.of(
          Group.of(
              "Service",
              HOST,
              PORT,
              LOG_LEVEL,
              ADMIN_TOKEN,
              CORS_ORIGINS,
              TRUSTED_PROXIES,
              STREMIO_ENABLED,
              SHUTDOWN_DELAY_MS),
          Group.of(
              "Cache",
              ENABLE_CACHING,
              CACHE_STALE_IF_ERROR,
              CACHE_NEGATIVE_TTL,
              CACHE_TTL_JITTER_PERCENT,
              CACHE_MEMORY_MAX_MB,
              CACHE_COMPRESSION,
              CACHE_PREFETCH,
              WARM_ON_START),
          Group.of(
              "Redis",
              REDIS_HOST,
              REDIS_PORT,
              REDIS_DB,
              REDIS_USERNAME,
              REDIS_PASSWORD,
              REDIS_URL,
              REDIS_SENTINEL_PASSWORD,
              REDIS_CA_FILE,
              REDIS_CERT_FILE,
              REDIS_KEY_FILE,
              REDIS_TIMEOUT_MS),
          Group.of(
              "Times to live",
              ANILIST_MEDIA_TTL,
              ANILIST_SEARCH_TTL,
              ANILIST_TRENDING_TTL,
              ANILIST_GENRES_TTL,
              TMDB_CONFIG_TTL,
              TMDB_SEARCH_TTL,
              TMDB_DETAILS_TTL,
              TMDB_LIST_TTL,
              PROVIDER_POPULAR_TTL,
              PROVIDER_LATEST_TTL,
              PROVIDER_SEARCH_TTL,
              PROVIDER_DETAIL_TTL,
              ID_MAP_TTL),
          Group.of(
              "Upstreams",
              ANILIST_URL,
              ANILIST_REQUESTS_PER_MINUTE,
              ANILIST_FALLBACK,
              TMDB_URL,
              TMDB_API_KEY,
              TMDB_REQUESTS_PER_SECOND,
              TMDB_LANGUAGE,
              TMDB_REGION,
              KITSU_URL,
              INTERNET_ARCHIVE_URL,
              JELLYFIN_URL,
              JELLYFIN_API_KEY,
              UPSTREAM_TIMEOUT_MS,
              UPSTREAM_QUEUE_MS,
              HTTPS_PROXY,
              HTTP_PROXY,
              NO_PROXY));

  /** All settings, in the order of their groups. */
  public static final List<Setting<?>> ALL =
      GROUPS.stream().<Setting<?>>flatMap(group -> group.settings().stream()).toList();

  private SettingTable() {}

  private static <T extends @Nullable Object> Setting<T> open(
      String name, String defaultText, Values.Reader<T> reader, String description) {
    return new Setting<>(name, defaultText, reader, description, Secrecy.NONE);
  }

  private static Setting<@Nullable String> secret(
      String name, Values.Reader<String> reader, String description) {
    return new Setting<>(name, "", optional(reader), description, Secrecy.WHOLE);
  }

  private static Setting<Duration> ttl(String name, String defaultText, String what) {
    return open(name, defaultText, seconds(1), "Seconds that " + what + " stays fresh");
  }
}

package dev.anyflix.upstream.tmdb;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ImageConfiguration;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.TmdbSearch;
import dev.anyflix.domain.media.TmdbSource;
import dev.anyflix.domain.media.TmdbTypedSearch;
import dev.anyflix.upstream.Fetcher;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** TMDB over version 3 of its REST API. Thread safe. */
public final class TmdbHttpSource implements TmdbSource {

  private static final String KEY_SETTING = "TMDB_API_KEY";
  private static final String NO_KEY = "TMDB is not configured. Set " + KEY_SETTING + ".";
  private static final UpstreamProfile PROFILE =
      new UpstreamProfile(
          "tmdb", "TMDB", KEY_SETTING, Map.of(), Duration.ofMinutes(1), TmdbJson::status);

  private final Fetcher fetcher;
  private final @Nullable TmdbKey key;
  private final String language;

  /**
   * @param key a key of version 3 or a token of version 4; null or blank when there is none, and
   *     then every call fails as not configured
   * @param language an IETF tag such as {@code en-US}
   */
  public TmdbHttpSource(
      SharedHttp http, UpstreamConfig config, @Nullable String key, String language) {
    fetcher = new Fetcher(http, PROFILE, config);
    this.key = TmdbKey.of(key);
    this.language = language;
  }

  @Override
  public String language() {
    return language;
  }

  @Override
  public Answer<ImageConfiguration> configuration(Call call) {
    return fetcher.fetch(request(at("configuration")), call, TmdbJson::configuration);
  }

  @Override
  public Answer<MediaPage> search(TmdbSearch request, Call call) {
    HttpUrl.Builder address = search("multi", request.q(), request.page());
    return fetcher.fetch(
        request(address), call, json -> TmdbJson.page(json, null, request.page(), language));
  }

  @Override
  public Answer<MediaPage> searchByType(TmdbTypedSearch request, Call call) {
    boolean movie = request.type() == MediaKind.MOVIE;
    HttpUrl.Builder address = search(segment(request.type()), request.q(), request.page());
    if (request.year() != null) {
      address.addQueryParameter(
          movie ? "year" : "first_air_date_year", Integer.toString(request.year()));
    }
    return fetcher.fetch(
        request(address),
        call,
        json -> TmdbJson.page(json, request.type(), request.page(), language));
  }

  @Override
  public Answer<List<String>> alternativeTitles(MediaKind type, MediaById request, Call call) {
    HttpUrl.Builder address =
        at(segment(type), Integer.toString(request.id()), "alternative_titles");
    return fetcher.fetchById(request(address), call, TmdbJson::alternativeTitles);
  }

  @Override
  public Answer<Media> movie(MediaById request, Call call) {
    HttpUrl.Builder address = details("movie", request, "credits");
    return fetcher.fetchById(
        request(address),
        call,
        json -> TmdbDetails.media(json, MediaKind.MOVIE, request.id(), language));
  }

  @Override
  public Answer<Media> series(MediaById request, Call call) {
    HttpUrl.Builder address = details("tv", request, "aggregate_credits");
    return fetcher.fetchById(
        request(address),
        call,
        json -> TmdbDetails.media(json, MediaKind.SERIES, request.id(), language));
  }

  /** The version of TMDB's API that its key is made for, 3 or 4; empty when it has no key. */
  public OptionalInt keyVersion() {
    return key == null ? OptionalInt.empty() : OptionalInt.of(key.version());
  }

  @Override
  public SourceStatus status() {
    return fetcher.status("metadata", key == null ? NO_KEY : null);
  }

  private static String segment(MediaKind type) {
    return type == MediaKind.MOVIE ? "movie" : "tv";
  }

  private HttpUrl.Builder search(String type, String text, int page) {
    return at("search", type)
        .addQueryParameter("query", text)
        .addQueryParameter("include_adult", "false")
        .addQueryParameter("language", language)
        .addQueryParameter("page", Integer.toString(page));
  }

  private HttpUrl.Builder details(String type, MediaById request, String credits) {
    return at(type, Integer.toString(request.id()))
        .addQueryParameter("language", language)
        .addQueryParameter("append_to_response", credits + ",videos,external_ids,recommendations");
  }

  private HttpUrl.Builder at(String... path) {
    HttpUrl.Builder address = fetcher.address();
    for (String segment : path) {
      address.addPathSegment(segment);
    }
    return address;
  }

  private Request request(HttpUrl.Builder address) {
    if (key == null) {
      throw new MediaSourceException(Kind.NOT_CONFIGURED, NO_KEY);
    }
    return key.request(address);
  }
}

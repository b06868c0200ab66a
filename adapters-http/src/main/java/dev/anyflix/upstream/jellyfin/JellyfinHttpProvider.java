package dev.anyflix.upstream.jellyfin;

import dev.anyflix.domain.budget.Budget;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBuilder;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import dev.anyflix.domain.media.ProviderEpisodes;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.upstream.Fetcher;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamProfile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The films and series of the user's own Jellyfin server. Without an address or a key nothing is
 * ever asked. Thread safe.
 */
public final class JellyfinHttpProvider implements ContentProvider {

  /** What a server at home takes easily; a series takes two calls or a few. */
  public static final Quota QUOTA = Quota.perSecond(10);

  private static final String URL_SETTING = "JELLYFIN_URL";
  private static final String KEY_SETTING = "JELLYFIN_API_KEY";
  private static final String OFFER = "streams";
  private static final UpstreamProfile PROFILE =
      new UpstreamProfile(
          JellyfinJson.SOURCE, "Jellyfin", KEY_SETTING, Map.of(), null, (http, body) -> http);
  private static final List<String> TYPES = List.of("Movie", "Series", "Video");
  private static final List<String> FIELDS =
      List.of("Genres", "OriginalTitle", "Overview", "ProviderIds", "Studios", "Tags");
  private static final List<String> DETAIL_FIELDS =
      List.of("ExternalUrls", "MediaSources", "People", "RemoteTrailers");

  private static final int EPISODES_PER_CALL = 1000;
  private static final int MAX_EPISODE_PAGES = 5;

  /** A server that can be asked. */
  private record Server(Fetcher fetcher, JellyfinKey key, JellyfinJson json) {

    HttpUrl.Builder items() {
      return fetcher.address().addPathSegment("Items");
    }

    /** Sends no validator, because a series consists of two answers. */
    <T> T get(HttpUrl.Builder address, Call call, Function<Json, T> translation) {
      return fetcher
          .fetch(key.request(address.build()), call.withoutValidator(), translation)
          .orElseThrow();
    }
  }

  private final @Nullable Server server;
  private final SourceStatus notConfigured;

  /**
   * @param url the server's address, or null when there is none
   * @param timeout how long one request may take as a whole
   * @param key an API key of the server; null or blank when there is none
   */
  public JellyfinHttpProvider(
      SharedHttp http, @Nullable URI url, Duration timeout, Budget budget, @Nullable String key) {
    JellyfinKey known = JellyfinKey.of(key);
    server = url == null || known == null ? null : server(http, url, timeout, budget, known);
    notConfigured =
        SourceStatus.notConfigured(
            PROFILE.id(), PROFILE.name(), OFFER, missing(url, known), budget);
  }

  private static Server server(
      SharedHttp http, URI url, Duration timeout, Budget budget, JellyfinKey key) {
    var fetcher = new Fetcher(http, PROFILE, new UpstreamConfig(url, timeout, budget));
    var addresses = new JellyfinAddresses(fetcher.address().build());
    return new Server(fetcher, key, new JellyfinJson(addresses));
  }

  private static String missing(@Nullable URI url, @Nullable JellyfinKey key) {
    String settings = KEY_SETTING;
    if (url == null) {
      settings = key == null ? URL_SETTING + " and " + KEY_SETTING : URL_SETTING;
    }
    return "Jellyfin is not configured. Set " + settings + ".";
  }

  /** The address of the server, without a name or password that may stand in it. */
  @Override
  public String catalogue() {
    return server == null
        ? ""
        : server.fetcher().address().username("").password("").build().toString();
  }

  @Override
  public Answer<MediaPage> popular(ProviderPage request, Call call) {
    return items(request.page(), call, "sortBy", "CommunityRating", "sortOrder", "Descending");
  }

  @Override
  public Answer<MediaPage> latest(ProviderPage request, Call call) {
    return items(request.page(), call, "sortBy", "DateCreated", "sortOrder", "Descending");
  }

  @Override
  public Answer<MediaPage> search(ProviderSearch request, Call call) {
    return items(request.page(), call, "searchTerm", request.q());
  }

  @Override
  public boolean isId(String text) {
    return JellyfinJson.isId(text);
  }

  @Override
  public Answer<Media> detail(ProviderItem request, Call call) {
    Server server = configured();
    if (!JellyfinJson.isId(request.id())) {
      throw JellyfinJson.notFound();
    }
    MediaBuilder found =
        server.get(
            item(server, request.id()), call, json -> server.json().details(json, request.id()));
    Media media = found.build();
    if (media.kind() == MediaKind.SERIES) {
      media = server.json().withEpisodes(found, episodes(server, request.id(), call));
    }
    return Answer.of(media);
  }

  /** As a list of one, because the path of an item needs a user and an API key has none. */
  private static HttpUrl.Builder item(Server server, String id) {
    HttpUrl.Builder address = server.items().addQueryParameter("ids", id);
    FIELDS.forEach(field -> address.addQueryParameter("fields", field));
    DETAIL_FIELDS.forEach(field -> address.addQueryParameter("fields", field));
    return address;
  }

  private static JellyfinEpisodes.Listing episodes(Server server, String series, Call call) {
    var listing = JellyfinEpisodes.Listing.NONE;
    int pages = 0;
    do {
      HttpUrl.Builder address = episodes(server, series, listing.next(), EPISODES_PER_CALL);
      listing = listing.and(server.get(address, call, JellyfinEpisodes.Listing::read));
      pages++;
    } while (listing.more() && pages < MAX_EPISODE_PAGES);
    return listing;
  }

  /** Those that there is a file of. */
  private static HttpUrl.Builder episodes(Server server, String series, int start, int limit) {
    return server
        .items()
        .addQueryParameter("parentId", series)
        .addQueryParameter("recursive", "true")
        .addQueryParameter("includeItemTypes", "Episode")
        .addQueryParameter("isMissing", "false")
        .addQueryParameter("sortBy", "ParentIndexNumber")
        .addQueryParameter("sortBy", "IndexNumber")
        .addQueryParameter("startIndex", Integer.toString(start))
        .addQueryParameter("limit", Integer.toString(limit));
  }

  @Override
  public boolean hasEpisodes() {
    return true;
  }

  @Override
  public Answer<EpisodePage> episodes(ProviderEpisodes request, Call call) {
    Server server = configured();
    if (!JellyfinJson.isId(request.id())) {
      throw JellyfinJson.notFound();
    }
    int limit = JellyfinJson.EPISODES_PER_PAGE;
    HttpUrl.Builder address =
        episodes(server, request.id(), (request.page() - 1) * limit, limit)
            .addQueryParameter("fields", "Overview");
    return Answer.of(
        server.get(
            address, call, json -> server.json().episodes(json, request.id(), request.page())));
  }

  @Override
  public SourceStatus status() {
    return server == null ? notConfigured : server.fetcher().status(OFFER, null);
  }

  /**
   * @param query names and values by turns
   */
  private Answer<MediaPage> items(int page, Call call, String... query) {
    Server server = configured();
    HttpUrl.Builder address =
        server
            .items()
            .addQueryParameter("recursive", "true")
            .addQueryParameter("limit", Integer.toString(JellyfinJson.PER_PAGE))
            .addQueryParameter("startIndex", Integer.toString((page - 1) * JellyfinJson.PER_PAGE));
    TYPES.forEach(type -> address.addQueryParameter("includeItemTypes", type));
    FIELDS.forEach(field -> address.addQueryParameter("fields", field));
    for (int i = 0; i < query.length; i += 2) {
      address.addQueryParameter(query[i], query[i + 1]);
    }
    return Answer.of(server.get(address, call, json -> server.json().page(json, page)));
  }

  private Server configured() {
    if (server == null) {
      throw new MediaSourceException(Kind.NOT_CONFIGURED, String.valueOf(notConfigured.reason()));
    }
    return server;
  }
}

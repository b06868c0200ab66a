package dev.anyflix.upstream.kitsu;

import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.EpisodePage;
import dev.anyflix.domain.media.ExternalId;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderEpisodes;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.upstream.Fetcher;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamProfile;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Request;

/** Kitsu's anime, asked over its JSON:API. Thread safe. */
public final class KitsuHttpProvider implements ContentProvider {

  /** Modest, because the service documents no limit. */
  public static final Quota QUOTA = Quota.perMinute(60);

  /** The old host in a URL, with or without a port. */
  private static final Pattern OLD_NAME =
      Pattern.compile("(?i)(?<=[/@])kitsu\\.io(?=(:[0-9]*)?([/?#]|$))");

  private static final UpstreamProfile PROFILE =
      new UpstreamProfile(
          KitsuJson.SOURCE,
          "Kitsu",
          null,
          Map.of("Accept", "application/vnd.api+json"),
          null,
          KitsuJson::status);
  private static final String ATTRIBUTES =
      "titles,canonicalTitle,abbreviatedTitles,description,synopsis,averageRating,userCount,"
          + "startDate,endDate,nextRelease,subtype,status,posterImage,coverImage,episodeCount,"
          + "episodeLength,youtubeVideoId,nsfw,mappings";
  private static final String MAPPING_ATTRIBUTES = "externalSite,externalId";
  private static final String EPISODE_ATTRIBUTES =
      "titles,canonicalTitle,description,synopsis,seasonNumber,number,relativeNumber,airDate,"
          + "length,thumbnail";
  private static final String RELATED =
      "categories,genres,animeProductions.producer,mediaRelationships.destination,mappings,"
          + "streamingLinks.streamer";

  private final Fetcher fetcher;

  public KitsuHttpProvider(SharedHttp http, UpstreamConfig config) {
    URI url = withoutOldName(config.url());
    fetcher =
        new Fetcher(http, PROFILE, new UpstreamConfig(url, config.timeout(), config.budget()));
  }

  /** Kitsu has moved from kitsu.io, which redirects to the new host; nothing is sent there. */
  static URI withoutOldName(URI url) {
    return "kitsu.io".equalsIgnoreCase(url.getHost())
        ? URI.create(OLD_NAME.matcher(url.toString()).replaceFirst("kitsu.app"))
        : url;
  }

  @Override
  public Answer<MediaPage> popular(ProviderPage request, Call call) {
    return page(anime().addQueryParameter("sort", "popularityRank"), request.page(), call);
  }

  /** The most popular of those that are being broadcast. */
  @Override
  public Answer<MediaPage> trending(ProviderPage request, Call call) {
    HttpUrl.Builder address =
        anime()
            .addQueryParameter("filter[status]", "current")
            .addQueryParameter("sort", "popularityRank");
    return page(address, request.page(), call);
  }

  @Override
  public Answer<MediaPage> latest(ProviderPage request, Call call) {
    return page(anime().addQueryParameter("sort", "-createdAt"), request.page(), call);
  }

  @Override
  public Answer<MediaPage> search(ProviderSearch request, Call call) {
    return page(anime().addQueryParameter("filter[text]", request.q()), request.page(), call);
  }

  @Override
  public boolean isId(String text) {
    return KitsuJson.isId(text);
  }

  @Override
  public Answer<Media> detail(ProviderItem request, Call call) {
    if (!KitsuJson.isId(request.id())) {
      throw KitsuJson.notFound();
    }
    HttpUrl.Builder address =
        anime().addPathSegment(request.id()).addQueryParameter("include", RELATED);
    return fetcher.fetchById(get(address), call, json -> KitsuDetails.media(json, request.id()));
  }

  @Override
  public boolean hasEpisodes() {
    return true;
  }

  @Override
  public Answer<EpisodePage> episodes(ProviderEpisodes request, Call call) {
    if (!KitsuJson.isId(request.id())) {
      throw KitsuJson.notFound();
    }
    HttpUrl.Builder address =
        paged(anime().addPathSegment(request.id()).addPathSegment("episodes"), request.page())
            .addQueryParameter("sort", "number")
            .addQueryParameter("fields[episodes]", EPISODE_ATTRIBUTES);
    return fetcher.fetchById(get(address), call, json -> KitsuEpisodes.page(json, request.page()));
  }

  @Override
  public Set<String> externalSites() {
    return KitsuMappings.SEARCHABLE.keySet();
  }

  @Override
  public Answer<Media> byExternalId(ExternalId request, Call call) {
    String site = KitsuMappings.SEARCHABLE.get(request.site());
    if (site == null || !KitsuJson.isId(request.id())) {
      throw KitsuJson.notFound();
    }
    HttpUrl.Builder address =
        fetcher
            .address()
            .addPathSegment("mappings")
            .addQueryParameter("filter[externalSite]", site)
            .addQueryParameter("filter[externalId]", request.id())
            .addQueryParameter("include", "item");
    return fetcher.fetchById(get(address), call, json -> KitsuMappings.anime(json, request));
  }

  @Override
  public SourceStatus status() {
    return fetcher.status("metadata", null);
  }

  private HttpUrl.Builder anime() {
    return fetcher.address().addPathSegment("anime");
  }

  private Answer<MediaPage> page(HttpUrl.Builder address, int page, Call call) {
    paged(address, page)
        .addQueryParameter("fields[anime]", ATTRIBUTES)
        .addQueryParameter("include", "mappings")
        .addQueryParameter("fields[mappings]", MAPPING_ATTRIBUTES);
    return fetcher.fetch(get(address), call, json -> KitsuJson.page(json, page));
  }

  private static HttpUrl.Builder paged(HttpUrl.Builder address, int page) {
    int offset = (page - 1) * KitsuJson.PER_PAGE;
    return address
        .addQueryParameter("page[limit]", Integer.toString(KitsuJson.PER_PAGE))
        .addQueryParameter("page[offset]", Integer.toString(offset));
  }

  private static Request get(HttpUrl.Builder address) {
    return new Request.Builder().url(address.build()).build();
  }
}

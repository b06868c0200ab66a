package dev.anyflix.upstream.archive;

import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.upstream.Fetcher;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamProfile;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The feature films in the public domain that the Internet Archive keeps, asked over its search and
 * its metadata API. Thread safe.
 */
public final class ArchiveHttpProvider implements ContentProvider {

  /** Modest, because the service documents no limit. */
  public static final Quota QUOTA = Quota.perMinute(60);

  /** The search gives its first ten thousand results only. */
  static final int LAST_PAGE = 10_000 / ArchiveJson.PER_PAGE;

  private static final UpstreamProfile PROFILE =
      new UpstreamProfile(
          ArchiveJson.SOURCE, "Internet Archive", null, Map.of(), null, ArchiveJson::status);
  private static final List<String> FIELDS =
      List.of(
          "identifier",
          "mediatype",
          "title",
          "description",
          "year",
          "date",
          "subject",
          "creator",
          "format",
          "licenseurl",
          "downloads",
          "avg_rating",
          "num_reviews");

  private final Fetcher fetcher;

  public ArchiveHttpProvider(SharedHttp http, UpstreamConfig config) {
    fetcher = new Fetcher(http, PROFILE, config);
  }

  @Override
  public Answer<MediaPage> popular(ProviderPage request, Call call) {
    return found(ArchiveQuery.films(), "downloads desc", request.page(), call);
  }

  @Override
  public Answer<MediaPage> latest(ProviderPage request, Call call) {
    return found(ArchiveQuery.films(), "publicdate desc", request.page(), call);
  }

  @Override
  public Answer<MediaPage> search(ProviderSearch request, Call call) {
    return found(ArchiveQuery.filmsTitled(request.q()), null, request.page(), call);
  }

  @Override
  public boolean isId(String text) {
    return ArchiveJson.isIdentifier(text);
  }

  @Override
  public Answer<Media> detail(ProviderItem request, Call call) {
    if (!ArchiveJson.isIdentifier(request.id())) {
      throw ArchiveJson.notFound();
    }
    HttpUrl address =
        fetcher.address().addPathSegment("metadata").addPathSegment(request.id()).build();
    return fetcher.fetchById(
        get(address), call, json -> ArchiveItem.media(json, request.id(), host()));
  }

  @Override
  public SourceStatus status() {
    return fetcher.status("streams", null);
  }

  /**
   * @param query null for one that nothing answers
   * @param sort a field and its order, or null for the best answers first
   */
  private Answer<MediaPage> found(
      @Nullable String query, @Nullable String sort, int page, Call call) {
    if (query == null || page > LAST_PAGE) {
      return Answer.of(new MediaPage(List.of(), page, ArchiveJson.PER_PAGE, false));
    }
    HttpUrl.Builder address =
        fetcher
            .address()
            .addPathSegment("advancedsearch.php")
            .addQueryParameter("q", query)
            .addQueryParameter("rows", Integer.toString(ArchiveJson.PER_PAGE))
            .addQueryParameter("page", Integer.toString(page))
            .addQueryParameter("output", "json");
    FIELDS.forEach(field -> address.addQueryParameter("fl[]", field));
    if (sort != null) {
      address.addQueryParameter("sort[]", sort);
    }
    return fetcher.fetch(get(address.build()), call, json -> ArchiveJson.page(json, page, host()));
  }

  /** Pictures and files have the host of the API. */
  private HttpUrl host() {
    return fetcher.address().build();
  }

  private static Request get(HttpUrl address) {
    return new Request.Builder().url(address).build();
  }
}

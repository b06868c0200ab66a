package org.example;

import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.media.ProviderPage;
import dev.anyflix.domain.media.ProviderSearch;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.domain.media.Title;
import dev.anyflix.upstream.Fetcher;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamProfile;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * The films of a server with two routes: {@code /films?page=1&q=text} answers {@code {"films":
 * [{"number": 1, "title": "Metropolis"}], "more": false}}, and {@code /films/1} one film. Thread
 * safe.
 */
public final class ShelfProvider implements ContentProvider {

  public static final Quota QUOTA = Quota.perMinute(600);

  private static final String ID = "shelf";
  private static final int PER_PAGE = 20;
  private static final UpstreamProfile PROFILE =
      new UpstreamProfile(ID, "Shelf", null, Map.of(), null, (status, body) -> status);

  private final Fetcher fetcher;

  public ShelfProvider(SharedHttp http, UpstreamConfig config) {
    fetcher = new Fetcher(http, PROFILE, config);
  }

  @Override
  public SourceStatus status() {
    return fetcher.status("metadata", null);
  }

  @Override
  public boolean isId(String text) {
    return text.matches("[1-9][0-9]{0,8}");
  }

  @Override
  public Answer<MediaPage> popular(ProviderPage request, Call call) {
    return films(fetcher.address(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> latest(ProviderPage request, Call call) {
    return films(fetcher.address(), request.page(), call);
  }

  @Override
  public Answer<MediaPage> search(ProviderSearch request, Call call) {
    return films(fetcher.address().addQueryParameter("q", request.q()), request.page(), call);
  }

  @Override
  public Answer<Media> detail(ProviderItem request, Call call) {
    HttpUrl url = fetcher.address().addPathSegment("films").addPathSegment(request.id()).build();
    return fetcher.fetchById(get(url), call, ShelfProvider::film);
  }

  private Answer<MediaPage> films(HttpUrl.Builder address, int page, Call call) {
    HttpUrl url =
        address.addPathSegment("films").addQueryParameter("page", Integer.toString(page)).build();
    return fetcher.fetch(get(url), call, json -> page(json, page));
  }

  private static Request get(HttpUrl url) {
    return new Request.Builder().url(url).build();
  }

  private static MediaPage page(Json json, int page) {
    List<Media> films = json.list("films").stream().map(ShelfProvider::film).toList();
    return new MediaPage(films, page, PER_PAGE, json.isTrue("more"));
  }

  private static Media film(Json json) {
    Integer number = json.positive("number");
    String title = json.text("title");
    if (number == null || title == null) {
      throw new IllegalArgumentException("a film needs a number and a title");
    }
    return Media.builder(ID + ":" + number, ID, number.toString(), MediaKind.MOVIE, Title.of(title))
        .build();
  }
}

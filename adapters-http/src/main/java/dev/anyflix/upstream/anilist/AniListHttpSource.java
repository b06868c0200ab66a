package dev.anyflix.upstream.anilist;

import dev.anyflix.domain.media.AniListGenres;
import dev.anyflix.domain.media.AniListSchedule;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSeason;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaPage;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.SchedulePage;
import dev.anyflix.domain.media.SourceStatus;
import dev.anyflix.upstream.Fetcher;
import dev.anyflix.upstream.Json;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamProfile;
import java.time.Duration;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** AniList, asked over its GraphQL API. Thread safe. */
public final class AniListHttpSource implements AniListSource {

  private static final UpstreamProfile PROFILE =
      new UpstreamProfile(
          "anilist",
          "AniList",
          null,
          Map.of("Referer", "https://anilist.co/"),
          Duration.ofMinutes(1),
          AniListJson::status);

  private final Fetcher fetcher;

  public AniListHttpSource(SharedHttp http, UpstreamConfig config) {
    fetcher = new Fetcher(http, PROFILE, config);
  }

  @Override
  public Answer<Media> media(MediaById request, Call call) {
    return fetcher.fetchById(
        post(AniListQuery.media(request)), call, json -> AniListJson.media(json, request.id()));
  }

  @Override
  public Answer<Media> mediaByMal(MediaById request, Call call) {
    return fetcher.fetchById(
        post(AniListQuery.mediaByMal(request)),
        call,
        json -> AniListJson.mediaByMal(json, request.id()));
  }

  @Override
  public Answer<Map<Integer, Media>> mediaBatch(MediaBatch request, Call call) {
    return fetcher.fetch(
        post(AniListQuery.batch(request)),
        call.withoutValidator(),
        json -> AniListJson.batch(json, request.ids()));
  }

  @Override
  public Answer<MediaPage> search(AniListSearch request, Call call) {
    return page(AniListQuery.search(request), request.page(), request.perPage(), call);
  }

  @Override
  public Answer<MediaPage> searchAnime(AnimeSearch request, Call call) {
    return page(AniListQuery.searchAnime(request), request.page(), request.perPage(), call);
  }

  @Override
  public Answer<MediaPage> trending(PageRequest request, Call call) {
    return page(AniListQuery.trending(request), request.page(), request.perPage(), call);
  }

  @Override
  public Answer<MediaPage> popular(PageRequest request, Call call) {
    return page(AniListQuery.popular(request), request.page(), request.perPage(), call);
  }

  @Override
  public Answer<MediaPage> season(AniListSeason request, Call call) {
    return page(AniListQuery.season(request), request.page(), request.perPage(), call);
  }

  @Override
  public Answer<SchedulePage> schedule(AniListSchedule request, Call call) {
    return fetcher.fetch(
        post(AniListQuery.schedule(request)),
        call,
        json -> AniListLists.schedule(json, request.page(), request.perPage()));
  }

  @Override
  public Answer<AniListGenres> genres(Call call) {
    return fetcher.fetch(post(AniListQuery.genres()), call, AniListLists::genres);
  }

  @Override
  public SourceStatus status() {
    return fetcher.status("metadata", null);
  }

  private Answer<MediaPage> page(AniListQuery query, int page, int perPage, Call call) {
    return fetcher.fetch(post(query), call, json -> AniListLists.page(json, page, perPage));
  }

  private Request post(AniListQuery query) {
    byte[] body = Json.write(Map.of("query", query.text(), "variables", query.variables()));
    return new Request.Builder()
        .url(fetcher.address().build())
        .post(RequestBody.create(body, MediaType.get("application/json")))
        .build();
  }
}

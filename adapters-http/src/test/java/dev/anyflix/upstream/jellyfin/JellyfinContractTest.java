package dev.anyflix.upstream.jellyfin;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.ContentProvider;
import dev.anyflix.domain.media.ExternalIdsContract;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.ProviderEpisodesContract;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.testing.FakeUpstream.Response;
import dev.anyflix.upstream.HttpAdapterContract;

class JellyfinContractTest extends HttpAdapterContract
    implements ProviderEpisodesContract, ExternalIdsContract {

  private static final String ID = "0123456789abcdef0123456789abcdef";

  private final JellyfinHttpProvider source = TestJellyfin.provider(http, config);

  @Override
  protected MediaSource source() {
    return source;
  }

  @Override
  public ContentProvider provider() {
    return source;
  }

  private static final String SERIES = "0123456789abcdef0123456789abcdef";

  @Override
  public String upstreamHasEpisodes() {
    upstream.answerWith(
        200,
        """
        {"Items": [
           {"Id": "%1$s", "SeriesId": "%1$s", "Name": "", "IndexNumber": 0,
            "ParentIndexNumber": 0, "PremiereDate": null},
           {"Id": "%1$s", "SeriesId": "%1$s", "Name": "To come",
            "PremiereDate": "2999-12-31T00:00:00.0000000Z"}],
         "TotalRecordCount": 52}
        """
            .formatted(SERIES));
    return SERIES;
  }

  /** Jellyfin returns the episodes of all series then. */
  @Override
  public void upstreamHasNoSuchSeries() {
    String other = SERIES.replace('0', 'f');
    upstream.answerWith(
        200, "{\"Items\": [{\"Id\": \"%1$s\", \"SeriesId\": \"%1$s\"}]}".formatted(other));
  }

  @Override
  protected Answer<Media> askForOne(Call call) {
    return source.detail(new ProviderItem(ID), call);
  }

  @Override
  protected Response response(Behaviour behaviour) {
    return switch (behaviour) {
      case SPARSE ->
          Response.json(
              200,
              """
              {"Items": [
                {"Id": "%s", "Type": "Movie", "Name": "Quiet", "Overview": "", "Genres": [],
                 "PremiereDate": null, "RunTimeTicks": 0, "CommunityRating": null, "ImageTags": {},
                 "BackdropImageTags": [], "ProviderIds": {}, "People": [], "MediaSources": []}],
               "TotalRecordCount": 1, "StartIndex": 0}
              """
                  .formatted(ID));
      case NOT_FOUND ->
          Response.json(200, "{\"Items\": [], \"TotalRecordCount\": 0, \"StartIndex\": 0}");
      case TOO_MANY_REQUESTS -> Response.json(429, "{\"status\": 429}");
      case SERVER_ERROR -> Response.json(500, "{\"status\": 500}");
      case BAD_REQUEST -> Response.json(403, "");
      case SILENT, NOT_JSON -> throw new IllegalArgumentException(behaviour.name());
    };
  }
}

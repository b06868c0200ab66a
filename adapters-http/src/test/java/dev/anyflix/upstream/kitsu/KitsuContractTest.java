package dev.anyflix.upstream.kitsu;

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

class KitsuContractTest extends HttpAdapterContract
    implements ProviderEpisodesContract, ExternalIdsContract {

  private final KitsuHttpProvider source = new KitsuHttpProvider(http, config);

  @Override
  protected MediaSource source() {
    return source;
  }

  @Override
  public ContentProvider provider() {
    return source;
  }

  @Override
  public String upstreamHasEpisodes() {
    upstream.answerWith(
        200,
        """
        {"data": [
           {"id": "70", "type": "episodes", "attributes": {"canonicalTitle": "", "titles": {},
             "number": 0, "relativeNumber": null, "seasonNumber": 0, "airDate": null}},
           {"id": "71", "type": "episodes", "attributes": {"canonicalTitle": "To come",
             "number": null, "seasonNumber": null, "airDate": "2999-12-31"}}],
         "links": {}, "meta": {"count": 22}}
        """);
    return "7";
  }

  @Override
  public void upstreamKnowsExternalId() {
    upstream.answerWith(
        200,
        """
        {"data": [
           {"id": "1", "type": "mappings", "attributes": {"externalId": "21"},
             "relationships": {"item": {"data": {"type": "manga", "id": "7"}}}},
           {"id": "2", "type": "mappings", "attributes": {"externalId": "21"},
             "relationships": {"item": {"data": {"type": "anime", "id": "7"}}}}],
         "included": [
           {"id": "7", "type": "manga", "attributes": {"canonicalTitle": "Printed"}},
           {"id": "7", "type": "anime", "attributes": {"canonicalTitle": "Quiet"}}]}
        """);
  }

  @Override
  public void upstreamKnowsNoExternalId() {
    upstream.answerWith(200, "{\"data\": [], \"meta\": {\"count\": 0}}");
  }

  @Override
  public void upstreamHasNoSuchSeries() {
    upstream.answerWith(404, error("404"));
  }

  @Override
  protected Answer<Media> askForOne(Call call) {
    return source.detail(new ProviderItem("7"), call);
  }

  @Override
  protected Response response(Behaviour behaviour) {
    return switch (behaviour) {
      case SPARSE ->
          Response.json(
              200,
              """
              {"data": {"id": "7", "type": "anime", "attributes": {
                "canonicalTitle": "Quiet", "titles": {"en": "", "en_jp": null}, "startDate": null,
                "averageRating": null, "posterImage": null, "episodeCount": null,
                "episodeLength": 0, "description": "", "youtubeVideoId": "", "status": null}}}
              """);
      case NOT_FOUND -> Response.json(404, error("404"));
      case TOO_MANY_REQUESTS -> Response.json(429, error("429"));
      case SERVER_ERROR -> Response.json(500, error("500"));
      case BAD_REQUEST -> Response.json(400, error("400"));
      case SILENT, NOT_JSON -> throw new IllegalArgumentException(behaviour.name());
    };
  }

  private static String error(String status) {
    return "{\"errors\": [{\"title\": \"x\", \"status\": \"%s\"}]}".formatted(status);
  }
}

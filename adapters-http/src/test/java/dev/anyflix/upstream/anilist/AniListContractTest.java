package dev.anyflix.upstream.anilist;

import dev.anyflix.domain.media.AniListBatchContract;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.testing.FakeUpstream.Response;
import dev.anyflix.upstream.HttpAdapterContract;
import java.util.List;

class AniListContractTest extends HttpAdapterContract implements AniListBatchContract {

  private final AniListHttpSource source = new AniListHttpSource(http, config);

  @Override
  public AniListSource source() {
    return source;
  }

  @Override
  protected Answer<Media> askForOne(Call call) {
    return source.media(new MediaById(7), call);
  }

  @Override
  public void upstreamHas(List<Integer> ids) {
    upstream.answerWith(200, "{\"data\": {\"Page\": {\"media\": " + media(ids) + "}}}");
  }

  @Override
  public void upstreamFailsInPart(List<Integer> ids) {
    upstream.answerWith(
        200,
        "{\"errors\": [{\"message\": \"Internal error\", \"status\": 500}], \"data\": "
            + ("{\"Page\": {\"media\": " + media(ids) + "}}}"));
  }

  @Override
  public void upstreamRefusesBatch() {
    upstream(Behaviour.BAD_REQUEST);
  }

  private static String media(List<Integer> ids) {
    return ids.stream().map("{\"id\": %d}"::formatted).toList().toString();
  }

  @Override
  protected Response response(Behaviour behaviour) {
    return switch (behaviour) {
      case SPARSE ->
          Response.json(
              200,
              """
              {"data": {"Media": {"id": 7, "idMal": null, "type": "ANIME", "episodes": null,
               "title": {"romaji": "Nana"}, "description": "", "startDate": {"year": null},
               "studios": {"edges": []}, "externalLinks": null, "synonyms": [null]}}}
              """);
      case NOT_FOUND ->
          Response.json(
              404,
              """
              {"errors": [{"message": "none", "status": 404}], "data": {"Media": null}}
              """);
      case TOO_MANY_REQUESTS ->
          Response.json(429, "{\"data\": null, \"errors\": [{\"status\": 429}]}");
      case SERVER_ERROR -> Response.json(500, "{\"errors\": [{\"status\": 500}]}");
      case BAD_REQUEST -> Response.json(400, "{\"errors\": [{\"status\": 400}], \"data\": null}");
      case SILENT, NOT_JSON -> throw new IllegalArgumentException(behaviour.name());
    };
  }
}

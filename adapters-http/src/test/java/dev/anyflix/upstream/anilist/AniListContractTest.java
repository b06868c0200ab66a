package dev.anyflix.upstream.anilist;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.MediaSourceContract;
import dev.anyflix.upstream.StandIn;
import org.junit.jupiter.api.AfterEach;

class AniListContractTest extends MediaSourceContract {

  private final StandIn upstream = StandIn.open();
  private final AniListHttpSource source =
      new AniListHttpSource(upstream.http(), upstream.config());

  @AfterEach
  void close() {
    upstream.close();
  }

  @Override
  protected MediaSource source() {
    return source;
  }

  @Override
  protected Answer<Media> askForOne(Call call) {
    return source.media(new MediaById(7), call);
  }

  @Override
  protected int requestsReceived() {
    return upstream.requests().size();
  }

  @Override
  protected void upstream(Behaviour behaviour) {
    switch (behaviour) {
      case KNOWS_LITTLE ->
          upstream.answers(
              200,
              """
              {"data": {"Media": {"id": 7, "idMal": null, "type": "ANIME", "episodes": null,
               "title": {"romaji": "Nana"}, "description": "", "startDate": {"year": null},
               "studios": {"edges": []}, "externalLinks": null, "synonyms": [null]}}}
              """);
      case KNOWS_NOTHING ->
          upstream.answers(
              404,
              """
              {"errors": [{"message": "none", "status": 404}], "data": {"Media": null}}
              """);
      case LIMITS ->
          upstream.answers(
              StandIn.json(429, "{\"data\": null, \"errors\": [{\"status\": 429}]}")
                  .addHeader("Retry-After", RETRY_AFTER.toSeconds())
                  .build());
      case IS_SILENT -> upstream.isSilent();
      case FAILS -> upstream.answers(500, "{\"errors\": [{\"status\": 500}]}");
      case BABBLES -> upstream.answers(200, "<html>hello</html>");
      case REFUSES -> upstream.answers(400, "{\"errors\": [{\"status\": 400}], \"data\": null}");
    }
  }
}

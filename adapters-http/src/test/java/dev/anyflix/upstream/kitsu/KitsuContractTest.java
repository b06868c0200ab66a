package dev.anyflix.upstream.kitsu;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.MediaSourceContract;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.upstream.StandIn;
import org.junit.jupiter.api.AfterEach;

class KitsuContractTest extends MediaSourceContract {

  private final StandIn upstream = StandIn.open();
  private final KitsuHttpProvider source =
      new KitsuHttpProvider(upstream.http(), upstream.config());

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
    return source.detail(new ProviderItem("7"), call);
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
              {"data": {"id": "7", "type": "anime", "attributes": {
                "canonicalTitle": "Quiet", "titles": {"en": "", "en_jp": null}, "startDate": null,
                "averageRating": null, "posterImage": null, "episodeCount": null,
                "episodeLength": 0, "description": "", "youtubeVideoId": "", "status": null}}}
              """);
      case KNOWS_NOTHING -> upstream.answers(404, error("404"));
      case LIMITS ->
          upstream.answers(
              StandIn.json(429, error("429"))
                  .addHeader("Retry-After", RETRY_AFTER.toSeconds())
                  .build());
      case IS_SILENT -> upstream.isSilent();
      case FAILS -> upstream.answers(500, error("500"));
      case BABBLES -> upstream.answers(200, "<html>hello</html>");
      case REFUSES -> upstream.answers(400, error("400"));
    }
  }

  private static String error(String status) {
    return "{\"errors\": [{\"title\": \"x\", \"status\": \"%s\"}]}".formatted(status);
  }
}

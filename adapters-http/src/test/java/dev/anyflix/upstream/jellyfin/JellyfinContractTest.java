package dev.anyflix.upstream.jellyfin;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.MediaSourceContract;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.upstream.StandIn;
import org.junit.jupiter.api.AfterEach;

class JellyfinContractTest extends MediaSourceContract {

  private static final String ID = "0123456789abcdef0123456789abcdef";

  private final StandIn upstream = StandIn.open();
  private final JellyfinHttpProvider source =
      new JellyfinHttpProvider(
          upstream.http(),
          upstream.config().url(),
          upstream.config().timeout(),
          upstream.config().budget(),
          "0123456789abcdef");

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
    return source.detail(new ProviderItem(ID), call);
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
              {"Items": [
                {"Id": "%s", "Type": "Movie", "Name": "Quiet", "Overview": "", "Genres": [],
                 "PremiereDate": null, "RunTimeTicks": 0, "CommunityRating": null, "ImageTags": {},
                 "BackdropImageTags": [], "ProviderIds": {}, "People": [], "MediaSources": []}],
               "TotalRecordCount": 1, "StartIndex": 0}
              """
                  .formatted(ID));
      case KNOWS_NOTHING ->
          upstream.answers(200, "{\"Items\": [], \"TotalRecordCount\": 0, \"StartIndex\": 0}");
      case LIMITS ->
          upstream.answers(
              StandIn.json(429, "{\"status\": 429}")
                  .addHeader("Retry-After", RETRY_AFTER.toSeconds())
                  .build());
      case IS_SILENT -> upstream.isSilent();
      case FAILS -> upstream.answers(500, "{\"status\": 500}");
      case BABBLES -> upstream.answers(200, "<html>hello</html>");
      case REFUSES -> upstream.answers(403, "");
    }
  }
}

package dev.anyflix.upstream.archive;

import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.MediaSourceContract;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.upstream.StandIn;
import org.junit.jupiter.api.AfterEach;

class ArchiveContractTest extends MediaSourceContract {

  private final StandIn upstream = StandIn.open();
  private final ArchiveHttpProvider source =
      new ArchiveHttpProvider(upstream.http(), upstream.config());

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
    return source.detail(new ProviderItem("quiet_film"), call);
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
              {"files": [{"name": "quiet_film_meta.xml", "format": "Metadata"}], "reviews": [],
               "metadata": {"identifier": "quiet_film", "mediatype": "movies", "title": "Quiet",
                            "description": "", "date": "", "runtime": "", "subject": []}}
              """);
      case KNOWS_NOTHING -> upstream.answers(200, "{}");
      case LIMITS ->
          upstream.answers(
              StandIn.json(429, "{\"error\": \"slow down\"}")
                  .addHeader("Retry-After", RETRY_AFTER.toSeconds())
                  .build());
      case IS_SILENT -> upstream.isSilent();
      case FAILS -> upstream.answers(500, "{\"error\": \"out of order\"}");
      case BABBLES -> upstream.answers(200, "<html>hello</html>");
      case REFUSES -> upstream.answers(400, "{\"error\": \"no such field\"}");
    }
  }
}

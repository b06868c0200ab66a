package dev.anyflix.upstream.archive;

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

class ArchiveContractTest extends HttpAdapterContract
    implements ProviderEpisodesContract, ExternalIdsContract {

  private final ArchiveHttpProvider source = new ArchiveHttpProvider(http, config);

  @Override
  protected MediaSource source() {
    return source;
  }

  @Override
  public ContentProvider provider() {
    return source;
  }

  @Override
  protected Answer<Media> askForOne(Call call) {
    return source.detail(new ProviderItem("quiet_film"), call);
  }

  @Override
  protected Response response(Behaviour behaviour) {
    return switch (behaviour) {
      case SPARSE ->
          Response.json(
              200,
              """
              {"files": [{"name": "quiet_film_meta.xml", "format": "Metadata"}], "reviews": [],
               "metadata": {"identifier": "quiet_film", "mediatype": "movies", "title": "Quiet",
                            "description": "", "date": "", "runtime": "", "subject": []}}
              """);
      case NOT_FOUND -> Response.json(200, "{}");
      case TOO_MANY_REQUESTS -> Response.json(429, "{\"error\": \"slow down\"}");
      case SERVER_ERROR -> Response.json(500, "{\"error\": \"out of order\"}");
      case BAD_REQUEST -> Response.json(400, "{\"error\": \"no such field\"}");
      case SILENT, NOT_JSON -> throw new IllegalArgumentException(behaviour.name());
    };
  }
}

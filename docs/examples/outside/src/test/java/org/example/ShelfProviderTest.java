package org.example;

import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.Answer;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.HttpSourceContract;
import dev.anyflix.domain.media.Media;
import dev.anyflix.domain.media.MediaSource;
import dev.anyflix.domain.media.ProviderItem;
import dev.anyflix.domain.testing.FakeUpstream.Response;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamListener;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

final class ShelfProviderTest extends HttpSourceContract {

  private final Clock clock = Clock.systemUTC();
  private final SharedHttp http = new SharedHttp("1", clock, UpstreamListener.NONE);
  private final ShelfProvider provider =
      new ShelfProvider(
          http,
          new UpstreamConfig(
              upstream.url(), Duration.ofSeconds(8), new TokenBucket(ShelfProvider.QUOTA, clock)));

  @AfterEach
  void close() {
    http.close();
  }

  @Override
  protected MediaSource source() {
    return provider;
  }

  @Override
  protected Answer<Media> askForOne(Call call) {
    return provider.detail(new ProviderItem("7"), call);
  }

  @Override
  protected Response response(Behaviour behaviour) {
    return switch (behaviour) {
      case SPARSE -> Response.json(200, "{\"number\": 7, \"title\": \"Metropolis\"}");
      case NOT_FOUND -> Response.json(404, "{\"error\": \"none\"}");
      case TOO_MANY_REQUESTS -> Response.json(429, "{\"error\": \"slow down\"}");
      case SERVER_ERROR -> Response.json(500, "{\"error\": \"out of order\"}");
      case BAD_REQUEST -> Response.json(400, "{\"error\": \"no number\"}");
      case SILENT, NOT_JSON -> throw new IllegalArgumentException(behaviour.name());
    };
  }
}

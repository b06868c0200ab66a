package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anyflix.domain.media.MediaSourceException;
import dev.anyflix.domain.media.MediaSourceException.Kind;
import java.time.Duration;
import java.util.Map;
import okhttp3.Request;
import org.junit.jupiter.api.AutoClose;

/** A fetcher whose calls to a mock upstream are expected to fail. */
abstract class HostileUpstream {

  static final UpstreamProfile PROFILE =
      new UpstreamProfile("test", "Testhub", null, Map.of(), null, (http, body) -> http);

  @AutoClose final MockUpstream upstream = MockUpstream.open();
  Fetcher fetcher = new Fetcher(upstream.http(), PROFILE, upstream.config());

  final MediaSourceException failure(Duration within) {
    Request request = new Request.Builder().url(fetcher.address().build()).build();
    return catchThrowableOfType(
        MediaSourceException.class,
        () -> fetcher.fetch(request, MockUpstream.callWithin(within), json -> "fine"));
  }

  final Kind kind() {
    return failure(Duration.ofSeconds(20)).kind();
  }
}

package dev.anyflix.upstream;

import dev.anyflix.domain.media.MediaSourceContract;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The frame of the contract tests of all HTTP sources: an upstream on loopback. */
public abstract class HttpSourceContract extends MediaSourceContract {

  @RegisterExtension protected final MockUpstream upstream = MockUpstream.open();

  /**
   * The answer of the upstream to a request for one medium, in its own format.
   *
   * @param behaviour one that has a JSON body
   */
  protected abstract MockResponse.Builder response(Behaviour behaviour);

  @Override
  public final int requestsReceived() {
    return upstream.requests().size();
  }

  @Override
  protected final void upstream(Behaviour behaviour) {
    switch (behaviour) {
      case SILENT -> upstream.isSilent();
      case NOT_JSON -> upstream.answers(200, "<html>hello</html>");
      case TOO_MANY_REQUESTS ->
          upstream.answers(
              response(behaviour).addHeader("Retry-After", RETRY_AFTER.toSeconds()).build());
      default -> upstream.answers(response(behaviour).build());
    }
  }
}

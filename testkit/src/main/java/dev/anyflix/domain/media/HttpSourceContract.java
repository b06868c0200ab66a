package dev.anyflix.domain.media;

import dev.anyflix.domain.testing.FakeUpstream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of a {@link MediaSource} that calls its upstream over HTTP. */
public abstract class HttpSourceContract extends MediaSourceContract {

  /** The upstream of the source under test. */
  @RegisterExtension protected final FakeUpstream upstream = new FakeUpstream();

  /**
   * The answer of the upstream to a request for one medium, in its own format.
   *
   * @param behaviour one that has a JSON body
   */
  protected abstract FakeUpstream.Response response(Behaviour behaviour);

  @Override
  public final int requestsReceived() {
    return upstream.requests().size();
  }

  @Override
  protected final void upstream(Behaviour behaviour) {
    switch (behaviour) {
      case SILENT -> upstream.stopAnswering();
      case NOT_JSON -> upstream.answerWith(200, "<html>hello</html>");
      case TOO_MANY_REQUESTS -> {
        String seconds = Long.toString(RETRY_AFTER.toSeconds());
        upstream.answerWith(response(behaviour).with("Retry-After", seconds));
      }
      default -> upstream.answerWith(response(behaviour));
    }
  }
}

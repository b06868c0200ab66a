package dev.anyflix.upstream;

import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.HttpSourceContract;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The frame of the contract tests of all adapters: a client of the upstream. */
public abstract class HttpAdapterContract extends HttpSourceContract {

  protected final SharedHttp http =
      new SharedHttp("1.2.3", Clock.systemUTC(), UpstreamListener.NONE);

  protected final UpstreamConfig config =
      new UpstreamConfig(
          upstream.url(),
          MockUpstream.TIMEOUT,
          new TokenBucket(600, Duration.ofMinutes(1), Clock.systemUTC()));

  @AfterEach
  final void closeClient() {
    http.close();
  }
}

package dev.anyflix.web;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the open connections of the server. While the limit is reached, new connections wait and
 * idle ones are closed early. Thread safe.
 */
final class TotalConnectionLimit extends NetworkConnectionLimit {

  private static final Logger log = LoggerFactory.getLogger(TotalConnectionLimit.class);
  private static final Duration IDLE_WHILE_LIMITED = Duration.ofSeconds(10);

  private final LogThrottle logThrottle = new LogThrottle(Ticker.systemTicker());

  TotalConnectionLimit(int max, Server server) {
    super(max, server);
    setEndPointIdleTimeout(IDLE_WHILE_LIMITED.toMillis());
  }

  @Override
  protected void limit() {
    if (logThrottle.tryAcquire()) {
      log.warn(
          "{} connections are open, the limit; new ones wait until others end. Idle connections are"
              + " closed after {} s.",
          getMaxNetworkConnectionCount(),
          IDLE_WHILE_LIMITED.toSeconds());
    }
    super.limit();
  }
}

package dev.anyflix.domain.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes Awaitility look every ten milliseconds, because its default of 100 ms is most of the time
 * of many tests. It takes effect where it is registered as a service and {@code
 * junit.jupiter.extensions.autodetection.enabled} is set.
 */
public final class FastPolling implements BeforeAllCallback {

  private static final Duration INTERVAL = Duration.ofMillis(10);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultPollInterval(INTERVAL);
  }
}

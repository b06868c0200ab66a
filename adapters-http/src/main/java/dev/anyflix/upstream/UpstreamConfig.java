package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import java.net.URI;
import java.time.Duration;

/**
 * The settings of one upstream. A URL that the HTTP client does not accept fails the calls, because
 * the client's classes, which a start need not wait for, are loaded with the first one.
 *
 * @param url its base URL, {@code http} or {@code https}, without a query
 * @param timeout of one call as a whole, more than zero
 * @param budget how many requests it allows
 */
public record UpstreamConfig(URI url, Duration timeout, Budget budget) {

  public UpstreamConfig {
    String scheme = url.getScheme();
    boolean isWeb = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!isWeb || url.getRawAuthority() == null) {
      throw new IllegalArgumentException("url must be an http or https URL with a host");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must be more than zero");
    }
  }
}

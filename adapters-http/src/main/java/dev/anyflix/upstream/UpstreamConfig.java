package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;

/**
 * The settings of one upstream.
 *
 * @param url its base URL, {@code http} or {@code https}, without a query
 * @param timeout of one call as a whole, more than zero
 * @param budget how many requests it allows
 */
public record UpstreamConfig(URI url, Duration timeout, Budget budget) {

  public UpstreamConfig {
    if (HttpUrl.parse(url.toString()) == null) {
      throw new IllegalArgumentException("url must be an http or https URL with a host");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must be more than zero");
    }
  }
}

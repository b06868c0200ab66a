package dev.anyflix.upstream;

import dev.anyflix.domain.budget.Budget;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;

/**
 * What the settings say about one upstream.
 *
 * @param url its address, {@code http} or {@code https}, without a query
 * @param timeout how long one request may take as a whole, more than zero
 * @param budget how many calls it allows
 */
public record UpstreamConfig(URI url, Duration timeout, Budget budget) {

  public UpstreamConfig {
    if (HttpUrl.parse(url.toString()) == null) {
      throw new IllegalArgumentException("an upstream needs an http or https address with a host");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("an upstream needs a positive timeout");
    }
  }
}

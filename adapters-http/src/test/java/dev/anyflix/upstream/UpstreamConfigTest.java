package dev.anyflix.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anyflix.domain.budget.TokenBucket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamConfigTest {

  private static UpstreamConfig config(String url, Duration timeout) {
    return new UpstreamConfig(
        URI.create(url), timeout, TokenBucket.perMinute(1, Clock.systemUTC()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a.example", "HTTPS://my_host-1:8443/base", "http://[::1]:80"})
  void webAddressIsAccepted(String url) {
    assertThat(config(url, Duration.ofSeconds(1)).url()).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a.example", "a.example", "/base", "http:/base", "http:a.example"})
  void otherAddressIsRejected(String url) {
    assertThatThrownBy(() -> config(url, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("url must be an http or https URL with a host");
  }

  @Test
  void timeoutMustBeMoreThanZero() {
    assertThatThrownBy(() -> config("http://a.example", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config("http://a.example", Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

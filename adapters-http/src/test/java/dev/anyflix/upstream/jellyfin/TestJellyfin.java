package dev.anyflix.upstream.jellyfin;

import dev.anyflix.upstream.MockUpstream;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;

/** Creates the provider of a mock Jellyfin server. */
final class TestJellyfin {

  private TestJellyfin() {}

  static JellyfinHttpProvider provider(MockUpstream upstream) {
    return provider(upstream.http(), upstream.config());
  }

  static JellyfinHttpProvider provider(SharedHttp http, UpstreamConfig config) {
    return new JellyfinHttpProvider(
        http, config.url(), config.timeout(), config.budget(), "0123456789abcdef");
  }
}

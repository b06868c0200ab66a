package dev.anyflix.upstream.jellyfin;

import dev.anyflix.upstream.MockUpstream;

/** Creates the provider of a mock Jellyfin server. */
final class TestJellyfin {

  private TestJellyfin() {}

  static JellyfinHttpProvider provider(MockUpstream upstream) {
    return new JellyfinHttpProvider(
        upstream.http(),
        upstream.config().url(),
        upstream.config().timeout(),
        upstream.config().budget(),
        "0123456789abcdef");
  }
}

package dev.anyflix.upstream.jellyfin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** What a Jellyfin server lets a caller in by. Goes into a header alone and never shows itself. */
final class JellyfinKey {

  private final String value;

  private JellyfinKey(String value) {
    this.value = value;
  }

  /** Null when there is none. */
  static @Nullable JellyfinKey of(@Nullable String value) {
    return value == null || value.isBlank() ? null : new JellyfinKey(value.strip());
  }

  Request request(HttpUrl address) {
    String token = URLEncoder.encode(value, StandardCharsets.UTF_8);
    return new Request.Builder()
        .url(address)
        .header("Authorization", "MediaBrowser Token=\"" + token + "\"")
        .build();
  }

  @Override
  public String toString() {
    return "JellyfinKey[hidden]";
  }
}

package dev.anyflix.upstream.tmdb;

import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * What TMDB lets a caller in by: a short key in the query (version 3) or a long token in a header
 * (version 4), told apart by their form. Never shows itself.
 */
final class TmdbKey {

  private static final int LONGEST_KEY = 64;

  private final String value;

  private TmdbKey(String value) {
    this.value = value;
  }

  /** Null when there is none. */
  static @Nullable TmdbKey of(@Nullable String value) {
    return value == null || value.isBlank() ? null : new TmdbKey(value.strip());
  }

  /** A request for the address with the key in its place. */
  Request request(HttpUrl.Builder address) {
    if (isToken()) {
      return new Request.Builder()
          .url(address.build())
          .header("Authorization", "Bearer " + value)
          .build();
    }
    return new Request.Builder().url(address.addQueryParameter("api_key", value).build()).build();
  }

  /** The version of the API that it is made for. */
  int version() {
    return isToken() ? 4 : 3;
  }

  /** A token is a JWT, in three parts with dots between. */
  private boolean isToken() {
    return value.indexOf('.') >= 0 || value.length() > LONGEST_KEY;
  }

  @Override
  public String toString() {
    return "TmdbKey[hidden]";
  }
}

package dev.anyflix.web;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/** The owners of data, named as they ask for. */
@SuppressWarnings("ImmutableEnumChecker") // The fields are made immutable when they are set.
enum Attribution {
  ANILIST("Data provided by AniList", "<https://anilist.co>; rel=\"author\"; title=\"AniList\""),
  TMDB(
      "This product uses the TMDB API but is not endorsed or certified by TMDB.",
      "<https://www.themoviedb.org>; rel=\"author\"; title=\"TMDB\""),
  NONE(null, null);

  private final HttpFields headers;

  Attribution(@Nullable String text, @Nullable String link) {
    HttpFields.Mutable all = HttpFields.build();
    if (text != null) {
      all.add(new PreEncodedHttpField("X-Attribution", text));
    }
    if (link != null) {
      all.add(new PreEncodedHttpField(HttpHeader.LINK, link));
    }
    headers = all.asImmutable();
  }

  /** The owner of the data behind a path. */
  static Attribution of(@Nullable String path) {
    if (path == null) {
      return NONE;
    }
    if (path.startsWith("/api/anilist/")) {
      return ANILIST;
    }
    return path.startsWith("/api/tmdb/") ? TMDB : NONE;
  }

  /** The headers that name the owner; empty where there is none. */
  HttpFields headers() {
    return headers;
  }
}

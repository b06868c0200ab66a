package dev.anyflix.web;

import org.jspecify.annotations.Nullable;

/** Whom an answer's data are owed to, as the owners ask to be named. */
enum Attribution {
  ANILIST("Data provided by AniList", "<https://anilist.co>; rel=\"author\"; title=\"AniList\""),
  TMDB(
      "This product uses the TMDB API but is not endorsed or certified by TMDB.",
      "<https://www.themoviedb.org>; rel=\"author\"; title=\"TMDB\""),
  NONE(null, null);

  private final @Nullable String text;
  private final @Nullable String link;

  Attribution(@Nullable String text, @Nullable String link) {
    this.text = text;
    this.link = link;
  }

  /** The value of the X-Attribution header, or null when nobody is owed. */
  @Nullable String text() {
    return text;
  }

  /** The value of the Link header, or null when nobody is owed. */
  @Nullable String link() {
    return link;
  }
}

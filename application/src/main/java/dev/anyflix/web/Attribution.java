package dev.anyflix.web;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/** The attribution that the owner of the data behind a route requires. */
@SuppressWarnings("ImmutableEnumChecker") // The fields are immutable.
enum Attribution {
  ANILIST(
      "/api/anilist/",
      "Data provided by AniList",
      "<https://anilist.co>; rel=\"author\"; title=\"AniList\""),
  TMDB(
      "/api/tmdb/",
      "This product uses the TMDB API but is not endorsed or certified by TMDB. "
          + "Watch options are provided by JustWatch.",
      "<https://www.themoviedb.org>; rel=\"author\"; title=\"TMDB\", "
          + "<https://www.justwatch.com>; rel=\"author\"; title=\"JustWatch\""),
  BOTH("", null, null),
  NONE("", null, null);

  private static final String IDS = "/api/ids/";
  private static final String MEDIA = MediaBatchReader.PATH + "/";

  private final String path;
  private final @Nullable HttpField text;
  private final @Nullable HttpField link;

  Attribution(String path, @Nullable String text, @Nullable String link) {
    this.path = path;
    this.text = text == null ? null : new PreEncodedHttpField("X-Attribution", text);
    this.link = link == null ? null : new PreEncodedHttpField(HttpHeader.LINK, link);
  }

  /** The attribution of the answers at a decoded path. */
  static Attribution of(String path) {
    if (path.startsWith(IDS)) {
      return BOTH;
    }
    if (path.startsWith(MEDIA)) {
      return ofMedium(path.substring(MEDIA.length()));
    }
    if (path.startsWith(ANILIST.path)) {
      return ANILIST;
    }
    return path.startsWith(TMDB.path) ? TMDB : NONE;
  }

  /** The attributions of the sources of an answer. */
  static HttpFields ofSources(List<String> sources) {
    HttpFields.Mutable headers = HttpFields.build();
    sources.stream().map(Attribution::ofSource).distinct().forEach(owner -> owner.addTo(headers));
    return headers;
  }

  private static Attribution ofSource(String source) {
    return switch (source) {
      case "anilist", "mal" -> ANILIST;
      case "tmdb", "imdb", "tvdb" -> TMDB;
      default -> NONE;
    };
  }

  /** The attribution of a medium by its id in this service, whose colon may be encoded. */
  static Attribution ofMedium(String id) {
    return ofSource(id.replaceFirst("(?:[:]|%3[Aa]).*", ""));
  }

  void addTo(HttpFields.Mutable headers) {
    if (this == BOTH) {
      ANILIST.addTo(headers);
      TMDB.addTo(headers);
    } else if (text != null && link != null) {
      headers.add(text).add(link);
    }
  }
}

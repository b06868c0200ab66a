package dev.anyflix.web;

import dev.anyflix.core.CachedResponse;
import dev.anyflix.domain.media.TitleId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/**
 * The attribution that the owner of data wants. An answer has that of its path, or of the sources
 * that it came from where the path does not tell.
 */
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
  KITSU(
      "/api/providers/kitsu/",
      "Data provided by Kitsu",
      "<https://kitsu.app>; rel=\"author\"; title=\"Kitsu\"");

  private static final String HEADER = "X-Attribution";
  private static final List<Attribution> NONE = List.of();
  private static final List<Attribution> ALL = List.of(values());
  private static final String IDS = "/api/ids/";

  private static final String MEDIA = MediaBatchReader.PATH + "/";

  private final String path;
  private final HttpField text;
  private final HttpField link;
  private final List<Attribution> alone = List.of(this);

  Attribution(String path, String text, String link) {
    this.path = path;
    this.text = new PreEncodedHttpField(HEADER, text);
    this.link = new PreEncodedHttpField(HttpHeader.LINK, link);
  }

  /** The attributions of the answers at a decoded path. */
  static List<Attribution> ofPath(String path) {
    for (int i = 0; i < ALL.size(); i++) {
      if (path.startsWith(ALL.get(i).path)) {
        return ALL.get(i).alone;
      }
    }
    if (path.startsWith(MEDIA)) {
      return of(path.substring(MEDIA.length()));
    }
    return path.startsWith(IDS) ? ALL : NONE;
  }

  /** The attribution of a source by its id, or by that of a medium, whose colon may be encoded. */
  private static List<Attribution> of(String id) {
    Attribution owner =
        switch (id.replaceFirst("(?:[:]|%3[Aa]).*", "")) {
          case TitleId.ANILIST, TitleId.MAL -> ANILIST;
          case TitleId.TMDB, TitleId.IMDB, TitleId.TVDB -> TMDB;
          case TitleId.KITSU -> KITSU;
          default -> null;
        };
    return owner == null ? NONE : owner.alone;
  }

  /** Collects the attributions of an answer that is composed of others. */
  static final class Sources {

    private final Set<Attribution> owners = EnumSet.noneOf(Attribution.class);

    /**
     * Adds a part of the answer.
     *
     * @param source the id of the source that was asked, or the id of a medium of it
     * @param response what was answered, in its place where it is a fallback; null for a failure
     */
    Sources add(String source, @Nullable CachedResponse response) {
      if (response != null && response.isFallback()) {
        owners.add(KITSU);
      } else {
        owners.addAll(of(source));
      }
      return this;
    }

    /** The answer with these attributions and no others. */
    PreparedResponse addTo(PreparedResponse response) {
      HttpFields.Mutable headers = HttpFields.build(response.headers());
      replaceIn(headers, owners);
      return new PreparedResponse(response.status(), headers, response.body());
    }
  }

  /** Removes the attributions of an answer, and adds others. */
  static void replaceIn(HttpFields.Mutable headers, Collection<Attribution> owners) {
    headers.remove(HEADER);
    headers.remove(HttpHeader.LINK);
    owners.forEach(owner -> owner.addTo(headers));
  }

  /** Removes the attributions that the path has told where an answer has its own. */
  static void preferThoseOf(HttpFields answer, HttpFields.Mutable headers) {
    if (answer.contains(HEADER)) {
      replaceIn(headers, NONE);
    }
  }

  void addTo(HttpFields.Mutable headers) {
    headers.add(text).add(link);
  }
}

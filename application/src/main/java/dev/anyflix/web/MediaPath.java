package dev.anyflix.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The path of the route that serves what an id of this service stands for. */
final class MediaPath {

  private static final Pattern TMDB =
      Pattern.compile(
          "tmdb:(?:(movie|tv|collection):([0-9]{1,10})|tv:([0-9]{1,10}):season:([0-9]{1,10}))");
  private static final Pattern PROVIDER = Pattern.compile("([a-z0-9_-]+):(.+)", Pattern.DOTALL);

  /** Kitsu's manga are named by relations, but no route serves them. */
  private static final String KITSU_MANGA = "kitsu:manga:";

  private MediaPath() {}

  /**
   * The path of a medium, season or collection, percent-encoded.
   *
   * @param id such as {@code anilist:1}, {@code tmdb:movie:603} or {@code kitsu:1}
   * @return null when no route serves it
   */
  static @Nullable String of(String id) {
    if (id.startsWith("tmdb:")) {
      return ofTmdb(id);
    }
    Matcher named = PROVIDER.matcher(id);
    if (id.startsWith(KITSU_MANGA) || !named.matches()) {
      return null;
    }
    String source = named.group(1);
    String base = source.equals("anilist") ? "/api/anilist" : "/api/providers/" + source;
    return base + "/media/" + encode(named.group(2));
  }

  private static @Nullable String ofTmdb(String id) {
    Matcher parts = TMDB.matcher(id);
    if (!parts.matches()) {
      return null;
    }
    if (parts.group(3) != null) {
      return "/api/tmdb/tv/" + parts.group(3) + "/seasons/" + parts.group(4);
    }
    String list =
        switch (parts.group(1)) {
          case "movie" -> "movies";
          case "tv" -> "tv";
          default -> "collections";
        };
    return "/api/tmdb/" + list + "/" + parts.group(2);
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

package dev.anyflix.domain.media;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id of a title at one of the sites whose ids are linked, such as {@code mal:1} or {@code
 * tmdb:movie:603}.
 *
 * @param site {@code anilist}, {@code mal}, {@code kitsu}, {@code tmdb}, {@code imdb} or {@code
 *     tvdb}
 * @param value the site's own id; at TMDB with {@code movie:} or {@code tv:} before it
 */
public record TitleId(String site, String value) {

  public static final String ANILIST = "anilist";
  public static final String MAL = "mal";
  public static final String KITSU = "kitsu";
  public static final String TMDB = "tmdb";
  public static final String IMDB = "imdb";
  public static final String TVDB = "tvdb";

  private static final String NUMBER = "[1-9][0-9]{0,8}";
  private static final Map<String, Pattern> VALUES =
      Map.of(
          ANILIST, Pattern.compile(NUMBER),
          MAL, Pattern.compile(NUMBER),
          KITSU, Pattern.compile(NUMBER),
          TMDB, Pattern.compile("(?:movie|tv):" + NUMBER),
          IMDB, Pattern.compile("tt[0-9]{7,10}"),
          TVDB, Pattern.compile(NUMBER));

  public TitleId {
    if (!isValid(site, value)) {
      throw new InvalidRequestException(
          List.of(
              new InvalidRequestException.Problem(
                  "id",
                  "must be an id such as anilist:1, mal:1, kitsu:1, tmdb:movie:603, tmdb:tv:1396,"
                      + " imdb:tt0133093 or tvdb:81189")));
    }
  }

  /** Whether a site can have an id. */
  public static boolean isValid(String site, String value) {
    Pattern pattern = VALUES.get(site);
    return pattern != null && pattern.matcher(value).matches();
  }

  /** The id of a site; null when the site cannot have it. */
  public static @Nullable TitleId of(String site, String value) {
    return isValid(site, value) ? new TitleId(site, value) : null;
  }

  /** Reads the id of a medium; null when it is of a site whose ids are not linked. */
  public static @Nullable TitleId ofMedium(String id) {
    int colon = id.indexOf(':');
    return colon < 0 ? null : of(id.substring(0, colon), id.substring(colon + 1));
  }

  /**
   * Reads an id such as {@code imdb:tt0133093}.
   *
   * @throws InvalidRequestException if it is malformed
   */
  public static TitleId parse(String text) {
    int colon = text.indexOf(':');
    return new TitleId(text.substring(0, Math.max(0, colon)), text.substring(colon + 1));
  }

  /** The id of a film or series at TMDB. */
  public static TitleId ofTmdb(MediaKind kind, String sourceId) {
    return new TitleId(TMDB, (kind == MediaKind.MOVIE ? "movie:" : "tv:") + sourceId);
  }

  /** The site's own id as a number. */
  public int number() {
    return Integer.parseInt(value.substring(value.indexOf(':') + 1));
  }

  /** Whether it is TMDB's id of a film. */
  public boolean isTmdbMovie() {
    return site.equals(TMDB) && value.startsWith("movie:");
  }

  @Override
  public String toString() {
    return site + ":" + value;
  }
}

package dev.anyflix.domain.media;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids that one title has at several sites.
 *
 * @param id the id that was asked for, such as {@code mal:1}
 * @param ids the title's ids by site; {@code site:id} is an id that this service takes
 * @param season which season of TMDB's series the title is, or null when it is not a series there
 *     or the season is unknown
 * @param links how each id was found
 * @param failed the sources that failed, so that ids may be missing
 */
public record IdMap(
    String id,
    Map<String, String> ids,
    @Nullable Integer season,
    List<Link> links,
    List<String> failed) {

  /**
   * A step from one id to another.
   *
   * @param from the known id
   * @param to the id that was found
   * @param by the data that link them, such as {@code anilist.idMal} or {@code title match}
   * @param confidence how likely a match of titles is to be right, 0 to 1; null when the source
   *     tells the id
   */
  public record Link(String from, String to, String by, @Nullable Double confidence) {}

  public IdMap {
    ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
    links = List.copyOf(links);
    failed = List.copyOf(failed);
  }
}

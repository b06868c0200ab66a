package dev.anyflix.upstream.archive;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes queries in the language of the Internet Archive's search.
 *
 * <p>Words of a title are sent as phrases, in which no operator and no wildcard means anything.
 *
 * @see <a
 *     href="https://lucene.apache.org/core/9_0_0/queryparser/org/apache/lucene/queryparser/classic/package-summary.html">Lucene's
 *     query parser syntax</a>
 */
final class ArchiveQuery {

  private static final String FILMS =
      "mediatype:movies AND collection:feature_films AND licenseurl:http*publicdomain*";

  private ArchiveQuery() {}

  /** Every film. */
  static String films() {
    return FILMS;
  }

  /**
   * The films whose title has all the words of the given one.
   *
   * @return null when it has no word, and so no film has such a title
   */
  static @Nullable String filmsTitled(String title) {
    List<String> words = new ArrayList<>();
    for (String word : title.strip().split("\\s+", -1)) {
      if (word.codePoints().anyMatch(Character::isLetterOrDigit)) {
        words.add(phrase(word));
      }
    }
    return words.isEmpty() ? null : FILMS + " AND title:(" + String.join(" AND ", words) + ")";
  }

  private static String phrase(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

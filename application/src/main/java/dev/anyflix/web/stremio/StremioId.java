package dev.anyflix.web.stremio;

import dev.anyflix.domain.media.Media;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An id of the add-on: that of a title or of one episode of it.
 *
 * @param title the id of IMDb, or {@code anyflix:} and this service's id
 * @param season the number of the season; null for a whole title
 * @param episode the number of the episode; null for a whole title
 */
record StremioId(String title, @Nullable Integer season, @Nullable Integer episode) {

  static final String IMDB_PREFIX = "tt";
  static final String OWN_PREFIX = "anyflix:";

  private static final Pattern IMDB = Pattern.compile("tt[0-9]{1,12}");
  private static final Pattern ID =
      Pattern.compile("(tt[0-9]{1,12}|anyflix:.+?)(?::([0-9]{1,4}):([0-9]{1,5}))?", Pattern.DOTALL);

  /** Reads an id; null when it is none of this add-on. */
  static @Nullable StremioId parse(String text) {
    Matcher parts = ID.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    return parts.group(2) == null
        ? new StremioId(parts.group(1), null, null)
        : new StremioId(
            parts.group(1), Integer.valueOf(parts.group(2)), Integer.valueOf(parts.group(3)));
  }

  /** The id of a medium: that of IMDb where it is known, because other add-ons know it too. */
  static String of(Media media) {
    String imdb = media.externalIds().get("imdb");
    return imdb != null && IMDB.matcher(imdb).matches() ? imdb : OWN_PREFIX + media.id();
  }

  boolean isImdb() {
    return title.startsWith(IMDB_PREFIX);
  }

  /** This service's id of a title that has no id of IMDb. */
  String ownId() {
    return title.substring(OWN_PREFIX.length());
  }
}

package dev.anyflix.web.stremio;

import dev.anyflix.domain.media.Media;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An id of the add-on: that of a title, or of one episode of it.
 *
 * @param title the id of the title in the API, such as {@code imdb:tt0133093} or {@code anilist:1}
 * @param episode the episode as providers label it, such as {@code S1:E2}; null for a whole title
 */
public record StremioId(String title, @Nullable String episode) {

  static final String IMDB_PREFIX = "tt";
  static final String OWN_PREFIX = "anyflix:";

  private static final Pattern IMDB = Pattern.compile("tt[0-9]{1,12}");
  private static final Pattern ID =
      Pattern.compile(
          "(?:(tt[0-9]{1,12})|anyflix:(.+?))(?::([0-9]{1,4}):([0-9]{1,5}))?", Pattern.DOTALL);

  /** Reads an id; null when it is none of this add-on. */
  public static @Nullable StremioId parse(String text) {
    Matcher parts = ID.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    String title = parts.group(1) == null ? parts.group(2) : "imdb:" + parts.group(1);
    String episode =
        parts.group(3) == null
            ? null
            : "S" + Integer.valueOf(parts.group(3)) + ":E" + Integer.valueOf(parts.group(4));
    return new StremioId(title, episode);
  }

  /** The id of a medium: that of IMDb where it is known, because other add-ons know it too. */
  static String of(Media media) {
    String imdb = media.externalIds().get("imdb");
    return imdb != null && IMDB.matcher(imdb).matches() ? imdb : OWN_PREFIX + media.id();
  }

  /** Whether a file is one of the title or, by its label, of the episode: {@code S1:E2 Title}. */
  public boolean hasFile(@Nullable String label) {
    return episode == null || (label + " ").startsWith(episode + " ");
  }
}

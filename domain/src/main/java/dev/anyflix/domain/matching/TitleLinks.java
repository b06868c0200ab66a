package dev.anyflix.domain.matching;

import dev.anyflix.domain.media.TitleId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads ids in the addresses of the pages that other sites have about a title. */
final class TitleLinks {

  private static final Pattern IMDB =
      Pattern.compile("https?://(?:www\\.|m\\.)?imdb\\.com/title/(tt[0-9]{7,10})(?:[/?#].*)?");
  private static final Pattern TMDB =
      Pattern.compile(
          "https?://(?:www\\.)?themoviedb\\.org/(movie|tv)/([1-9][0-9]{0,8})(?:[-/?#].*)?");

  private TitleLinks() {}

  /** The id in an address; null when it has none. */
  static @Nullable TitleId idIn(String address) {
    Matcher imdb = IMDB.matcher(address);
    if (imdb.matches()) {
      return new TitleId(TitleId.IMDB, imdb.group(1));
    }
    Matcher tmdb = TMDB.matcher(address);
    return tmdb.matches() ? new TitleId(TitleId.TMDB, tmdb.group(1) + ":" + tmdb.group(2)) : null;
  }
}

package dev.anyflix.demo;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture that the demo draws. The name of its file contains all that is drawn, so that no table
 * of pictures is needed.
 *
 * @param kind what it shows
 * @param genre the genre that selects its colours; may be empty
 * @param text the title, name or number that is written on it
 */
record Picture(Kind kind, String genre, String text) {

  /** The kinds of pictures with their sizes in pixels. */
  enum Kind {
    POSTER(500, 750),
    BACKDROP(1280, 720),
    STILL(640, 360),
    LOGO(800, 240),
    PORTRAIT(300, 450),
    ICON(120, 120);

    final int width;
    final int height;

    Kind(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  private static final Pattern FILE = Pattern.compile("([a-z]{4,8})-([A-Za-z0-9_-]{1,900})\\.svg");
  private static final String SEPARATOR = "\n";

  /** One of a title's genres, so that titles with the same first genre look different. */
  static String genreOf(String title, List<String> genres) {
    return genres.get(Math.floorMod(title.hashCode(), genres.size()));
  }

  /** The name of its file, in letters that a URL needs no escape for. */
  String file() {
    byte[] bytes = (genre + SEPARATOR + text).getBytes(StandardCharsets.UTF_8);
    return kind.name().toLowerCase(Locale.ROOT)
        + "-"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
        + ".svg";
  }

  /** The picture of a file; empty for a name that {@link #file} does not make. */
  static Optional<Picture> ofFile(String name) {
    Matcher file = FILE.matcher(name);
    if (!file.matches()) {
      return Optional.empty();
    }
    try {
      Kind kind = Kind.valueOf(file.group(1).toUpperCase(Locale.ROOT));
      byte[] bytes = Base64.getUrlDecoder().decode(file.group(2));
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, 2);
      return parts.length == 2
          ? Optional.of(new Picture(kind, parts[0], parts[1]))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

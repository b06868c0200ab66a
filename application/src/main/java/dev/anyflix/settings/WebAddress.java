package dev.anyflix.settings;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the address of an HTTP service. Takes nothing that the client would refuse later, so that a
 * bad address is told with all other bad settings.
 */
final class WebAddress {

  private static final String RULE =
      "must be an http or https address without user, query and fragment,"
          + " such as https://example.org/path";
  private static final Pattern PLACE =
      Pattern.compile("(?:\\[[0-9a-fA-F:.]+]|(?<name>[^:@\\[\\]]+))(?::(?<port>\\d{1,5}))?");
  private static final Pattern NAME = Pattern.compile("[\\w-]{1,63}(?:\\.[\\w-]{1,63})*\\.?");
  private static final int LONGEST_NAME = 253;

  private WebAddress() {}

  /**
   * The address without its last slash.
   *
   * @throws IllegalArgumentException if it is none; the message starts with "must be"
   */
  static URI read(String text) {
    try {
      URI uri = new URI(text.replaceFirst("/+$", ""));
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean bare = uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (web && bare && isPlace(uri.getRawAuthority())) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(RULE);
    }
    throw new IllegalArgumentException(RULE);
  }

  /** Whether it is a host that can be dialled, with or without a port. */
  private static boolean isPlace(@Nullable String authority) {
    Matcher place = PLACE.matcher(authority == null ? "" : authority);
    return place.matches() && isPort(place.group("port")) && isName(place.group("name"));
  }

  private static boolean isPort(@Nullable String port) {
    return port == null || (Integer.parseInt(port) > 0 && Integer.parseInt(port) <= 65535);
  }

  /** Java's own check of a URI knows no underscores, which names in a home network have. */
  private static boolean isName(@Nullable String name) {
    if (name == null) {
      return true;
    }
    try {
      String ascii = isAscii(name) ? name : IDN.toASCII(name);
      return ascii.length() <= LONGEST_NAME && NAME.matcher(ascii).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isAscii(String name) {
    return name.chars().allMatch(c -> c < 128);
  }
}

package dev.anyflix.settings;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the base URL of an HTTP service. It is at least as strict as the HTTP client, so that an
 * invalid URL is reported together with all other invalid settings.
 */
final class WebAddress {

  private static final String RULE =
      "must be an http or https URL without user, query and fragment,"
          + " such as https://example.org/path";
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:\\[[0-9a-fA-F:.]+]|(?<name>[^:@\\[\\]]+))(?::(?<port>\\d{1,5}))?");
  private static final Pattern NAME = Pattern.compile("[\\w-]{1,63}(?:\\.[\\w-]{1,63})*\\.?");
  private static final Pattern PATH_OR_SPACE = Pattern.compile("[/\\\\?#\\s]");
  private static final int MAX_NAME_LENGTH = 253;

  private WebAddress() {}

  /**
   * Parses a URL and removes trailing slashes.
   *
   * @throws IllegalArgumentException if it is invalid; the message starts with "must"
   */
  static URI read(String text) {
    try {
      URI uri = new URI(text.replaceFirst("/+$", ""));
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean bare = uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (web && bare && isAuthority(uri.getRawAuthority())) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(RULE);
    }
    throw new IllegalArgumentException(RULE);
  }

  /**
   * Parses the URL of an HTTP proxy: {@code http://[user:password@]host[:port]}, where the scheme
   * may be omitted.
   *
   * @throws IllegalArgumentException if it is invalid; the message starts with "must"
   */
  static String readProxy(String text) {
    String rest = text.replaceFirst("(?i)^http://", "").replaceFirst("/$", "");
    boolean bare = !PATH_OR_SPACE.matcher(rest).find();
    if (bare && isAuthority(rest.substring(rest.lastIndexOf('@') + 1))) {
      return text;
    }
    throw new IllegalArgumentException("must be the address of an HTTP proxy: http://host:port");
  }

  /** Whether it is a valid host, with or without a port. */
  private static boolean isAuthority(@Nullable String authority) {
    Matcher parts = AUTHORITY.matcher(authority == null ? "" : authority);
    return parts.matches() && isPort(parts.group("port")) && isName(parts.group("name"));
  }

  private static boolean isPort(@Nullable String port) {
    return port == null || (Integer.parseInt(port) > 0 && Integer.parseInt(port) <= 65535);
  }

  /** Unlike {@link URI}, accepts underscores, which host names in home networks contain. */
  private static boolean isName(@Nullable String name) {
    if (name == null) {
      return true;
    }
    try {
      String ascii = isAscii(name) ? name : IDN.toASCII(name);
      return ascii.length() <= MAX_NAME_LENGTH && NAME.matcher(ascii).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isAscii(String name) {
    return name.chars().allMatch(c -> c < 128);
  }
}

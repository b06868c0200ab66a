package dev.anyflix.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Validates the URL of a Redis server, of nodes of a cluster, of its sentinels or of its Unix
 * socket. It is at least as strict as the Redis client, so that an invalid URL is reported together
 * with all other invalid settings.
 */
final class RedisUrl {

  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>rediss?(?:-sentinel)?)://(?:(?<user>.*)@)?(?<hosts>[^/?#@]+)"
              + "(?:/(?<database>\\d*))?(?:\\?(?<query>[^#]*))?(?:#(?<master>.+))?");
  private static final Pattern SOCKET =
      Pattern.compile(
          "redis-socket://(?:(?<user>.*)@)?(?<path>/[^?#@]+)(?:\\?(?:database|db)=\\d{1,9})?");
  private static final Pattern USER = Pattern.compile("(?:[^/?#%]|%[0-9a-fA-F]{2})*");
  private static final Pattern HOST =
      Pattern.compile("(?:[\\w.-]+|\\[[0-9a-fA-F:.]+(?:%\\w+)?])(?::(?<port>\\d{1,5}))?");
  private static final Pattern MASTER = Pattern.compile("(?:.*&)?sentinelMasterId=[^&]+.*");
  private static final Pattern VERIFY_PEER =
      Pattern.compile("(?i)(?:^|&)verifyPeer=(?!(?:none|ca|full|true|false)(?:&|$))");

  private RedisUrl() {}

  /**
   * Validates a URL and returns it unchanged.
   *
   * @throws IllegalArgumentException if it is invalid; the message starts with "must"
   */
  static String read(String text) {
    if (text.startsWith("redis-socket:")) {
      return socket(text);
    }
    Matcher url = URL.matcher(text);
    require(
        url.matches(),
        "must be redis://host, redis-sentinel://host,host#master, either with rediss for TLS,"
            + " or redis-socket:///path");
    requireEncodedUser(url);
    boolean sentinel = url.group("scheme").endsWith("-sentinel");
    String[] hosts = url.group("hosts").split(",", -1);
    require(Arrays.stream(hosts).allMatch(RedisUrl::isHost), "must have valid hosts and ports");
    String database = Optional.ofNullable(url.group("database")).orElse("");
    require(database.length() <= 9, "must have a database number of at most 9 digits");
    String query = Optional.ofNullable(url.group("query")).orElse("");
    require(
        !VERIFY_PEER.matcher(query).find(), "must have verifyPeer=NONE, CA or FULL in its query");
    require(
        !sentinel || url.group("master") != null || MASTER.matcher(query).matches(),
        "must name the master after a #: redis-sentinel://host,host#master");
    require(isUri(text, false), "must be a valid URL; percent-encode special characters");
    return text;
  }

  private static String socket(String text) {
    Matcher url = SOCKET.matcher(text);
    require(url.matches(), "must be redis-socket:///path, and may end in ?database=0");
    requireEncodedUser(url);
    require(isUri(text, true), "must be a valid URL; percent-encode special characters");
    return text;
  }

  private static void requireEncodedUser(Matcher url) {
    String user = Optional.ofNullable(url.group("user")).orElse("");
    require(USER.matcher(user).matches(), "must percent-encode /, ?, # and % in user and password");
  }

  private static boolean isHost(String text) {
    Matcher host = HOST.matcher(text);
    if (!host.matches()) {
      return false;
    }
    String port = host.group("port");
    return port == null || (Integer.parseInt(port) > 0 && Integer.parseInt(port) <= 65535);
  }

  private static boolean isUri(String text, boolean allowsNoAuthority) {
    try {
      return new URI(text).getRawAuthority() != null || allowsNoAuthority;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}

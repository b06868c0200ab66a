package dev.anyflix.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how it is used. Immutable; its text names no secret.
 *
 * @param url {@code redis://}, {@code redis-sentinel://}, either with TLS ({@code rediss}), or
 *     {@code redis-socket://}, or null; a cluster may have several nodes in it; when given, host,
 *     port and database are not used, and username and password fill what it lacks
 * @param host the server's name or address
 * @param port the server's port
 * @param database the number of the database, 0 or more
 * @param username the user to log in as, or null for the default user
 * @param password the password, or null to not log in
 * @param sentinelPassword the password of the sentinels, or null to not log in to them
 * @param tls the certificates where the URL asks for TLS
 * @param timeout how long a command may take
 * @param maxEntryBytes the most bytes that an entry may have as it lies in Redis; larger ones are
 *     not written, and taken for unreadable when found
 * @param prefixes the prefixes of the operations whose changes the listener is to hear of
 * @param clock tells which entries come from the future
 */
public record RedisSettings(
    @Nullable String url,
    String host,
    int port,
    int database,
    @Nullable String username,
    @Nullable String password,
    @Nullable String sentinelPassword,
    RedisTls tls,
    Duration timeout,
    int maxEntryBytes,
    Set<String> prefixes,
    Clock clock) {

  /** How long a command may take unless set otherwise. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(200);

  /** How large an entry may be unless set otherwise. */
  public static final int DEFAULT_MAX_ENTRY_BYTES = 1024 * 1024;

  private static final Duration LEAST_CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LEAST_FIRST_CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Pattern SCHEME =
      Pattern.compile("(rediss?(-sentinel)?|redis-socket)://.+", Pattern.DOTALL);
  private static final Pattern NODES =
      Pattern.compile(
          "(?<start>rediss?://(?:.*@)?)(?<hosts>[^/?#@]+)(?<rest>(?:[/?#].*)?)", Pattern.DOTALL);
  private static final Pattern ONE_WORD = Pattern.compile("[a-z-]+://[^/?#:@]+@");
  private static final Pattern SECRET = Pattern.compile("//.*@", Pattern.DOTALL);

  /**
   * @throws IllegalArgumentException if they make no address; the message names no secret
   */
  public RedisSettings {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be more than zero: " + timeout);
    }
    if (maxEntryBytes < 1) {
      throw new IllegalArgumentException("maxEntryBytes must be more than zero: " + maxEntryBytes);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be 1 to 65535: " + port);
    }
    if (database < 0) {
      throw new IllegalArgumentException("database must be 0 or more: " + database);
    }
    if (url != null) {
      each(url).forEach(RedisSettings::read);
    } else if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be empty");
    }
    prefixes = Set.copyOf(prefixes);
  }

  /** A server at an address, without a login, and otherwise the defaults. */
  public static RedisSettings of(String host, int port, Set<String> prefixes, Clock clock) {
    return withDefaults(null, host, port, prefixes, clock);
  }

  /** A server at a URL, and otherwise the defaults. */
  public static RedisSettings of(String url, Set<String> prefixes, Clock clock) {
    return withDefaults(url, "localhost", RedisURI.DEFAULT_REDIS_PORT, prefixes, clock);
  }

  private static RedisSettings withDefaults(
      @Nullable String url, String host, int port, Set<String> prefixes, Clock clock) {
    return new RedisSettings(
        url,
        host,
        port,
        0,
        null,
        null,
        null,
        RedisTls.DEFAULT,
        DEFAULT_TIMEOUT,
        DEFAULT_MAX_ENTRY_BYTES,
        prefixes,
        clock);
  }

  RedisSettings withTimeoutOfAtLeast(Duration least) {
    return new RedisSettings(
        url,
        host,
        port,
        database,
        username,
        password,
        sentinelPassword,
        tls,
        timeout.compareTo(least) > 0 ? timeout : least,
        maxEntryBytes,
        prefixes,
        clock);
  }

  /** How long opening a session may take: the command timeout, and at least a second. */
  public Duration connectTimeout() {
    return timeout.compareTo(LEAST_CONNECT_TIMEOUT) > 0 ? timeout : LEAST_CONNECT_TIMEOUT;
  }

  /**
   * How long opening the first session of a process may take: two seconds at least, because the
   * classes of the client are loaded and compiled meanwhile.
   */
  Duration firstConnectTimeout() {
    return timeout.compareTo(LEAST_FIRST_CONNECT_TIMEOUT) > 0
        ? timeout
        : LEAST_FIRST_CONNECT_TIMEOUT;
  }

  /** Where Redis is, for a person: without login and password. */
  public String address() {
    return url == null ? host + ':' + port : masked(url);
  }

  /** The path of the Unix socket that the URL names; null for a TCP connection. */
  @Nullable Path socket() {
    String path = url == null ? null : read(each(url).get(0)).getSocket();
    return path == null ? null : Path.of(path);
  }

  /** The first server. */
  RedisURI uri() {
    return url == null ? completed(fromPieces()) : uri(each(url).get(0));
  }

  /** The servers: one, or nodes of a cluster. */
  List<RedisURI> uris() {
    return url == null ? List.of(uri()) : each(url).stream().map(this::uri).toList();
  }

  private RedisURI uri(String text) {
    return completed(withCredentials(read(text), text));
  }

  private RedisURI completed(RedisURI uri) {
    if (sentinelPassword != null) {
      uri.getSentinels()
          .forEach(sentinel -> authenticate(sentinel, null, sentinelPassword.toCharArray()));
    }
    uri.setTimeout(firstConnectTimeout());
    uri.setClientName("anyflix");
    return uri;
  }

  private RedisURI fromPieces() {
    RedisURI uri = RedisURI.builder().withHost(host).withPort(port).withDatabase(database).build();
    if (password != null) {
      authenticate(uri, username, password.toCharArray());
    }
    return uri;
  }

  /**
   * Sets credentials that Lettuce has at hand. It would ask any other provider on another thread,
   * and might then give out the connection before it takes commands.
   */
  private static void authenticate(RedisURI uri, @Nullable String user, char[] secret) {
    uri.setCredentialsProvider(new StaticCredentialsProvider(user, secret));
  }

  /**
   * Fills user and password that a URL lacks. A URL with one word, {@code redis://word@host}, gives
   * the password, as Lettuce reads it; but where a password is set apart, the word is the user.
   */
  private RedisURI withCredentials(RedisURI uri, String text) {
    RedisCredentials given = uri.getCredentialsProvider().resolveCredentials().block();
    String givenUser = given == null ? null : given.getUsername();
    char[] givenPassword = given == null ? null : given.getPassword();
    char[] ownPassword = password == null ? null : password.toCharArray();
    if (givenPassword != null && ownPassword != null && ONE_WORD.matcher(text).lookingAt()) {
      authenticate(uri, new String(givenPassword), ownPassword);
      return uri;
    }
    String user = givenUser == null ? username : givenUser;
    char[] secret = givenPassword == null ? ownPassword : givenPassword;
    if (secret != null) {
      authenticate(uri, user, secret);
    }
    return uri;
  }

  /** A URL for each node that a URL of a cluster names; any other URL as it is. */
  private static List<String> each(String url) {
    Matcher nodes = NODES.matcher(url);
    return nodes.matches()
        ? Arrays.stream(nodes.group("hosts").split(",", -1))
            .map(host -> nodes.group("start") + host + nodes.group("rest"))
            .toList()
        : List.of(url);
  }

  /** Reads a URL; the parser's own message, which holds the password, is dropped. */
  private static RedisURI read(String url) {
    RedisURI uri = null;
    if (SCHEME.matcher(url).matches()) {
      try {
        uri = RedisURI.create(url);
      } catch (IllegalArgumentException | IllegalStateException e) {
        uri = null;
      }
    }
    if (uri == null) {
      throw new IllegalArgumentException(
          "not a redis://, rediss://, redis-sentinel:// or redis-socket:// URL: " + masked(url));
    }
    return uri;
  }

  private static String masked(String url) {
    String text = SECRET.matcher(url).replaceFirst("//***@");
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  @Override
  public String toString() {
    return "RedisSettings["
        + address()
        + (url == null ? "/" + database : "")
        + ", username="
        + username
        + ", password="
        + (password == null ? "none" : "***")
        + ", timeout="
        + timeout
        + ", maxEntryBytes="
        + maxEntryBytes
        + ", prefixes="
        + prefixes
        + ']';
  }
}

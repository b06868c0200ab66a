package dev.anyflix.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import okhttp3.Authenticator;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxies for upstream calls, in the notation of HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
 * Localhost and loopback addresses are always called directly. Immutable.
 */
public final class UpstreamProxies extends ProxySelector {

  /** Every upstream is called directly. */
  public static final UpstreamProxies NONE = new UpstreamProxies(null, null, List.of());

  private final @Nullable HttpUrl https;
  private final @Nullable HttpUrl http;
  private final List<String> direct;

  private UpstreamProxies(@Nullable HttpUrl https, @Nullable HttpUrl http, List<String> direct) {
    this.https = https;
    this.http = http;
    this.direct = direct;
  }

  /**
   * The proxies that the values name.
   *
   * @param httpsProxy for https URLs: {@code http://[user:password@]host[:port]} or {@code
   *     host:port}; null or blank for none
   * @param httpProxy for http URLs, in the same form
   * @param noProxy hosts that are called directly, separated by commas: a name stands for itself
   *     and its subdomains, {@code host:port} for one port, {@code *} for every host
   * @throws IllegalArgumentException when a proxy has another form; the message has no password
   */
  public static UpstreamProxies of(
      @Nullable String httpsProxy, @Nullable String httpProxy, @Nullable String noProxy) {
    List<String> direct =
        Stream.of((noProxy == null ? "" : noProxy).split("[,\\s]+", -1))
            .map(host -> host.toLowerCase(Locale.ROOT))
            .map(host -> host.startsWith("*.") ? host.substring(2) : host)
            .map(host -> host.startsWith(".") ? host.substring(1) : host)
            .filter(host -> !host.isEmpty())
            .toList();
    return new UpstreamProxies(
        proxy("HTTPS_PROXY", httpsProxy), proxy("HTTP_PROXY", httpProxy), direct);
  }

  private static @Nullable HttpUrl proxy(String setting, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    String stripped = text.strip();
    HttpUrl url = HttpUrl.parse(stripped.contains("://") ? stripped : "http://" + stripped);
    if (url == null || url.isHttps()) {
      throw new IllegalArgumentException(setting + " must be http://host:port");
    }
    return url;
  }

  /** Which proxies are in use, without their passwords; empty when there are none. */
  public String description() {
    return Stream.of(describe("https", https), describe("http", http))
        .filter(text -> !text.isEmpty())
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  private static String describe(String scheme, @Nullable HttpUrl proxy) {
    return proxy == null ? "" : "%s through %s:%d".formatted(scheme, proxy.host(), proxy.port());
  }

  @Override
  public List<Proxy> select(URI uri) {
    HttpUrl proxy = "https".equals(uri.getScheme()) ? https : http;
    HttpUrl target = HttpUrl.parse(uri.toString());
    if (proxy == null || target == null || isDirect(target)) {
      return List.of(Proxy.NO_PROXY);
    }
    var address = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    return List.of(new Proxy(Proxy.Type.HTTP, address));
  }

  /** OkHttp reports failures of the proxy to the caller itself. */
  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}

  /** Answers the challenge of a proxy with the name and password of its URL, once. */
  Authenticator authenticator() {
    return (route, response) -> {
      HttpUrl proxy = response.request().isHttps() ? https : http;
      boolean refused = response.request().header("Proxy-Authorization") != null;
      if (proxy == null || proxy.username().isEmpty() || refused) {
        return null;
      }
      String credentials = Credentials.basic(proxy.username(), proxy.password());
      return response.request().newBuilder().header("Proxy-Authorization", credentials).build();
    };
  }

  private boolean isDirect(HttpUrl target) {
    String host = target.host();
    if (host.equals("localhost") || host.endsWith(".localhost") || isLoopback(host)) {
      return true;
    }
    String withPort = host + ":" + target.port();
    return direct.stream()
        .anyMatch(
            each ->
                each.equals("*")
                    || host.equals(each)
                    || host.endsWith("." + each)
                    || withPort.equals(each)
                    || withPort.endsWith("." + each));
  }

  private static boolean isLoopback(String host) {
    boolean literal = host.matches("[0-9.]+") || host.contains(":");
    try {
      return literal && InetAddress.getByName(host).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }
}

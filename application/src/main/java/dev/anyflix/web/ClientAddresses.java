package dev.anyflix.web;

import dev.anyflix.settings.IpRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client of a request, by which budgets are shared, wrong tokens are throttled and
 * requests are logged. Immutable.
 *
 * <p>A client is the address of the peer. If the peer is a trusted proxy, it is the last address of
 * X-Forwarded-For that is not a trusted proxy, because a client can write what it likes before
 * that. Of an IPv6 address only the network (/64) counts, because a client has all addresses of it.
 */
final class ClientAddresses {

  private static final int IPV6_NETWORK_BYTES = 8;

  private final List<IpRange> trustedProxies;

  ClientAddresses(List<IpRange> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /** The client of a request, such as {@code 192.0.2.7} or {@code 2001:db8:0:1:0:0:0:0/64}. */
  String clientOf(Request request) {
    InetAddress peer = addressOf(request.getConnectionMetaData().getRemoteSocketAddress());
    if (peer == null) {
      return "";
    }
    return networkOf(isTrustedProxy(peer) ? forwarded(request, peer) : peer);
  }

  boolean isTrustedProxy(InetAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }

  private InetAddress forwarded(Request request, InetAddress peer) {
    List<String> addresses = request.getHeaders().getCSV(HttpHeader.X_FORWARDED_FOR, false);
    InetAddress client = peer;
    for (int i = addresses.size() - 1; i >= 0 && isTrustedProxy(client); i--) {
      InetAddress before = IpRange.literalAddress(withoutPort(addresses.get(i)));
      if (before == null) {
        return client;
      }
      client = before;
    }
    return client;
  }

  /** The address of {@code 192.0.2.7:80} or {@code [::1]:80}, forms that some proxies send. */
  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }

  /** Null where there is none, as for a closed connection. */
  static @Nullable InetAddress addressOf(@Nullable SocketAddress socket) {
    return socket instanceof InetSocketAddress internet ? internet.getAddress() : null;
  }

  static String networkOf(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IPv6 address of another length", e);
    }
  }
}
